using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Figures.Model;

namespace Nca.Notebooks.Tests;

/// <summary>
/// The page's engines compute what the library's does. Tolerance 1e-4, more where numbers exceed 10: all compute in single precision, each
/// in another order, so that differences of 1e-6 are usual after 32 steps.
/// </summary>
[Trait("lane", "slow")]
public sealed class LivingCreaturesParityTests(LivingPages pages) : IClassFixture<LivingPages>
{
    private const double Tolerance = 1e-4;
    private const long FireSeed = 1_000_003;

    // Grids of 20 cells: a trained creature is at their border after some 20 steps.
    [Theory]
    [InlineData("plain", "distill")]
    [InlineData("webgl2", "distill")]
    [InlineData("plain", "listing")]
    [InlineData("webgl2", "listing")]
    public async Task A_trained_creature_is_the_same_after_1_8_and_32_steps_with_damage_and_at_the_border(string engine, string preset)
    {
        var creature = LivingPages.Shipped(preset);
        var page = await pages.OpenAsync(pages.Write(Figure(creature, 20)), engine);
        var expected = InitialState.Plant(20, 20, 16);
        var done = 0;
        foreach (var step in new[] { 1, 8, 32 })
        {
            Advance(creature, expected, done, step);
            await page.DoAsync($"step({step - done})");
            done = step;
            await SameAsync(expected, page);
        }

        Assert.True(Enumerable.Range(0, 20).Any(x => expected[0, x, CellState.Alpha] > 0.1f), "the border was not reached");
        Damage.Circle(11, 7, 4.5).ApplyTo(expected);
        await page.DoAsync("damage(7, 11, 4.5)");
        await SameAsync(expected, page);
        Advance(creature, expected, 32, 40);
        await page.DoAsync("step(8)");
        await SameAsync(expected, page);
        Assert.Equal(engine, await page.EngineAsync());
        Assert.Empty(page.Errors);
        await page.Page.CloseAsync();
    }

    // Channels that are no multiple of four, more channels than one draw writes, every update, both masks, a rule too large for a uniform
    // block.
    [Theory]
    [InlineData("plain", 6, 9, "Stochastic", false)]
    [InlineData("webgl2", 6, 9, "Stochastic", false)]
    [InlineData("plain", 8, 32, "Synchronous", true)]
    [InlineData("webgl2", 8, 32, "Synchronous", true)]
    [InlineData("plain", 16, 24, "Scaled", false)]
    [InlineData("webgl2", 16, 24, "Scaled", false)]
    [InlineData("webgl2", 36, 128, "Stochastic", true)]
    public async Task Any_automaton_is_the_same(string engine, int channels, int hidden, string update, bool listing)
    {
        var automaton = new AutomatonConfig
        {
            Channels = channels,
            Hidden = hidden,
            FireRate = 0.7,
            Masking = listing ? AliveMasking.After : AliveMasking.BeforeAndAfter,
            ClampColour = listing,
            Perception = listing ? PerceptionOrder.Listing : PerceptionOrder.Equation,
        };
        var creature = LivingPages.Wild(automaton, Enum.Parse<EvaluationMode>(update));
        var page = await pages.OpenAsync(pages.Write(Figure(creature, 12)), engine);
        var expected = InitialState.Plant(12, 12, channels);
        Advance(creature, expected, 0, 12);
        Assert.True(expected.AliveCells() > 1, "the creature does not live");
        await page.DoAsync("step(12)");
        await SameAsync(expected, page);
        Assert.Equal("same", (await page.BadgeAsync()).State);
        await page.Page.CloseAsync();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("webgl2")]
    public async Task The_badge_says_the_same_and_turns_red_for_another_creature(string engine)
    {
        var creature = LivingPages.Shipped("distill");
        var page = await pages.OpenAsync(pages.Write(Figure(creature, 16)), engine);
        await page.Page.WaitForSelectorAsync($".nca-life[data-engine={engine}]");
        var (state, largest, text) = await page.BadgeAsync();
        Assert.Equal("same", state);
        Assert.InRange(largest, 1e-9, Tolerance);
        Assert.Contains("after 32 steps", text);
        await page.Page.CloseAsync();

        // A single weight that differs by a hundredth.
        var other = creature.Trained.Weights.Clone();
        other.OutputBiases[CellState.Alpha] += 0.01f;
        var mine = Convert.ToBase64String(
            BitConverter.IsLittleEndian
                ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(creature.Trained.Weights.Values.AsSpan())
                : throw new NotSupportedException()
        );
        var theirs = Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Values.AsSpan()));
        var changed = await pages.OpenAsync(pages.Write(Figure(creature, 16), html =>
            {
                Assert.Contains(mine, html);
                return html.Replace(mine, theirs, StringComparison.Ordinal);
            }), engine);
        var (red, far, words) = await changed.BadgeAsync();
        Assert.Equal("other", red);
        Assert.True(far > Tolerance);
        Assert.StartsWith("✗", words);
        await changed.Page.CloseAsync();
    }

    [Fact]
    public async Task The_generator_is_the_librarys()
    {
        var page = await pages.OpenAsync(pages.Write(Figure(LivingPages.Shipped("distill"), 8)));
        foreach (
            var (counter, key) in new[]
            {
                ((0u, 0u, 0u, 0u), 0ul),
                ((1u, 2u, 3u, 4u), 0x123456789ABCDEF0ul),
                ((uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue), ulong.MaxValue),
            }
        )
        {
            var (a, b, c, d) = Randomness.Philox.Words(counter, key);
            var words = await page.Page.EvaluateAsync<long[]>(
                $"(() => {{ const w = new Uint32Array(4); ncaCreatures.philox(w, {counter.Item1}, {counter.Item2}, "
                    + $"{counter.Item3}, {counter.Item4}, {(uint)key}, {(uint)(key >> 32)}); return [...w]; }})()"
            );
            Assert.Equal([a, b, c, d], words);
        }

        await page.Page.CloseAsync();
    }

    private static LivingCreatures Figure(Creature creature, int grid) =>
        new()
        {
            Title = "Parity",
            Caption = "The same.",
            Creatures = [creature],
            Grid = grid,
        };

    private static void Advance(Creature creature, CellState state, int from, int to)
    {
        var weights = creature.Trained.Weights.Clone();
        if (creature.Update == EvaluationMode.Scaled)
        {
            foreach (ref var weight in weights.OutputWeights)
                weight *= (float)creature.Trained.Automaton.FireRate;
            foreach (ref var bias in weights.OutputBiases)
                bias *= (float)creature.Trained.Automaton.FireRate;
        }

        using var engine = new FusedRolloutEngine(threads: 1);
        IFireMasks fire =
            creature.Update == EvaluationMode.Stochastic
                ? new CounterFireMasks(FireSeed, 0, creature.Trained.Automaton.FireRate)
                : new SynchronousUpdate();
        engine.Advance(creature.Trained.Automaton, weights, [state], to - from, fire, from);
    }

    private static async Task SameAsync(CellState expected, LivingPage page)
    {
        var actual = await page.StateAsync();
        Assert.True(expected.HasShapeOf(actual));
        var tolerance = Tolerance * Math.Max(1, expected.Values.Max(MathF.Abs) / 10);
        for (var index = 0; index < expected.Values.Length; index++)
            Assert.True(
                Math.Abs(expected.Values[index] - actual.Values[index]) <= tolerance,
                $"number {index} is {actual.Values[index]} instead of {expected.Values[index]}"
            );
    }
}
