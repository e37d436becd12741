using CsCheck;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Engines.Torch;
using Nca.Training;

namespace Nca.Tests.Engines;

/// <summary>The fused engine against the equations in double precision and against the Torch engine, in hundreds of drawn cases.</summary>
public sealed class FusedOracleTests : IDisposable
{
    // What single precision may lose: relative to the largest number in states, to the whole gradient's norm in gradients.
    private const double StateTolerance = 2e-5,
        GradientTolerance = 2e-4;
    private readonly FusedRolloutEngine _engine = new();

    [Fact]
    public void Any_shape_and_variant_agrees_with_the_equations_in_double_precision()
    {
        var compared = 0;
        Cases.Sample(
            drawn =>
            {
                var plain = new PlainRollout(drawn.Automaton, drawn.Weights, drawn.State.Height, drawn.State.Width);
                var expected = plain.Forward(drawn.State.Values, drawn.Steps, drawn.Fire);

                if (IsDelicate(plain))
                    return;
                Interlocked.Increment(ref compared);
                var scale = 2.0 / drawn.Target.Length;
                var channels = drawn.Automaton.Channels;
                plain.Backward([
                    .. expected.Select(
                        (value, index) => index % channels < 4 ? scale * (value - drawn.Target[index / channels * 4 + index % channels]) : 0
                    ),
                ]);

                var (state, gradient) = (drawn.State.Clone(), new UpdateRuleWeights(channels, drawn.Automaton.Hidden));
                _engine.Differentiate(
                    drawn.Automaton,
                    drawn.Weights,
                    [state],
                    [drawn.Steps],
                    drawn.Fire,
                    new PatternLoss(drawn.Target),
                    gradient
                );
                var largest = Math.Max(1, expected.Max(Math.Abs));
                Assert.All(expected.Zip(state.Values), pair =>
                    Assert.True(Math.Abs(pair.First - pair.Second) <= StateTolerance * largest, $"{pair}")
                );
                var (distance, norm) = (Distance(plain.Gradient, gradient.Values), Norm(plain.Gradient));
                Assert.True(
                    distance <= GradientTolerance * norm + 1e-9,
                    $"distance {distance}, norm {norm}, margins {plain.Margin}, {plain.KinkMargin}"
                );
                var grown = drawn.State.Clone();
                _engine.Advance(drawn.Automaton, drawn.Weights, [grown], drawn.Steps, drawn.Fire);
                Assert.Equal(state.Values, grown.Values);
            },
            iter: 400,
            threads: 1
        );
        Assert.InRange(compared, 200, 420);
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void Both_engines_agree_for_any_shape_and_variant()
    {
        var compared = 0;
        using var torch = new TorchRolloutEngine(TorchSharp.torch.CPU);
        Cases.Sample(
            drawn =>
            {
                var (a, b) = (drawn.State.Clone(), drawn.State.Clone());
                var (channels, hidden) = (drawn.Automaton.Channels, drawn.Automaton.Hidden);
                var (gradientA, gradientB) = (new UpdateRuleWeights(channels, hidden), new UpdateRuleWeights(channels, hidden));
                var loss = new PatternLoss(drawn.Target);
                _engine.Differentiate(drawn.Automaton, drawn.Weights, [a], [drawn.Steps], drawn.Fire, loss, gradientA);
                torch.Differentiate(drawn.Automaton, drawn.Weights, [b], [drawn.Steps], drawn.Fire, loss, gradientB);
                var plain = new PlainRollout(drawn.Automaton, drawn.Weights, drawn.State.Height, drawn.State.Width);
                plain.Forward(drawn.State.Values, drawn.Steps, drawn.Fire);
                if (IsDelicate(plain))
                    return;
                Interlocked.Increment(ref compared);
                Assert.True(
                    Distance([.. gradientB.Values.Select(value => (double)value)], gradientA.Values)
                        <= 2 * GradientTolerance * Norm(gradientB.Values.Select(value => (double)value)) + 1e-8
                );
            },
            iter: 200,
            threads: 1
        );
        Assert.InRange(compared, 100, 210);
    }

    public void Dispose() => _engine.Dispose();

    private static Gen<DrawnRollout> Cases { get; } =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[4, 20], Gen.Int[1, 40], Gen.Int[1, 4], Gen.Int[0, 1023], Gen.Int[0, 1_000_000])
            .Select(
                (height, width, channels, hidden, steps, choice, seed) =>
                    DrawnRollout.Of(height, width, channels, hidden, steps, choice, seed)
            );

    // A cell whose alpha lies at the threshold by rounding changes everything at once, and on a small canvas a hidden unit at its kink
    // changes the gradient; such cases are rare and set aside.
    private static bool IsDelicate(PlainRollout plain) => plain.Margin < 1e-5 || plain.KinkMargin < 2e-6;

    private static double Distance(double[] expected, float[] actual) => Norm(expected.Zip(actual, (a, b) => a - b));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
