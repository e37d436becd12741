using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Engines.Torch;
using Nca.Training;

namespace Nca.Tests.Engines;

/// <summary>What <see cref="IRolloutEngine"/> promises beside the numbers, asked of both engines.</summary>
public sealed class EngineContractTests
{
    private const int Grid = 9;

    private static readonly AutomatonConfig Automaton = new()
    {
        Channels = 6,
        Hidden = 8,
        Masking = AliveMasking.BeforeAndAfter,
    };

    // Where libtorch has no package there is one engine.
    public static TheoryData<string> Engines() => NativePlatform.Current.Package is null ? ["fused"] : ["fused", "torch"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_cancelled_call_leaves_everything_as_it_was(string name)
    {
        using var engine = Make(name);
        using var source = new CancellationTokenSource();
        var (states, gradient) = (Batch(3), Marked());
        var before = Copy(states);
        var fire = new Watched(
            (sample, step) =>
            {
                if (sample == 1 && step == 3)
                    source.Cancel();
            }
        );
        var stopped = Assert.ThrowsAny<OperationCanceledException>(() =>
            engine.Advance(Automaton, Weights(), states, 5000, fire, 0, source.Token)
        );
        Assert.Equal(source.Token, stopped.CancellationToken);
        Assert.InRange(fire.Asked, 4, 2 * 5000 + 4);
        AssertUntouched(engine, before, states, gradient);

        using var second = new CancellationTokenSource();
        var backward = new Watched((_, _) => { });
        stopped = Assert.ThrowsAny<OperationCanceledException>(() =>
            engine.Differentiate(Automaton, Weights(), states, [4, 4, 4], backward, new Watching(second.Cancel), gradient, second.Token)
        );
        Assert.Equal(second.Token, stopped.CancellationToken);
        AssertUntouched(engine, before, states, gradient);

        // One that is cancelled beforehand asks for nothing at all.
        var asked = backward.Asked;
        Assert.ThrowsAny<OperationCanceledException>(() => engine.Advance(Automaton, Weights(), states, 1, backward, 0, second.Token));
        Assert.Equal(asked, backward.Asked);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_masks_and_losses_throw_comes_through_unwrapped(string name)
    {
        using var engine = Make(name);
        var (states, gradient) = (Batch(5), Marked());
        var before = Copy(states);
        var mine = new InvalidTimeZoneException("mine");
        var fire = new Watched(
            (sample, step) =>
            {
                if (sample == 2 && step == 1)
                    throw mine;
            }
        );
        Assert.Same(mine, Assert.Throws<InvalidTimeZoneException>(() => engine.Advance(Automaton, Weights(), states, 3, fire)));
        AssertUntouched(engine, before, states, gradient);
        var loss = new Watching(() => throw mine);
        Assert.Same(
            mine,
            Assert.Throws<InvalidTimeZoneException>(() =>
                engine.Differentiate(Automaton, Weights(), states, [2, 2, 2, 2, 2], new SynchronousUpdate(), loss, gradient)
            )
        );
        AssertUntouched(engine, before, states, gradient);

        // And the engine is as good as new.
        using var fresh = Make(name);
        Assert.Equal(Gradient(fresh, Batch(5)), Gradient(engine, Batch(5)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_state_stands_in_a_batch_once(string name)
    {
        using var engine = Make(name);
        var state = Batch(1)[0];
        var wrapped = new CellState(Grid, Grid, Automaton.Channels, state.Values);
        foreach (var twice in new CellState[][] { [state, state], [state, wrapped] })
        {
            Assert.Contains(
                "each state once",
                Assert.Throws<ArgumentException>(() => engine.Advance(Automaton, Weights(), twice, 1, new SynchronousUpdate())).Message
            );
            Assert.Throws<ArgumentException>(() =>
                engine.Differentiate(Automaton, Weights(), twice, [1, 1], new SynchronousUpdate(), Watching.Nothing, Marked())
            );
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_disposed_engine_says_so(string name)
    {
        var engine = Make(name);
        Gradient(engine, Batch(2));
        engine.Dispose();
        engine.Dispose();
        Assert.Throws<ObjectDisposedException>(() => engine.Advance(Automaton, Weights(), Batch(1), 1, new SynchronousUpdate()));
        Assert.Throws<ObjectDisposedException>(() => Gradient(engine, Batch(2)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Calls_at_once_give_the_bits_of_calls_one_after_the_other(string name)
    {
        using var engine = Make(name);
        var alone = Enumerable.Range(1, 4).Select(size => Gradient(engine, Batch(size))).ToArray();
        var operations = engine.Operations;
        for (var round = 0; round < 5; round++)
        {
            var together = await Task.WhenAll(Enumerable.Range(1, 4).Select(size => Task.Run(() => Gradient(engine, Batch(size)))));
            Assert.Equal(alone, together);
        }

        Assert.Equal(6 * operations, engine.Operations);
        if (engine is FusedRolloutEngine fused)
            Assert.Equal(0, fused.Rented);
    }

    [Fact]
    public void A_call_under_way_outlives_its_engine()
    {
        var engine = new FusedRolloutEngine(2);
        var states = Batch(2);
        engine.Advance(Automaton, Weights(), states, 2, new Watched((_, _) => engine.Dispose()));
        using var other = new FusedRolloutEngine(2);
        var expected = Batch(2);
        other.Advance(Automaton, Weights(), expected, 2, new SynchronousUpdate());
        Assert.Equal(Copy(expected), Copy(states));
        Assert.Equal(0, engine.Rented);
    }

    [Trait("needs", "libtorch")]
    [Theory]
    [InlineData(AliveMasking.After)]
    [InlineData(AliveMasking.BeforeAndAfter)]
    public void NaN_spreads_alike_in_both_engines(AliveMasking masking)
    {
        var (spread, automaton) = (0, Automaton with { Masking = masking });
        using var fused = new FusedRolloutEngine(1);
        using var torch = new TorchRolloutEngine(TorchSharp.torch.CPU);
        for (var seed = 0; seed < 24; seed++)
        {
            // In alpha or any other channel, inside the creature, at its rim, and where nothing lives.
            var (a, b) = (Batch(1)[0], Batch(1)[0]);
            var (y, x, channel) = (seed % 9, seed * 5 % 9, seed % 6);
            (a[y, x, channel], b[y, x, channel]) = (float.NaN, float.NaN);
            var fire = new CounterFireMasks(seed, 0, 0.5);
            fused.Advance(automaton, Weights(), [a], 3, fire);
            torch.Advance(automaton, Weights(), [b], 3, fire);
            Assert.All(a.Values.Zip(b.Values), pair =>
                Assert.True(pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) < 1e-5, $"seed {seed}: {pair}")
            );
            spread += a.Values.Count(float.IsNaN);
        }

        Assert.InRange(spread, 200, 24 * Grid * Grid * Automaton.Channels);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_state_that_was_no_number_leaves_nothing_behind(string name)
    {
        using var engine = Make(name);
        using var fresh = Make(name);
        foreach (var poison in new[] { float.NaN, float.PositiveInfinity })
        {
            var states = Batch(2);
            states[0][4, 4, 4] = poison;
            states[1][4, 4, 4] = poison;
            Gradient(engine, states);
            Assert.Equal(Gradient(fresh, Batch(2)), Gradient(engine, Batch(2)));
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Infinities_reach_no_further_than_one_cell_a_step(string name)
    {
        using var engine = Make(name);
        var (touched, clean) = (Batch(1)[0], Batch(1)[0]);
        touched[4, 4, 5] = float.PositiveInfinity;
        var fire = new CounterFireMasks(1, 0, 0.5);
        engine.Advance(Automaton, Weights(), [touched], 2, fire);
        engine.Advance(Automaton, Weights(), [clean], 2, fire);
        for (var y = 0; y < Grid; y++)
            for (var x = 0; x < Grid; x++)
                if (Math.Max(Math.Abs(y - 4), Math.Abs(x - 4)) > 3)
                    Assert.Equal(clean.Cell(y, x), touched.Cell(y, x));
        Assert.Contains(touched.Values, value => !float.IsFinite(value));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_loss_that_is_no_number_is_handed_on(string name)
    {
        using var engine = Make(name);
        var (states, gradient) = (Batch(2), Marked());
        states[1][4, 4, 4] = float.NaN;
        var losses = engine.Differentiate(
            Automaton,
            Weights(),
            states,
            [1, 1],
            new SynchronousUpdate(),
            new PatternLoss(new float[Grid * Grid * 4]),
            gradient
        );
        Assert.True(double.IsFinite(losses[0]));
        Assert.Equal(double.NaN, losses[1]);
        Assert.Contains(gradient.Values, float.IsNaN);
    }

    private static IRolloutEngine Make(string name) =>
        name == "fused" ? new FusedRolloutEngine(2) : new TorchRolloutEngine(TorchSharp.torch.CPU);

    private static UpdateRuleWeights Weights()
    {
        var (weights, random) = (new UpdateRuleWeights(Automaton.Channels, Automaton.Hidden), new Random(7));
        foreach (ref var weight in weights.Values.AsSpan())
            weight = (float)(random.NextDouble() - 0.5) * 0.4f;
        return weights;
    }

    // A block of five by five cells in the middle of each grid.
    private static CellState[] Batch(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(sample =>
                {
                    var (state, random) = (new CellState(Grid, Grid, Automaton.Channels), new Random(sample));
                    for (var y = 2; y < 7; y++)
                    for (var x = 2; x < 7; x++)
                        foreach (ref var value in state.Cell(y, x))
                            value = (float)random.NextDouble();
                    return state;
                }),
        ];

    private static UpdateRuleWeights Marked()
    {
        var gradient = new UpdateRuleWeights(Automaton.Channels, Automaton.Hidden);
        gradient.Values.AsSpan().Fill(42);
        return gradient;
    }

    private static float[] Gradient(IRolloutEngine engine, CellState[] states)
    {
        var gradient = Marked();
        engine.Differentiate(
            Automaton,
            Weights(),
            states,
            [.. states.Select((_, sample) => 2 + sample)],
            new CounterFireMasks(3, 4, 0.5),
            new PatternLoss(new float[Grid * Grid * 4]),
            gradient
        );
        return gradient.Values;
    }

    private static float[][] Copy(CellState[] states) => [.. states.Select(state => (float[])state.Values.Clone())];

    private static void AssertUntouched(IRolloutEngine engine, float[][] before, CellState[] states, UpdateRuleWeights gradient)
    {
        Assert.Equal(before, Copy(states));
        Assert.All(gradient.Values, value => Assert.Equal(42, value));
        if (engine is FusedRolloutEngine fused)
            Assert.Equal(0, fused.Rented);
    }

    private sealed class Watched(Action<int, int> watch) : IFireMasks
    {
        private int _asked;

        public int Asked => _asked;

        public void Fill(int sample, int step, Span<byte> fires)
        {
            Interlocked.Increment(ref _asked);
            fires.Fill(1);
            watch(sample, step);
        }
    }

    private sealed class Watching(Action watch) : IStateLoss
    {
        public static Watching Nothing { get; } = new(() => { });

        public double Evaluate(CellState state, Span<float> gradient)
        {
            gradient.Clear();
            watch();
            return 1;
        }
    }
}
