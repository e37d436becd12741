using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Nca.Figures.Html;
using Nca.Figures.Model;
using Nca.Notebooks.Comparison;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>The project's own notebooks with small parameters, run once, then opened in a browser in every form.</summary>
[Trait("lane", "slow")]
public sealed partial class ReportInBrowserTests(ReportInBrowserTests.Suite suite, Browser browser)
    : IClassFixture<ReportInBrowserTests.Suite>,
        IClassFixture<Browser>
{
    private static IEnumerable<string> Pages =>
        [.. Project.Notebooks.Select(file => Path.GetFileNameWithoutExtension(file)!), "index", "comparison"];

    public static TheoryData<string, int, bool> Forms()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var name in Pages)
        {
            data.Add(name, 1280, false);
            data.Add(name, 390, true);
        }

        return data;
    }

    // Charts and pictures that reach beyond the page, and words beyond their chart; what scrolls by itself is left out.
    private const string Cut = """
        () => {
            const outside = (inner, left, right) => inner.width > 0 && (inner.right > right + 1 || inner.left < left - 1);
            const wide = [...document.querySelectorAll("figure :is(img, canvas, .main-svg)")]
                .filter(each => outside(each.getBoundingClientRect(), 0, innerWidth))
                .map(each => `${each.closest("figure").id}: ${each.tagName}`);
            const words = [...document.querySelectorAll(".nca-chart")].flatMap(chart => {
                const place = chart.getBoundingClientRect();
                return [...chart.querySelectorAll("svg text")]
                    .filter(each => outside(each.getBoundingClientRect(), place.left, place.right))
                    .map(each => `${chart.closest("figure").id}: ${each.textContent}`);
            });
            return [...wide, ...words];
        }
        """;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_report_stands_alone_and_draws_every_figure(string name, int width, bool dark)
    {
        var file = Path.Combine(suite.Folder, name + ".html");
        var (page, requests, errors) = await browser.OpenAsync(file, width, dark ? ColorScheme.Dark : ColorScheme.Light);
        await page.WaitForFunctionAsync("[...document.querySelectorAll('.nca-chart')].every(chart => chart.querySelector('.main-svg'))");

        Assert.Empty(requests);
        Assert.Empty(errors);
        foreach (
            var count in await page.EvaluateAsync<int[]>(
                "[...document.querySelectorAll('.nca-chart')].map(c => c.querySelectorAll('.trace, .hm').length)"
            )
        )
            Assert.True(count > 0, "a chart without traces");
        Assert.True(
            await page.EvaluateAsync<bool>("[...document.images].every(i => i.complete && i.naturalWidth > 0)"),
            "a picture is broken"
        );
        Assert.True(
            await page.EvaluateAsync<bool>("[...document.images].every(i => i.hasAttribute('alt'))"),
            "a picture has no alternative text"
        );

        // On a phone code is folded at first; nothing may overflow with it either.
        if (width < 640 && await page.Locator("details.code").CountAsync() > 0)
        {
            Assert.Equal(0, await page.Locator("details.code[open]").CountAsync());
            await page.ClickAsync("[data-action=code]");
        }

        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"the page is {await page.EvaluateAsync<int>("document.documentElement.scrollWidth")} wide"
        );
        Assert.Empty(await page.EvaluateAsync<string[]>(Cut));
        var captions = await page.Locator("figure.nca-figure figcaption").AllInnerTextsAsync();

        // A comparison shows each figure twice, with the number that it has in its own report.
        for (var number = 1; number <= captions.Count; number++)
            Assert.StartsWith(name == "comparison" ? "Figure " : $"Figure {number}.", captions[number - 1]);
        Assert.Equal(await page.Locator("figure.nca-figure").CountAsync(), captions.Count);
        Assert.True(new FileInfo(file).Length < 6_000_000);
        await page.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task No_serious_obstacle_for_anyone(string name, int width, bool dark)
    {
        var (page, _, _) = await browser.OpenAsync(
            Path.Combine(suite.Folder, name + ".html"),
            width,
            dark ? ColorScheme.Dark : ColorScheme.Light
        );
        Assert.Empty(await Accessibility.ObstaclesAsync(page));
        var levels = await page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))");
        Assert.Equal(1, levels[0]);
        for (var index = 1; index < levels.Length; index++)
            Assert.True(levels[index] <= levels[index - 1] + 1, $"heading {index + 1} skips a level");
        await page.CloseAsync();
    }

    [Theory]
    [InlineData("04-training")]
    [InlineData("05-growth")]
    public async Task Curves_controls_and_text_stand_out_in_both_themes(string name)
    {
        var (page, _, errors) = await browser.OpenAsync(Path.Combine(suite.Folder, name + ".html"), 1280, ColorScheme.Light);
        await page.EvaluateAsync(
            await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "Assets", "host-page.js"),
                TestContext.Current.CancellationToken
            )
        );
        var host = new HostPage(page, errors);
        await host.DrawnAsync();
        foreach (var theme in new[] { "light", "dark", "light again" })
        {
            await HostPage.LeavePictureAsync(page, $"{name}-{theme}");
            HostPage.RequireContrasts(await host.ContrastsAsync());
            await page.ClickAsync("[data-action=theme]");

            // A change in several moves is followed within a quarter of a second.
            await page.EvaluateAsync("new Promise(done => setTimeout(done, 400))");
        }

        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_comparison_shows_both_sides_beside_each_other_or_below()
    {
        var file = Path.Combine(suite.Folder, "comparison.html");
        foreach (var (width, beside) in new[] { (1280, true), (390, false) })
        {
            var (page, _, errors) = await browser.OpenAsync(file, width, ColorScheme.Light);
            await page.WaitForFunctionAsync("document.querySelectorAll('.nca-chart .main-svg').length > 1");
            var (left, right) = (await page.EvaluateAsync<float[]>(Box("left")), await page.EvaluateAsync<float[]>(Box("right")));
            Assert.Equal(beside, right[0] > left[0] + 100 && Math.Abs(right[1] - left[1]) < 2);
            Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('#nca-plotly').length"));
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size === document.querySelectorAll('[id]').length"
                ),
                "an id stands twice"
            );
            Assert.Contains("Steps = 8", await page.Locator(".of-opening").InnerTextAsync());
            Assert.Empty(errors);
            await page.CloseAsync();
        }

        static string Box(string side) => $"(b => [b.left, b.top])(document.querySelector('figure[id^={side}-]').getBoundingClientRect())";
    }

    [Fact]
    public async Task Contents_follow_the_reader()
    {
        var (page, _, _) = await browser.OpenAsync(Path.Combine(suite.Folder, "01-foundation.html"), 1280, ColorScheme.Light);
        var last = page.Locator(".contents a").Last;
        await page.EvaluateAsync("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, document.body.scrollHeight)");
        await page.WaitForFunctionAsync("[...document.querySelectorAll('.contents a')].findIndex(a => a.hasAttribute('aria-current')) > 3");
        await last.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(await last.GetAttributeAsync("href"), await page.EvaluateAsync<string>("location.hash"));
        await page.CloseAsync();
    }

    [Fact]
    public void Every_file_that_a_notebook_saves_is_there_and_not_blank()
    {
        Assert.All(Expected.Where(pair => suite.Documents.ContainsKey(pair.Key)), pair =>
            Assert.Empty(pair.Value.Except(SavedBy(suite.Documents[pair.Key])))
        );
        var saved = suite.Documents.Values.SelectMany(SavedBy).Distinct().ToArray();
        Assert.NotEmpty(saved);
        Assert.All(saved, name => SavedFile.Require(Path.Combine(suite.Figures, name)));
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
        Assert.True(
            await page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.getElementById(decodeURIComponent(a.hash.slice(1))))"
            )
        );
        Assert.True(await page.Locator(".katex").CountAsync() > 5);
        Assert.True(await page.Locator(".formula > .katex-display").CountAsync() >= 5);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact]
    public void The_default_notebooks_begin_alike_and_lead_to_each_other()
    {
        var documents = suite.Documents.Values;
        Assert.True(suite.Documents.Count >= 4);
        Assert.Single(documents.Select(document => document.CodeCells.First().Text).Distinct());
        Assert.All(documents, document => Assert.NotEmpty(NotebookParameters.Of(document)));
        Assert.All(documents.SelectMany(NotebookParameters.Of), parameter => Assert.NotEmpty(parameter.Comment));
        foreach (var (name, document) in suite.Documents)
        {
            var text = document.Write();
            foreach (Match link in Link().Matches(text))
                Assert.Contains(link.Groups[1].Value, Project.Notebooks.Select(Path.GetFileName));
            foreach (var part in new[] { "**You will learn** ", "**Run time:** ", "## References" })
                Assert.True(text.Contains(part, StringComparison.Ordinal), $"{name} has no {part.Trim()}");
            Assert.Matches(@"(?m)^3\. ", text);
        }
    }

    private static IEnumerable<string> SavedBy(NotebookDocument document) =>
        Saved().Matches(document.Write()).Select(match => match.Groups[1].Value).Distinct();

    // The files that the tutorial's listings save, by the notebook that does it here.
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["02-target"] = ["target.png"],
        ["03-model"] = ["seed.png"],
        ["04-training"] = ["training_curves.png", "training_metrics.npz"],
        ["05-growth"] = ["growth_montage.png", "convergence_metrics.png", "growth_animation.gif"],
        ["06-regeneration"] = ["regeneration_test.png", "healing_animation.gif", "recovery_performance.png"],
        ["07-dynamics"] = ["channel_activity.png", "spectrum_evolution.png", "hidden_trajectory.png", "weight_evolution.png"],
        ["08-experiments"] = ["experiment_comparison.png"],
    };

    [GeneratedRegex(@"\(([\w-]+\.dib)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\.\./figures/([\w-]+\.\w+)")]
    private static partial Regex Saved();

    /// <summary>The notebooks, run once with small parameters, away from the project's own figures and runs.</summary>
    public sealed class Suite : IAsyncLifetime
    {
        // By name, whichever notebook has one: numbers that make the longest of them a matter of seconds.
        private static readonly string[] LooksAtCreatures = ["05-growth", "06-regeneration", "07-dynamics"];

        private static readonly Dictionary<string, string> Small = new()
        {
            ["Recipe"] = "Quick",
            ["TrainingSteps"] = "3",
            ["Seeds"] = "2",
            ["Samples"] = "2",
            ["Steps"] = "64",
            ["PageSteps"] = "50",
            ["Starts"] = "1",
            ["RolloutLongest"] = "8",
            ["Grid"] = "24",
            ["Size"] = "14",
            ["LongSteps"] = "300",
            ["GrownAt"] = "20",
            ["Radius"] = "4",
            ["HealingSteps"] = "8",
            ["MapPlaces"] = "2",
            ["MapSamples"] = "1",
            ["GrowthSteps"] = "16",
            ["Run"] = "presets/quick",
            ["LongRun"] = "300",
        };

        private readonly string _root = Directory.CreateTempSubdirectory("nca-").FullName;

        /// <summary>Where the reports are.</summary>
        public string Folder => Path.Combine(_root, "reports");

        /// <summary>Where the files are that notebooks save.</summary>
        public string Figures => Path.Combine(_root, "figures");

        /// <summary>The notebooks by name, as they stand in the project.</summary>
        public IReadOnlyDictionary<string, NotebookDocument> Documents { get; } =
            Project.Notebooks.ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, NotebookDocument.Read);

        public async ValueTask InitializeAsync()
        {
            // A notebook looks for the library beside its folder.
            Directory.CreateSymbolicLink(Path.Combine(_root, "lib"), ProjectFolder.Of("lib"));
            var runner = new NotebookRunner(NotebookRunnerTests.Child)
            {
                WorkingFolder = Directory.CreateDirectory(Path.Combine(_root, "notebooks")).FullName,
                Variables = new Dictionary<string, string> { ["NCA_RUNS"] = Path.Combine(_root, "runs") },
            };
            var reports = new ReportFolder(Folder);
            foreach (var file in Project.Notebooks)
                reports.Add(await RunAsync(runner, file, Small));
            reports.AddIndex("Sample", "A sentence.");

            var altered = new Dictionary<string, string>(Small) { ["Steps"] = "8", ["FireRate"] = "0.8" };
            var other = new ReportFolder(Path.Combine(_root, "altered")).Add(
                await RunAsync(
                    runner,
                    Project.Notebooks.Single(file => file.EndsWith("04-training.dib", StringComparison.Ordinal)),
                    altered
                )
            );
            var (html, _) = ComparisonPage.Write(
                ComparedReport.Read(Path.Combine(Folder, "04-training.html")),
                ComparedReport.Read(other),
                new FigureLibrary(FigureAssets.Html)
            );
            await File.WriteAllTextAsync(Path.Combine(Folder, "comparison.html"), html);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path.Combine(_root, "lib"));
            Directory.Delete(_root, recursive: true);
            return ValueTask.CompletedTask;
        }

        private static async Task<NotebookRun> RunAsync(NotebookRunner runner, string file, Dictionary<string, string> values)
        {
            // Growth, healing and dynamics need a creature that lives: the shipped one. The others train their own, for three iterations.
            var own = LooksAtCreatures.Any(name => file.Contains(name, StringComparison.Ordinal))
                ? values.Where(value => value.Key != "TrainingSteps").ToDictionary()
                : values;
            var run = await runner.RunAsync(file, NotebookParameters.Among(NotebookDocument.Read(file), own), TimeSpan.FromMinutes(15));
            Assert.True(run.Status == RunStatus.Succeeded, run.Error);
            return run;
        }
    }
}
