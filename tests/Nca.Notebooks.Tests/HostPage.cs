using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Nca.Notebooks.Tests;

/// <summary>A page that shows outputs as VS Code's or JupyterLab's does, in any order.</summary>
/// <param name="Page">The page.</param>
/// <param name="Errors">What went wrong in it, and what it asked of the network.</param>
internal sealed record HostPage(IPage Page, List<string> Errors)
{
    private static readonly JsonObject Themes = JsonNode.Parse(File.ReadAllText(Asset("hosts.json")))!.AsObject();

    /// <summary>Names of the hosts' themes.</summary>
    public static IEnumerable<string> Names => Themes.Select(theme => theme.Key);

    /// <summary>Opens an empty page of a host.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="theme">Name of the host's theme.</param>
    /// <param name="before">A script that runs first.</param>
    public static async Task<HostPage> OpenAsync(Browser browser, string theme, string before = "")
    {
        // The system's scheme says the opposite of the host: it must not count.
        var scheme = theme.Contains("dark", StringComparison.OrdinalIgnoreCase) ? ColorScheme.Light : ColorScheme.Dark;
        var file = Path.Combine(Directory.CreateTempSubdirectory("nca-").FullName, "host.html");
        await File.WriteAllTextAsync(
            file,
            $$"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,">
            <style>
            body { margin: 0; padding: 12px; font: 13px sans-serif; color: var(--vscode-editor-foreground); }
            body[data-jp-theme-light] { background: var(--jp-layout-color0); color: var(--jp-content-font-color1); font-size: 14px; }
            .output { padding: 8px; overflow-x: auto; }
            .jp-RenderedHTMLCommon { color: var(--jp-content-font-color1); padding-right: 20px; }
            .jp-RenderedHTMLCommon ul { list-style: disc; }
            .jp-RenderedHTMLCommon ul:not(.list-inline) { padding-left: 2em; }
            .jp-RenderedHTMLCommon table { table-layout: fixed; font-size: 12px; margin: 0 auto 1em; }
            :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon :is(td, th) { text-align: right; border: none; }
            .jp-RenderedHTMLCommon tbody tr:nth-child(even) { background: var(--jp-rendermime-table-row-background); }
            .output :is(table, tr, th, td) { border: none; text-align: right; }
            .output thead { background-color: rgba(130, 130, 130, 0.16); }
            .output tr:nth-child(even) { background-color: rgba(130, 130, 130, 0.08); }
            </style></head><body><script>{{before}}</script><script>{{await File.ReadAllTextAsync(
                Asset("host-page.js")
            )}}</script></body></html>
            """
        );
        var (page, requests, errors) = await browser.OpenAsync(file, 1100, scheme);
        var host = new HostPage(page, errors);
        page.Request += (_, request) => errors.Add("asks for " + request.Url);
        await host.ChooseAsync(theme);
        return host;
    }

    /// <summary>Chooses another theme while everything is shown.</summary>
    /// <param name="theme">Its name.</param>
    public Task ChooseAsync(string theme) => Page.EvaluateAsync("theme => host.theme(JSON.parse(theme))", Themes[theme]!.ToJsonString());

    /// <summary>Shows outputs, one after another.</summary>
    public async Task ShowAsync(params IEnumerable<string> outputs)
    {
        foreach (var output in outputs)
            await Page.EvaluateAsync("html => { host.show(html); }", output);
    }

    /// <summary>Waits until every chart is drawn and every creature is there.</summary>
    public async Task DrawnAsync()
    {
        const string Missing = """
            [...document.querySelectorAll('.nca-chart:not(:has(.main-svg)), .nca-life:not(:has(.badge[data-state=same]))')]
            """;
        try
        {
            // A creature begins to live when it is seen.
            await Page.WaitForFunctionAsync(
                $"() => {{ const missing = {Missing}; missing[0]?.scrollIntoView(); return missing.length === 0; }}",
                null,
                new() { PollingInterval = 200 }
            );
        }
        catch (TimeoutException)
        {
            await LeavePictureAsync(Page, "missing");
            Assert.Fail(
                string.Join('\n', Errors) + await Page.EvaluateAsync<string>($"{Missing}.map(m => m.outerHTML.slice(0, 2500)).join('\\n')")
            );
        }
    }

    /// <summary>How much everything stands out.</summary>
    public async Task<IReadOnlyList<Contrast>> ContrastsAsync() =>
        JsonSerializer.Deserialize<Contrast[]>(await Page.EvaluateAsync<string>("JSON.stringify(contrasts())"), JsonSerializerOptions.Web)!;

    /// <summary>Text must stand out by 4.5 to 1, controls and curves by 3 to 1; grid lines can be seen and do not glare.</summary>
    /// <param name="found">What was measured.</param>
    public static void RequireContrasts(IReadOnlyList<Contrast> found)
    {
        foreach (var kind in new[] { "text", "control", "series", "grid" })
            Assert.Contains(found, contrast => contrast.Kind == kind);
        var (low, high) = (
            found.Where(contrast => contrast.Ratio < Least(contrast.Kind)),
            found.Where(contrast => contrast.Kind == "grid" && contrast.Ratio > 2)
        );
        Assert.Empty(low.Concat(high).Select(contrast => $"{contrast.Ratio:0.00} {contrast.What}").Distinct());

        static double Least(string kind) =>
            kind switch
            {
                "text" => 4.5,
                "grid" => 1.1,
                _ => 3,
            };
    }

    /// <summary>Leaves a picture for whoever wants to look, where the variable NCA_PICTURES names a folder.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">Name of the file.</param>
    public static async Task LeavePictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("NCA_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private static string Asset(string name) => Path.Combine(AppContext.BaseDirectory, "Assets", name);
}

/// <summary>How much something stands out from what it is on.</summary>
/// <param name="Kind">Text, control, series or grid.</param>
/// <param name="What">What it is.</param>
/// <param name="Ratio">1 to 21, as WCAG 2 defines it.</param>
internal sealed record Contrast(string Kind, string What, double Ratio);
