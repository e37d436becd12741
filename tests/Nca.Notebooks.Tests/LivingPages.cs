using System.Text;
using Microsoft.Playwright;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Figures.Model;
using Nca.Runs;
using Nca.Targets;

namespace Nca.Notebooks.Tests;

/// <summary>A headless Chromium whose WebGL2 is computed by the processor, and pages with living creatures to open in it.</summary>
public sealed class LivingPages : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    /// <summary>The shipped creature of a preset; the test is skipped where it is not shipped yet.</summary>
    public static Creature Shipped(string preset)
    {
        var folder = ProjectFolder.Of("data", "runs", "presets", preset);
        Assert.SkipUnless(StoredRun.IsIn(folder), $"The run {preset} is not shipped.");
        return Creature.Of(StoredRun.Load(folder), preset);
    }

    /// <summary>An untrained, lively creature with a target that is easy to compute.</summary>
    public static Creature Wild(AutomatonConfig automaton, EvaluationMode update = EvaluationMode.Stochastic)
    {
        var target = new Target
        {
            Name = "square",
            Grid = 16,
            Size = 8,
            AlphaMode = AlphaMode.Straight,
            Rgba = [.. Enumerable.Range(0, 16 * 16 * 4).Select(at => at / 4 % 16 is >= 4 and < 12 && at / 64 is >= 4 and < 12 ? 1f : 0f)],
        };

        // The first rule whose growth neither dies nor explodes.
        using var engine = new FusedRolloutEngine(threads: 1);
        for (var seed = 1; seed < 200; seed++)
        {
            var creature = Creature.Untrained(target, automaton, seed, wildness: 0.1) with { Update = update, Name = "wild" };
            var state = InitialState.Plant(12, 12, automaton.Channels);
            engine.Advance(
                automaton,
                creature.Trained.Weights,
                [state],
                12,
                new CounterFireMasks(1_000_003, 0, update == EvaluationMode.Stochastic ? automaton.FireRate : 1)
            );
            if (state.AliveCells() > 20 && state.Values.All(value => Math.Abs(value) < 1000))
                return creature;
        }

        throw new InvalidOperationException("No lively rule was found.");
    }

    public async ValueTask InitializeAsync()
    {
        if (Browser.Find() is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = path,
                Args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a page of its own for a figure.</summary>
    public string Write(LivingCreatures figure, Func<string, string>? alter = null)
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():N}.html");
        File.WriteAllText(file, alter is null ? figure.ToPage() : alter(figure.ToPage()), Encoding.UTF8);
        return file;
    }

    /// <summary>Opens a page and waits until its creatures are there.</summary>
    /// <param name="file">The page.</param>
    /// <param name="engine">Engine to use; null for the page's own choice.</param>
    /// <param name="options">Viewport, colour scheme and the like.</param>
    /// <param name="first">A script that runs before the page's.</param>
    public async Task<LivingPage> OpenAsync(string file, string? engine = null, BrowserNewPageOptions? options = null, string? first = null)
    {
        Assert.SkipWhen(_browser is null, "No Chromium, Chrome or Edge on this machine.");
        options ??= new();
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        options.ReducedMotion ??= ReducedMotion.Reduce;

        // What this browser is driven by evaluates text, which the page's own policy forbids.
        options.BypassCSP ??= true;
        var page = await _browser!.NewPageAsync(options);
        page.SetDefaultTimeout(120_000);
        var errors = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:") && request.Url != new Uri(file).AbsoluteUri)
                errors.Add("asks for " + request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        if (first is not null)
            await page.AddInitScriptAsync(first);
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { Timeout = 120_000 });
        var living = new LivingPage(page, errors);
        await page.WaitForSelectorAsync(".nca-life[data-engine=plain], .nca-life[data-engine=webgl2], .nca-life .failed");
        if (engine is not null)
            await living.DoAsync($"alter({{ kind: '{engine}' }})");
        return living;
    }
}

/// <summary>A page with living creatures.</summary>
public sealed record LivingPage(IPage Page, List<string> Errors)
{
    /// <summary>Calls a member of the creatures' API and waits for it.</summary>
    public Task DoAsync(string call) => Page.EvaluateAsync($"async () => {{ await document.querySelector('.nca-life').life.{call}; }}");

    /// <summary>The state of one of the creatures.</summary>
    public async Task<CellState> StateAsync(int index = 0)
    {
        var size = await Page.EvaluateAsync<int[]>(
            $"document.querySelector('.nca-life').life.state({index}).then(s => [s.size, s.channels])"
        );
        var values = await Page.EvaluateAsync<float[]>($"document.querySelector('.nca-life').life.state({index}).then(s => [...s.values])");
        return new CellState(size[0], size[0], size[1], values);
    }

    public Task<string?> EngineAsync() => Page.GetAttributeAsync(".nca-life", "data-engine");

    /// <summary>The badge of the first creature when it has made up its mind.</summary>
    public async Task<(string State, double Largest, string Text)> BadgeAsync()
    {
        await Page.WaitForSelectorAsync(".badge[data-state=same], .badge[data-state=other]");
        return (
            (await Page.GetAttributeAsync(".badge", "data-state"))!,
            double.Parse((await Page.GetAttributeAsync(".badge", "data-largest"))!, System.Globalization.CultureInfo.InvariantCulture),
            await Page.InnerTextAsync(".badge")
        );
    }

    /// <summary>The middle of a cell on the screen.</summary>
    public async Task<(float X, float Y)> PlaceAsync(int y, int x, int size, int canvas = 0)
    {
        var box = (await Page.Locator(".nca-life canvas").Nth(canvas).BoundingBoxAsync())!;
        return (box.X + (x + 0.5f) * box.Width / size, box.Y + (y + 0.5f) * box.Height / size);
    }
}
