using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Figures.Model;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;
using Nca.Randomness;

namespace Nca.Notebooks.Tests;

/// <summary>What a reader sees of living creatures, and does to them.</summary>
[Trait("lane", "slow")]
public sealed partial class LivingCreaturesInBrowserTests(LivingPages pages) : IClassFixture<LivingPages>
{
    [Theory]
    [InlineData("plain")]
    [InlineData("webgl2")]
    public async Task A_drag_erases_what_it_passes_over_and_nothing_else(string engine)
    {
        const int Size = 24;
        var page = await pages.OpenAsync(pages.Write(Figure(Size, LivingPages.Shipped("distill"))), engine);
        await page.DoAsync("step(16)");
        var before = await page.StateAsync();
        await SetAsync(page, "brush", 3);
        var (fromX, fromY) = await page.PlaceAsync(10, 6, Size);
        var (toX, toY) = await page.PlaceAsync(14, 16, Size);
        await page.Page.Mouse.MoveAsync(fromX, fromY);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(toX, toY);
        await page.Page.Mouse.UpAsync();
        var after = await page.StateAsync();
        var erased = 0;
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var hit = Distance(y, x, (10, 6), (14, 16)) < 3;
                if (hit && before[y, x, CellState.Alpha] > 0.1f)
                    erased++;
                Assert.Equal(hit ? new float[16] : before.Cell(y, x).ToArray(), after.Cell(y, x).ToArray());
            }
        }

        Assert.True(erased > 20, $"only {erased} living cells were erased");
        Assert.StartsWith("Erased", await page.Page.InnerTextAsync("[role=status]"));
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("webgl2")]
    public async Task Shift_and_the_button_plant_seeds(string engine)
    {
        var page = await pages.OpenAsync(pages.Write(Figure(24, LivingPages.Shipped("distill"))), engine);
        foreach (var (y, x, shift) in new[] { (3, 5, true), (20, 18, false) })
        {
            if (!shift)
                await page.Page.CheckAsync("[data-act=plant]");
            var (left, top) = await page.PlaceAsync(y, x, 24);
            if (shift)
                await page.Page.Keyboard.DownAsync("Shift");
            await page.Page.Mouse.ClickAsync(left, top);
            if (shift)
                await page.Page.Keyboard.UpAsync("Shift");
        }

        var expected = InitialState.Plant(24, 24, 16);
        InitialState.PlantAt(expected, 3, 5);
        InitialState.PlantAt(expected, 20, 18);
        Assert.Equal(expected.Values, (await page.StateAsync()).Values);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("webgl2")]
    public async Task Wounds_at_the_press_of_a_button_are_the_librarys(string engine)
    {
        var creature = LivingPages.Shipped("quick");
        var target = creature.Trained.Target;
        var page = await pages.OpenAsync(pages.Write(Figure(target.Grid, creature) with { HasWounds = true }), engine);
        await page.DoAsync("step(40)");
        foreach (
            var (name, wound) in new[]
            {
                ("colour-zeroed", Wounds.ColourZeroed),
                ("centre", Wounds.LargeCentre),
                ("hidden-zeroed", Wounds.HiddenZeroed),
                ("all-but-core", Wounds.AllButCore),
            }
        )
        {
            var expected = await page.StateAsync();
            wound.Inflict(expected, target, new RandomSequence(1, RandomPurpose.Wounding));
            await PressAsync(page, name);
            Assert.Equal(expected.Values, (await page.StateAsync()).Values);
            await page.DoAsync("step(1)");
        }

        await page.DoAsync("reset(true)");
        await page.DoAsync("step(40)");
        var before = await page.StateAsync();
        await PressAsync(page, "disc");
        var after = await page.StateAsync();
        Assert.True(after.AliveCells() < before.AliveCells());
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();

        static async Task PressAsync(LivingPage page, string name)
        {
            await page.Page.ClickAsync($"[data-wound={name}]");
            await page.Page.WaitForFunctionAsync(
                "name => document.querySelector('[role=status]').textContent.startsWith("
                    + "document.querySelector(`[data-wound=${name}]`).textContent + ': at step')",
                name
            );
        }
    }

    [Fact]
    public async Task Without_wounds_there_are_no_buttons_of_wounds()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(16, LivingPages.Shipped("distill"))));
        Assert.Equal(0, await page.Page.Locator("[data-wound]").CountAsync());
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task A_finger_erases_as_a_mouse_does()
    {
        var page = await pages.OpenAsync(
            pages.Write(Figure(16, LivingPages.Shipped("distill"))),
            options: new()
            {
                HasTouch = true,
                ViewportSize = new() { Width = 390, Height = 800 },
            }
        );
        await page.DoAsync("step(8)");
        var (x, y) = await page.PlaceAsync(8, 8, 16);
        Assert.NotEqual(new float[16], (await page.StateAsync()).Cell(8, 8).ToArray());
        await page.Page.Touchscreen.TapAsync(x, y);
        Assert.Equal(new float[16], (await page.StateAsync()).Cell(8, 8).ToArray());
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task Paint_sets_colour_and_leaves_the_rest()
    {
        foreach (var engine in new[] { "plain", "webgl2" })
        {
            var page = await pages.OpenAsync(pages.Write(Figure(12, LivingPages.Shipped("distill"))), engine);
            await page.DoAsync("paint(6, 6, 1.5, [0.25, 0.5, 0.75, 1])");
            var state = await page.StateAsync();
            Assert.Equal([0.25f, 0.5f, 0.75f, 1f, 1f], state.Cell(6, 6)[..5].ToArray());
            Assert.Equal([0.25f, 0.5f, 0.75f, 1f, 0f], state.Cell(5, 7)[..5].ToArray());
            Assert.Equal(new float[16], state.Cell(6, 8).ToArray());
            await page.Page.CloseAsync();
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("webgl2")]
    public async Task A_regenerating_creature_heals_in_the_screenshots_pixels(string engine)
    {
        var creature = LivingPages.Shipped("regenerating");
        var size = creature.Trained.Target.Grid;
        var page = await pages.OpenAsync(pages.Write(Figure(size, creature) with { Zoom = 4 }), engine == "webgl2" ? "plain" : engine);
        await page.DoAsync("step(160)");
        if (engine == "webgl2")
            await page.DoAsync("alter({ kind: 'webgl2' })");
        var whole = await PixelsAsync(page);
        await SetAsync(page, "brush", 7);
        var (x, y) = await page.PlaceAsync(size / 2, size / 2 - 6, size);
        await page.Page.Mouse.MoveAsync(x, y);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.UpAsync();
        await page.Page.Mouse.MoveAsync(1, 1);
        var hurt = await PixelsAsync(page);
        var damage = Enumerable
            .Range(0, size * size)
            .Where(cell => Distance(cell / size, cell % size, (size / 2, size / 2 - 6), (size / 2, size / 2 - 6)) < 7)
            .ToArray();
        Assert.All(damage, cell => Assert.Equal(0xFFFFFF, hurt[cell]));
        Assert.True(damage.Count(cell => whole[cell] != 0xFFFFFF) > damage.Length / 2, "nothing was there to erase");
        if (engine == "webgl2")
            await page.DoAsync("step(4)");
        await page.DoAsync("alter({ kind: 'plain' })");
        await page.DoAsync("step(200)");
        var healed = await PixelsAsync(page);
        var (wound, scar) = (Difference(whole, hurt, damage), Difference(whole, healed, damage));
        Assert.True(scar < wound / 10, $"mean difference of a colour {wound:0.0} after the damage, {scar:0.0} later");
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task The_keyboard_does_all_that_the_mouse_does()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(24, LivingPages.Shipped("distill"))));
        await page.Page.FocusAsync(".nca-life canvas");
        await page.Page.Keyboard.PressAsync(".");
        await page.Page.WaitForSelectorAsync(".nca-life[data-step=\"1\"]");
        for (var press = 0; press < 4; press++)
            await page.Page.Keyboard.PressAsync("ArrowLeft");
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await page.Page.Keyboard.PressAsync("s");
        Assert.Equal(1, (await page.StateAsync())[11, 8, CellState.Alpha]);
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(0, (await page.StateAsync())[11, 8, CellState.Alpha]);
        await page.Page.Keyboard.PressAsync("p");
        await page.Page.WaitForFunctionAsync("Number(document.querySelector('.nca-life').dataset.step) > 2");
        Assert.Equal("Pause", await page.Page.InnerTextAsync("[data-act=play]"));
        await page.Page.Keyboard.PressAsync("p");
        Assert.Equal("Play", await page.Page.InnerTextAsync("[data-act=play]"));
        await page.Page.Keyboard.PressAsync("r");
        Assert.Equal(InitialState.Plant(24, 24, 16).Values, (await page.StateAsync()).Values);

        // And every control is reached by the tab key.
        var reached = new HashSet<string>();
        for (var press = 0; press < 20; press++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.Page.EvaluateAsync<string>("document.activeElement.dataset.act ?? document.activeElement.tagName"));
        }

        Assert.Superset(new HashSet<string> { "play", "step", "reset", "erase", "speed", "brush", "layer", "SUMMARY" }, reached);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task Creatures_of_a_gallery_share_clock_and_damage()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(24, LivingPages.Shipped("distill"), LivingPages.Shipped("listing"))));
        await page.DoAsync("step(14)");
        Assert.Equal(2, await page.Page.Locator(".nca-life canvas").CountAsync());
        var (x, y) = await page.PlaceAsync(12, 12, 24, canvas: 1);
        await page.Page.Mouse.ClickAsync(x, y);
        var (first, second) = (await page.StateAsync(0), await page.StateAsync(1));
        foreach (var state in new[] { first, second })
        {
            Assert.Equal(new float[16], state.Cell(12, 12).ToArray());
            Assert.True(state.AliveCells() > 0);
        }

        Assert.NotEqual(first.Values, second.Values);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task Grid_view_update_and_fire_rate_can_be_chosen()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(16, LivingPages.Shipped("distill"))));
        await page.DoAsync("step(8)");
        var small = await page.StateAsync();
        await page.Page.ClickAsync("summary");
        await page.Page.SelectOptionAsync("[data-act=size]", "48");
        await page.Page.WaitForFunctionAsync("document.querySelector('.nca-life canvas').width === 48");
        var large = await page.StateAsync();
        for (var row = 0; row < 16; row++)
            for (var column = 0; column < 16; column++)
                Assert.Equal(small.Cell(row, column).ToArray(), large.Cell(16 + row, 16 + column).ToArray());
        Assert.Equal(small.AliveCells(), large.AliveCells());
        await page.Page.SelectOptionAsync("[data-act=size]", "16");
        await page.Page.WaitForFunctionAsync("document.querySelector('.nca-life canvas').width === 16");
        var colours = await PixelsAsync(page);
        await page.Page.SelectOptionAsync("[data-act=layer]", "3");
        await page.DoAsync("step(0)");
        var alpha = await PixelsAsync(page);
        Assert.NotEqual(colours, alpha);
        Assert.All(alpha, pixel => Assert.True((pixel >> 16) == (pixel & 255), "alpha is not grey"));
        await page.Page.SelectOptionAsync("[data-act=layer]", "9");
        await page.DoAsync("step(0)");
        var hidden = await PixelsAsync(page);
        for (var cell = 0; cell < 256; cell++)
        {
            // White at 0, blue below and orange above.
            var value = small[cell / 16, cell % 16, 9];
            var (red, blue) = (hidden[cell] >> 16, hidden[cell] & 255);
            Assert.True(
                value == 0 ? hidden[cell] == 0xFFFFFF : Math.Abs(value) < 0.01f || (value < 0 ? blue > red : red > blue),
                $"{value} is shown as {hidden[cell]:x6}"
            );
        }

        // All cells at once: the library's synchronous update of the same state.
        var expected = (await page.StateAsync()).Clone();
        var creature = LivingPages.Shipped("distill");
        using (var engine = new FusedRolloutEngine(threads: 1))
            engine.Advance(creature.Trained.Automaton, creature.Trained.Weights, [expected], 2, new SynchronousUpdate());
        await page.Page.SelectOptionAsync("[data-act=update]", "synchronous");
        await page.DoAsync("step(2)");
        var actual = await page.StateAsync();
        Assert.True(expected.Values.Zip(actual.Values, (a, b) => Math.Abs(a - b)).Max() < 1e-4);

        // And a fire rate of 1 is the same thing.
        await page.Page.SelectOptionAsync("[data-act=update]", "stochastic");
        await SetAsync(page, "fireRate", 1);
        using (var engine = new FusedRolloutEngine(threads: 1))
            engine.Advance(creature.Trained.Automaton, creature.Trained.Weights, [expected], 1, new SynchronousUpdate());
        await page.DoAsync("step(1)");
        Assert.True(expected.Values.Zip((await page.StateAsync()).Values, (a, b) => Math.Abs(a - b)).Max() < 1e-4);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task The_error_and_the_living_cells_are_the_librarys()
    {
        var creature = LivingPages.Shipped("distill");
        var page = await pages.OpenAsync(pages.Write(Figure(creature.Trained.Target.Grid, creature)));
        await page.DoAsync("step(24)");
        using var engine = new FusedRolloutEngine(threads: 1);
        var seen = creature.Trained.Watch(
            engine: engine,
            plan: new Analysis.Growth.GrowthPlan
            {
                Steps = 24,
                Samples = 1,
                Every = 24,
            }
        );
        var shown = await page.Page.Locator(".nca-life dd").AllInnerTextsAsync();
        Assert.Equal(seen.Steps[^1].AliveCells.Mean.ToString("0"), shown[1]);

        // Three digits are shown.
        Assert.InRange(double.Parse(shown[0], System.Globalization.CultureInfo.InvariantCulture) / seen.Steps[^1].Error.Mean, 0.994, 1.006);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData(390, 1f)]
    [InlineData(390, 3f)]
    [InlineData(1280, 1.5f)]
    public async Task Narrow_pages_and_any_density_show_whole_sharp_cells(int width, float density)
    {
        var page = await pages.OpenAsync(
            pages.Write(Figure(24, LivingPages.Shipped("distill"), LivingPages.Shipped("listing"))),
            options: new()
            {
                ViewportSize = new() { Width = width, Height = 800 },
                DeviceScaleFactor = density,
            }
        );
        await page.DoAsync("step(12)");
        Assert.True(await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        var cell = await page.Page.EvaluateAsync<double>(
            "document.querySelector('.nca-life canvas').getBoundingClientRect().width * devicePixelRatio / 24"
        );
        Assert.Equal(Math.Round(cell), cell, 3);
        Assert.True(cell >= 4);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task Without_WebGL_plain_JavaScript_lives_and_says_so_when_asked_for_more()
    {
        var page = await pages.OpenAsync(
            pages.Write(Figure(16, LivingPages.Shipped("distill"))),
            first: "const get = HTMLCanvasElement.prototype.getContext; HTMLCanvasElement.prototype.getContext = function (kind, "
                + "...rest) { return kind.startsWith('webgl') ? null : get.call(this, kind, ...rest); };"
        );
        Assert.Equal("plain", await page.EngineAsync());
        Assert.Equal("same", (await page.BadgeAsync()).State);
        await page.Page.ClickAsync("summary");
        await page.Page.SelectOptionAsync("[data-act=kind]", "webgl2");
        await page.Page.WaitForFunctionAsync("document.querySelector('[role=status]').textContent.includes('no WebGL2')");
        await page.DoAsync("step(3)");
        Assert.True((await page.StateAsync()).AliveCells() > 1);
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task A_page_lives_under_its_own_policy_and_asks_for_nothing()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(12, LivingPages.Shipped("distill"))), options: new() { BypassCSP = false });
        Assert.Equal("same", (await page.BadgeAsync()).State);
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_context_costs_nothing(bool comesBack)
    {
        var page = await pages.OpenAsync(pages.Write(Figure(16, LivingPages.Shipped("distill"))), "webgl2");
        await page.BadgeAsync();
        await page.DoAsync("step(10)");
        var before = await page.StateAsync();
        await page.Page.WaitForTimeoutAsync(300);
        await page.Page.EvaluateAsync(
            $$"""
            () => {
              const loser = ncaCreatures.graphics.context().getExtension("WEBGL_lose_context");
              loser.loseContext();
              if ({{(comesBack ? "true" : "false")}}) setTimeout(() => loser.restoreContext(), 300);
            }
            """
        );
        await page.Page.WaitForFunctionAsync("document.querySelector('[role=status]').textContent.includes('on from step 10')");
        Assert.Equal(comesBack ? "webgl2" : "plain", await page.EngineAsync());
        Assert.Equal(before.Values, (await page.StateAsync()).Values);
        await page.DoAsync("step(1)");
        await page.Page.WaitForSelectorAsync(".nca-life[data-step=\"11\"]");
        Assert.NotEqual(before.Values, (await page.StateAsync()).Values);
        Assert.Equal("same", (await page.BadgeAsync()).State);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData("truncated", "its data are no JSON")]
    [InlineData("short", "its weights have")]
    [InlineData("letters", "its weights are not base 64")]
    [InlineData("infinite", "its weights hold something that is no number")]
    [InlineData("incomplete", "its data are not complete")]
    [InlineData("channels", "its number of channels is 3")]
    public async Task Malformed_data_get_one_clear_sentence(string harm, string words)
    {
        var creature = LivingPages.Shipped("distill");
        var page = await pages.OpenAsync(pages.Write(Figure(12, creature), html => harm switch
                {
                    "truncated" => Data()
                        .Replace(html, match =>
                            match.Groups[1].Value + match.Groups[2].Value[..(match.Groups[2].Value.Length / 2)] + "</script>"
                        ),
                    "short" => Weights().Replace(html, match => match.Groups[1].Value + match.Groups[2].Value[8..]),
                    "letters" => Weights().Replace(html, match => match.Groups[1].Value + "!?" + match.Groups[2].Value[2..]),
                    "infinite" => Weights().Replace(html, match => match.Groups[1].Value + "AACAfwAAgH8A" + match.Groups[2].Value[12..]),
                    "incomplete" => html.Replace("\"target\"", "\"tarjet\"", StringComparison.Ordinal),
                    _ => html.Replace("\"channels\":16", "\"channels\":3", StringComparison.Ordinal),
                }));
        var shown = await page.Page.InnerTextAsync(".nca-life");
        Assert.StartsWith("This creature cannot be shown: " + words, shown);
        Assert.DoesNotContain('\n', shown);
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task It_begins_when_seen_and_rests_when_not_and_never_for_who_wants_no_motion()
    {
        var file = pages.Write(Figure(16, LivingPages.Shipped("distill")), html =>
            html.Replace("</main>", "<div style=\"height:3000px\"></div></main>", StringComparison.Ordinal)
        );
        var page = await pages.OpenAsync(file, options: new() { ReducedMotion = ReducedMotion.NoPreference });
        await page.Page.WaitForFunctionAsync("Number(document.querySelector('.nca-life').dataset.step) > 3");
        await page.Page.EvaluateAsync("scrollTo(0, 2500)");
        await page.Page.WaitForFunctionAsync("!document.querySelector('.nca-life').life.world.visible");
        await page.Page.WaitForTimeoutAsync(300);
        var resting = await page.Page.GetAttributeAsync(".nca-life", "data-step");
        await page.Page.WaitForTimeoutAsync(600);
        Assert.Equal(resting, await page.Page.GetAttributeAsync(".nca-life", "data-step"));
        await page.Page.EvaluateAsync("scrollTo(0, 0)");
        await page.Page.WaitForFunctionAsync($"Number(document.querySelector('.nca-life').dataset.step) > {resting}");
        await page.Page.CloseAsync();

        var still = await pages.OpenAsync(file);
        await still.BadgeAsync();
        Assert.Equal("0", await still.Page.GetAttributeAsync(".nca-life", "data-step"));
        await still.Page.CloseAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_serious_obstacle_for_anyone(ColorScheme scheme)
    {
        var page = await pages.OpenAsync(
            pages.Write(Figure(16, LivingPages.Shipped("distill"), LivingPages.Shipped("listing"))),
            options: new() { ColorScheme = scheme }
        );
        await page.BadgeAsync();
        await page.Page.ClickAsync("summary");
        Assert.Empty(await Accessibility.ObstaclesAsync(page.Page));
        await page.Page.CloseAsync();
    }

    [Fact]
    public async Task A_report_with_two_figures_brings_the_script_once_and_both_live()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "Nca.Figures.dll").Replace('\\', '/');
        var run = await new NotebookRunner(NotebookRunnerTests.Child).RunAsync(
            NotebookRunnerTests.Write(
                $$"""
                #r "{{library}}"
                #r "{{library.Replace("Nca.Figures.dll", "Nca.dll", StringComparison.Ordinal)}}"
                using Nca.Figures.Model;
                using Nca.Runs;
                var run = StoredRun.Load("{{ProjectFolder.Of("data", "runs", "presets", "distill").Replace('\\', '/')}}");
                new LivingCreatures { Title = "First", Caption = "One.", Creatures = [Creature.Of(run)], Grid = 16 }

                #!csharp

                new LivingCreatures
                {
                    Title = "Second", Caption = "Another.", Creatures = [Creature.Of(run), Creature.Of(run, "again")], Grid = 12
                }
                """
            ),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(3),
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        var file = Path.Combine(pages.Folder, "report.html");
        var html = new ReportPage(new MathTypesetting()).Write(run);
        File.WriteAllText(file, html);
        Assert.Equal(2, html.Split("id=\"nca-creatures-script\"").Length);
        Assert.Equal(2, html.Split("id=\"nca-style-creatures\"").Length);
        var page = await pages.OpenAsync(file);
        await page.Page.Locator(".nca-life").Nth(1).ScrollIntoViewIfNeededAsync();
        await page.Page.WaitForFunctionAsync("document.querySelectorAll('.badge[data-state=same]').length === 3");
        var captions = await page.Page.Locator("figcaption").AllInnerTextsAsync();
        Assert.StartsWith("Figure 1.", captions[0]);
        Assert.EndsWith("Another.", captions[1]);
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    [Fact]
    public void A_page_with_one_run_is_small_and_keeps_every_weight()
    {
        var creature = LivingPages.Shipped("distill");
        var html = new LivingCreatures
        {
            Title = "A </script> creature",
            Caption = "A <b>",
            Creatures = [creature with { Name = "</script>" }],
        }.ToPage();
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 50_000, 99_999);
        var weights = Convert.FromBase64String(Weights().Match(html).Groups[2].Value);
        Assert.Equal(creature.Trained.Weights.Values, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weights).ToArray());
        Assert.DoesNotContain("A </script>", html);
        Assert.DoesNotContain("\"</script>", html);
        Assert.DoesNotContain("://", html);
    }

    private static LivingCreatures Figure(int grid, params Creature[] creatures) =>
        new()
        {
            Title = "Creatures",
            Caption = "They live.",
            Creatures = creatures,
            Grid = grid,
        };

    private static async Task SetAsync(LivingPage page, string control, double value) =>
        await page.Page.EvaluateAsync(
            $"(() => {{ const c = document.querySelector('[data-act={control}]'); c.value = "
                + $"{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}; c.dispatchEvent(new Event('input')); }})()"
        );

    private static double Distance(double y, double x, (double Y, double X) from, (double Y, double X) to)
    {
        var (dy, dx) = (to.Y - from.Y, to.X - from.X);
        var length = dy * dy + dx * dx;
        var along = length > 0 ? Math.Clamp(((y - from.Y) * dy + (x - from.X) * dx) / length, 0, 1) : 0;
        return Math.Sqrt(Math.Pow(y - from.Y - along * dy, 2) + Math.Pow(x - from.X - along * dx, 2));
    }

    // The colour in the middle of every cell of the first canvas, as it stands on the screen.
    private static async Task<int[]> PixelsAsync(LivingPage page)
    {
        await page.DoAsync("step(0)");
        var size = await page.Page.EvaluateAsync<int>("document.querySelector('.nca-life canvas').width");
        var image = RgbImage.Of(await page.Page.Locator(".nca-life canvas").First.ScreenshotAsync());
        return
        [
            .. Enumerable
                .Range(0, size * size)
                .Select(cell =>
                {
                    var at =
                        ((int)((cell / size + 0.5) * image.Height / size) * image.Width + (int)((cell % size + 0.5) * image.Width / size))
                        * 3;
                    return image.Data[at] << 16 | image.Data[at + 1] << 8 | image.Data[at + 2];
                }),
        ];
    }

    private static double Difference(int[] first, int[] second, int[] cells) =>
        cells.Average(cell => new[] { 0, 8, 16 }.Average(shift => Math.Abs((first[cell] >> shift & 255) - (second[cell] >> shift & 255))));

    [GeneratedRegex("(<script type=\"application/json\">)(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("(\"weights\":\")([^\"]+)")]
    private static partial Regex Weights();
}
