using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>The project's own notebooks with small parameters, run once, then opened in a browser in every form.</summary>
public sealed partial class ReportInBrowserTests(ReportInBrowserTests.Suite suite, Browser browser) : IClassFixture<ReportInBrowserTests.Suite>, IClassFixture<Browser>
{
    public static TheoryData<string, int, bool> Forms()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var name in new[] { "01-foundation", "02-target", "03-model", "04-training", "index" })
        {
            data.Add(name, 1280, false);
            data.Add(name, 390, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_report_stands_alone_and_draws_every_figure(string name, int width, bool dark)
    {
        var file = Path.Combine(suite.Folder, name + ".html");
        var (page, requests, errors) = await browser.OpenAsync(file, width, dark ? ColorScheme.Dark : ColorScheme.Light);
        var charts = await page.Locator(".nca-chart").CountAsync();
        if (charts > 0) await page.WaitForFunctionAsync($"document.querySelectorAll('.nca-chart .main-svg').length >= {charts}");

        Assert.Empty(requests);
        Assert.Empty(errors);
        foreach (var count in await page.EvaluateAsync<int[]>("[...document.querySelectorAll('.nca-chart')].map(c => c.querySelectorAll('.trace, .hm').length)"))
            Assert.True(count > 0, "a chart without traces");
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(i => i.complete && i.naturalWidth > 0)"), "a picture is broken");
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(i => i.hasAttribute('alt'))"), "a picture has no alternative text");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"the page is {await page.EvaluateAsync<int>("document.documentElement.scrollWidth")} wide");
        var captions = await page.Locator("figure.nca-figure figcaption").AllInnerTextsAsync();
        for (var number = 1; number <= captions.Count; number++) Assert.StartsWith($"Figure {number}.", captions[number - 1]);
        Assert.Equal(await page.Locator("figure.nca-figure").CountAsync(), captions.Count);
        Assert.True(new FileInfo(file).Length < 6_000_000);
        await page.CloseAsync();
    }

    [Theory]
    [InlineData("01-foundation", false)]
    [InlineData("04-training", true)]
    [InlineData("index", true)]
    public async Task No_serious_obstacle_for_anyone(string name, bool dark)
    {
        var (page, _, _) = await browser.OpenAsync(Path.Combine(suite.Folder, name + ".html"), 1280, dark ? ColorScheme.Dark : ColorScheme.Light);
        await page.AddScriptTagAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "Assets", "axe.min.js") });
        var findings = await page.EvaluateAsync<string[]>(
            "axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes[0].html.slice(0, 160) + ' ' + (v.nodes[0].any[0]?.message ?? '')))");
        Assert.Empty(findings);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Code_folds_theme_turns_and_contents_lead_somewhere()
    {
        var (page, _, errors) = await browser.OpenAsync(Path.Combine(suite.Folder, "01-foundation.html"), 1280, ColorScheme.Light);
        Assert.True(await page.Locator("details.code[open]").CountAsync() > 3);
        await page.ClickAsync("[data-action=code]");
        Assert.Equal(0, await page.Locator("details.code[open]").CountAsync());
        var before = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await page.ClickAsync("[data-action=theme]");
        Assert.NotEqual(before, await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(decodeURIComponent(a.hash.slice(1))))"));
        Assert.True(await page.Locator(".katex").CountAsync() > 5);
        Assert.True(await page.Locator(".formula > .katex-display").CountAsync() >= 5);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact]
    public void The_default_notebooks_begin_alike_and_lead_to_each_other()
    {
        var files = Directory.GetFiles(Path.Combine(suite.Project, "notebooks"), "*.dib").Order(StringComparer.Ordinal).ToArray();
        var documents = files.Select(NotebookDocument.Read).ToArray();
        Assert.True(documents.Length >= 4);
        Assert.Single(documents.Select(document => document.CodeCells.First().Text).Distinct());
        Assert.All(documents, document => Assert.NotEmpty(NotebookParameters.Of(document)));
        foreach (var document in documents)
            foreach (Match link in Link().Matches(document.Write()))
                Assert.Contains(link.Groups[1].Value, files.Select(Path.GetFileName));
    }

    [GeneratedRegex(@"\(([\w-]+\.dib)\)")]
    private static partial Regex Link();

    /// <summary>The notebooks, run once with small parameters.</summary>
    public sealed class Suite : IAsyncLifetime
    {
        private static readonly Dictionary<string, string> Small = new() { ["Steps"] = "12", ["RolloutLongest"] = "8", ["Grid"] = "24", ["Size"] = "14" };

        public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

        public string Project { get; } = FindProject();

        public async ValueTask InitializeAsync()
        {
            var reports = new ReportFolder(Folder);
            var runs = new List<NotebookRun>();
            foreach (var file in Directory.GetFiles(Path.Combine(Project, "notebooks"), "*.dib").Order(StringComparer.Ordinal))
            {
                var own = NotebookParameters.Among(NotebookDocument.Read(file), Small);
                var run = await new NotebookRunner(NotebookRunnerTests.Child).RunAsync(file, own, TimeSpan.FromMinutes(3));
                Assert.True(run.Status == RunStatus.Succeeded, run.Error);
                reports.Add(run);
                runs.Add(run);
            }

            reports.AddIndex("Sample", "A sentence.", runs);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }

        private static string FindProject()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "NcaNotebooks.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
