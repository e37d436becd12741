using CsCheck;
using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Training;

namespace Nca.Tests.Engines;

/// <summary>
/// Every width of vectors gives the same numbers. Run again by <see cref="InstructionSetTests"/> on machines that pretend to be older.
/// </summary>
public sealed class VectorWidthTests
{
    /// <summary>Environment variable by which a parent process says which width it expects to be chosen.</summary>
    public const string ExpectedWidth = "NCA_EXPECTED_WIDTH";

    [Fact]
    public void The_widest_is_what_the_machine_has()
    {
        var expected = Environment.GetEnvironmentVariable(ExpectedWidth);
        if (expected is null)
            Assert.Contains(VectorWidths.Widest, Enum.GetValues<VectorWidth>());
        else
            Assert.Equal(expected, VectorWidths.Widest.ToString());
    }

    [Theory]
    [InlineData(VectorWidth.Bits512)]
    [InlineData(VectorWidth.Bits256)]
    [InlineData(VectorWidth.Bits128)]
    public void Vectors_equal_the_scalar_engine(VectorWidth width)
    {
        using var wide = new FusedRolloutEngine(1, width);
        using var scalar = new FusedRolloutEngine(1, VectorWidth.Scalar);
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 70], Gen.Int[4, 36], Gen.Int[1, 150], Gen.Int[0, 1023], Gen.Int[0, 1_000_000])
            .Sample(
                (height, columns, channels, hidden, choice, seed) =>
                {
                    var drawn = DrawnRollout.Of(height, columns, channels, hidden, 2, choice, seed);
                    var (a, b) = (drawn.State.Clone(), drawn.State.Clone());
                    var (gradientA, gradientB) = (new UpdateRuleWeights(channels, hidden), new UpdateRuleWeights(channels, hidden));
                    var loss = new PatternLoss(drawn.Target);
                    wide.Differentiate(drawn.Automaton, drawn.Weights, [a], [2], drawn.Fire, loss, gradientA);
                    scalar.Differentiate(drawn.Automaton, drawn.Weights, [b], [2], drawn.Fire, loss, gradientB);

                    // Every sum runs in the same order with the same rounding, so every bit agrees.
                    Assert.Equal(b.Values, a.Values);
                    Assert.Equal(gradientB.Values, gradientA.Values);
                },
                iter: 40,
                threads: 1
            );
    }
}
