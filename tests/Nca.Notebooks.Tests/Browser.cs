using Microsoft.Playwright;

namespace Nca.Notebooks.Tests;

/// <summary>A headless Chromium, Chrome or Edge of this machine, wherever it is; without one a test is skipped, never passed.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "microsoft-edge",
        "chrome.exe",
        "msedge.exe",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a page and writes down what it asks of the network and what goes wrong in it.</summary>
    /// <param name="file">Path of the page.</param>
    /// <param name="width">Pixels of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="keepPolicy">Whether the page's own policy holds for what a test does there, too.</param>
    public async Task<OpenPage> OpenAsync(string file, int width, ColorScheme scheme, bool keepPolicy = false)
    {
        Assert.SkipWhen(_browser is null, "No Chromium, Chrome or Edge on this machine.");
        var page = await _browser!.NewPageAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
                BypassCSP = !keepPolicy,
            }
        );

        // A page of two megabytes takes its time where other work has the processor.
        page.SetDefaultTimeout(120_000);
        var (requests, errors) = (new List<string>(), new List<string>());
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:") && !request.Url.StartsWith("blob:") && request.Url != new Uri(file).AbsoluteUri)
                requests.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return new OpenPage(page, requests, errors);
    }

    internal static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat([
                "/Applications/Google Chrome.app/Contents/MacOS",
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Google", "Chrome", "Application"),
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFilesX86), "Microsoft", "Edge", "Application"),
            ]);
        return folders
            .SelectMany(folder => Names.Append("Google Chrome").Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>A page and what happened in it.</summary>
public sealed record OpenPage(IPage Page, List<string> Requests, List<string> Errors);
