using Nca.Analysis.Envelope;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Targets;

namespace Nca.Tests.Analysis.Envelope;

/// <summary>Folding a condition into the weights is the same as changing the step or the perception itself.</summary>
public sealed class FoldedWeightsTests : IDisposable
{
    private static readonly AutomatonConfig Small = new() { Channels = 6, Hidden = 8 };
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly UpdateRuleWeights _weights = InitialWeights.DrawLively(Small, 3, bound: 0.1);

    // Single precision against double over eight steps of numbers of about 1: a few hundred roundings of 6e-8.
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(0.25, 0, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(1, 30, 1)]
    [InlineData(1, -135, 1)]
    [InlineData(1, 90, 1)]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 0, 2)]
    [InlineData(0.7, 17.5, 1.3)]
    public void A_creature_under_conditions_does_what_its_slow_twin_does(double h, double degrees, double factor)
    {
        var creature = new TrainedAutomaton(Small, _weights, Target.Load("1f423", 9, 5));
        var conditions = new Conditions
        {
            StepSize = h,
            Turn = degrees,
            GradientScale = factor,
        };
        var masks = new CounterFireMasks(5, 0, Small.FireRate);
        var state = Lively();
        var slow = new SlowTwin(Small, _weights, h, degrees, factor).Advance(state, 8, masks);
        conditions.Of(creature).Advance([state], 8, masks, _engine);
        Assert.NotEqual(Lively().Values, state.Values);
        Assert.All(state.Values.Zip(slow), pair => Assert.InRange(pair.First, pair.Second - Tolerance, pair.Second + Tolerance));
    }

    [Fact]
    public void A_quarter_turn_of_the_perception_is_a_quarter_turn_of_everything()
    {
        var (upright, turned) = (InitialState.Plant(9, 9, Small.Channels), InitialState.Plant(9, 9, Small.Channels));
        _engine.Advance(Small, _weights, [upright], 8, new SynchronousUpdate());
        _engine.Advance(Small, FoldedWeights.Turned(_weights, 90), [turned], 8, new SynchronousUpdate());
        var differs = 0.0;
        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 9; x++)
            {
                for (var channel = 0; channel < Small.Channels; channel++)
                {
                    // Clockwise: what was on top is on the right.
                    Assert.Equal(upright[y, x, channel], turned[x, 8 - y, channel], Tolerance);
                    differs = Math.Max(differs, Math.Abs(upright[y, x, channel] - turned[y, x, channel]));
                }
            }
        }

        Assert.True(differs > 0.01, "A state without direction would show nothing.");
    }

    [Fact]
    public void Factors_on_gradients_are_the_automatons_own_scale()
    {
        var (folded, scaled) = (InitialState.Plant(9, 9, Small.Channels), InitialState.Plant(9, 9, Small.Channels));
        _engine.Advance(Small, FoldedWeights.WithGradients(_weights, 2), [folded], 8, new SynchronousUpdate());
        _engine.Advance(Small with { SobelScale = 0.25 }, _weights, [scaled], 8, new SynchronousUpdate());
        Assert.All(folded.Values.Zip(scaled.Values), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public void Folding_leaves_the_weights_alone_and_nothing_folds_to_nothing()
    {
        var before = _weights.Values.ToArray();
        Assert.Equal(before, FoldedWeights.WithStep(_weights, 1).Values);
        Assert.Equal(before, FoldedWeights.WithGradients(_weights, 1).Values);
        Assert.Equal(before, FoldedWeights.Turned(_weights, 0).Values);
        Assert.Equal(before, FoldedWeights.Turned(_weights, -360).Values);
        Assert.Equal(before, FoldedWeights.Turned(FoldedWeights.Turned(_weights, 90), 270).Values);
        Assert.NotEqual(before, FoldedWeights.Turned(_weights, 45).Values);
        Assert.Equal(before, _weights.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => FoldedWeights.WithStep(_weights, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => FoldedWeights.Turned(_weights, double.PositiveInfinity));
    }

    [Fact]
    public void Without_both_gradients_of_a_channel_nothing_can_be_turned()
    {
        var listing = Small with { Perception = PerceptionOrder.Listing };
        var creature = new TrainedAutomaton(listing, _weights, Target.Load("1f423", 9, 5));
        Assert.Throws<ArgumentException>(() => new Conditions { Turn = 5 }.Of(creature));
        Assert.DoesNotContain(EnvelopeAxes.Of(creature), axis => axis.Name.StartsWith("turn", StringComparison.Ordinal));
    }

    // All cells alive and all different.
    private static CellState Lively()
    {
        var state = new CellState(9, 9, Small.Channels);
        foreach (var index in Enumerable.Range(0, state.Values.Length))
            state.Values[index] = index % Small.Channels == CellState.Alpha ? 0.8f : MathF.Sin(0.7f * index);
        return state;
    }

    public void Dispose() => _engine.Dispose();
}
