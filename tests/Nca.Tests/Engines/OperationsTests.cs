using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Engines.Torch;

namespace Nca.Tests.Engines;

public sealed class OperationsTests
{
    private static readonly AutomatonConfig Tiny = new()
    {
        Channels = 4,
        Hidden = 2,
        Masking = AliveMasking.BeforeAndAfter,
    };

    // Three by three cells around a living one, weights of zero: all nine fire and survive in every step.
    // Perception 10 · 4; layers 2 · 12 · 2 = 48 and 2 · 2 · 4 = 16; the change added 4: 108 a cell.
    // Back: 2 · 48 + 2 · 16 + 4 + 2 = 134 in the first step, else 48 and 13 · 4 more: 234. Each sample's 38 weights twice.
    [Theory]
    [InlineData(0, 9 * 108)]
    [InlineData(1, 9 * (108 + 134) + 76)]
    [InlineData(2, 9 * (2 * 108 + 134 + 234) + 76)]
    public void The_fused_engine_counts_as_one_does_by_hand(int backward, long expected) =>
        AssertCounts(new FusedRolloutEngine(1), backward, expected);

    // Convolution 36 · 4 = 144, layers 48 and 16, the change 4: 212 a cell. Back: 2 · 16 + 48 + 4 + 2 = 86 in the first step, else
    // 48 + 144 + 8 more: 286. The 38 weights once a step.
    [Trait("needs", "libtorch")]
    [Theory]
    [InlineData(0, 9 * 212)]
    [InlineData(1, 9 * (212 + 86) + 38)]
    [InlineData(2, 9 * (2 * 212 + 86 + 286) + 76)]
    public void The_Torch_engine_counts_as_one_does_by_hand(int backward, long expected) =>
        AssertCounts(new TorchRolloutEngine(TorchSharp.torch.CPU), backward, expected);

    [Fact]
    public void Threads_and_vectors_change_no_count()
    {
        var counts = new List<long>();
        foreach (var threads in new[] { 1, 2, 16 })
            counts.Add(CountOfSome(new FusedRolloutEngine(threads)));
        foreach (var width in new[] { VectorWidth.Scalar, VectorWidth.Bits128 })
            counts.Add(CountOfSome(new FusedRolloutEngine(2, width)));
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void Workspaces_that_are_thrown_away_keep_their_count()
    {
        using var engine = new FusedRolloutEngine(2);
        for (var round = 0; round < 3; round++)
            foreach (var side in new[] { 3, 5 })
                engine.Advance(Tiny, new UpdateRuleWeights(4, 2), [InitialState.Plant(side, side, 4)], 1, new SynchronousUpdate());

        // On five by five cells two around the living one are all twenty-five.
        Assert.Equal(3 * (9 + 25) * 108, engine.Operations);
    }

    [Fact]
    public void Calls_that_fail_count_what_they_did()
    {
        using var engine = new FusedRolloutEngine(1);
        Assert.Throws<NotSupportedException>(() =>
            engine.Advance(Tiny, new UpdateRuleWeights(4, 2), [InitialState.Plant(3, 3, 4)], 9, new FiresTwice())
        );
        Assert.Equal(2 * 9 * 108, engine.Operations);
    }

    [Theory]
    [InlineData(0, "0 FLOP")]
    [InlineData(960, "960 FLOP")]
    [InlineData(1_000_000, "1 MFLOP")]
    [InlineData(3_270_000_000, "3.27 GFLOP")]
    [InlineData(999_600_000_000, "1 TFLOP")]
    [InlineData(31_460_000_000_000, "31.5 TFLOP")]
    [InlineData(184_400_000_000_000, "184 TFLOP")]
    [InlineData(1_250_000_000_000_000, "1.25 PFLOP")]
    public void Counts_are_told_with_three_digits(long operations, string expected) =>
        Assert.Equal(expected, OperationCount.Text(operations));

    private static void AssertCounts(IRolloutEngine engine, int backward, long expected)
    {
        using var _ = engine;
        var (weights, state, fire) = (new UpdateRuleWeights(4, 2), InitialState.Plant(3, 3, 4), new SynchronousUpdate());
        for (var call = 1; call <= 2; call++)
        {
            if (backward == 0)
                engine.Advance(Tiny, weights, [state], 1, fire);
            else
                engine.Differentiate(Tiny, weights, [state], [backward], fire, new Indifferent(), new UpdateRuleWeights(4, 2));
            Assert.Equal(call * expected, engine.Operations);
        }
    }

    private static long CountOfSome(FusedRolloutEngine engine)
    {
        using var _ = engine;
        CellState[] states =
        [
            .. ReferenceData.States("roll_state0"),
            .. ReferenceData.States("roll_distill_t8"),
            InitialState.Plant(24, 24, 16),
        ];
        engine.Differentiate(
            ReferenceData.Variants["distill"],
            ReferenceData.Weights(),
            states,
            [5, 6, 7, 8, 9],
            new CounterFireMasks(1, 2, 0.5),
            new Indifferent(),
            new UpdateRuleWeights(16, 128)
        );
        return engine.Operations;
    }

    private sealed class Indifferent : IStateLoss
    {
        public double Evaluate(CellState state, Span<float> gradient)
        {
            gradient.Clear();
            return 0;
        }
    }

    private sealed class FiresTwice : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires)
        {
            if (step == 2)
                throw new NotSupportedException();
            fires.Fill(1);
        }
    }
}
