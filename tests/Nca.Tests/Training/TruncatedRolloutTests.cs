using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>Rollouts of which only the last steps have a gradient, against the same thing done by hand.</summary>
public sealed class TruncatedRolloutTests
{
    private static readonly AutomatonConfig _automaton = new() { Hidden = 12, FireRate = 0.6 };
    private static readonly CounterFireMasks _fire = new(5, 0, 0.6);

    [Fact]
    public void Early_steps_are_advanced_and_the_last_ones_differentiated()
    {
        using var engine = new FusedRolloutEngine(1);
        var (weights, loss) = (Weights(), Loss());
        var (states, gradient) = (States(), new UpdateRuleWeights(16, 12));
        var losses = new TruncatedRollout(engine, _automaton, weights, _fire, 4).Differentiate(
            states,
            [5, 3, 9],
            loss,
            gradient,
            TestContext.Current.CancellationToken
        );

        // By hand: one, none and five steps without a gradient, each sample alone; then what is left, each sample alone again.
        var expected = new UpdateRuleWeights(16, 12);
        foreach (var (sample, before, last) in new[] { (0, 1, 4), (1, 0, 3), (2, 5, 4) })
        {
            CellState[] alone = [States()[sample]];
            engine.Advance(_automaton, weights, alone, before, new Shifted(sample, 0));
            var part = new UpdateRuleWeights(16, 12);
            var value = engine.Differentiate(_automaton, weights, alone, [last], new Shifted(sample, before), loss, part)[0];
            Assert.Equal(value, losses[sample]);
            Assert.Equal(alone[0].Values, states[sample].Values);
            for (var index = 0; index < expected.Values.Length; index++)
                expected.Values[index] += part.Values[index] / 3;
        }

        // Sums of three numbers in another order: some units in the last place of the largest.
        var largest = expected.Values.Max(Math.Abs);
        Assert.True(largest > 0);
        for (var index = 0; index < expected.Values.Length; index++)
            Assert.Equal(expected.Values[index], gradient.Values[index], 1e-5f * largest);
    }

    [Fact]
    public void States_and_losses_are_those_of_the_whole_rollout_and_the_gradient_is_not()
    {
        using var engine = new FusedRolloutEngine(1);
        var (whole, truncated) = (Roll(engine, 0), Roll(engine, 6));
        Assert.Equal(whole.Losses, truncated.Losses);
        Assert.All(whole.States.Zip(truncated.States), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
        Assert.NotEqual(whole.Gradient.Values, truncated.Gradient.Values);
        Assert.True(truncated.Operations < whole.Operations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(4096)]
    public void As_many_steps_as_there_are_is_the_whole_gradient(int gradientSteps)
    {
        using var engine = new FusedRolloutEngine(1);
        var (states, gradient) = (States(), new UpdateRuleWeights(16, 12));
        var losses = engine.Differentiate(_automaton, Weights(), states, [16, 16, 16], _fire, Loss(), gradient);
        var found = Roll(engine, gradientSteps);
        Assert.Equal(losses, found.Losses);
        Assert.Equal(gradient.Values, found.Gradient.Values);
    }

    private static (double[] Losses, CellState[] States, UpdateRuleWeights Gradient, long Operations) Roll(
        FusedRolloutEngine engine,
        int gradientSteps
    )
    {
        var (states, gradient, before) = (States(), new UpdateRuleWeights(16, 12), engine.Operations);
        var rollout = new TruncatedRollout(engine, _automaton, Weights(), _fire, gradientSteps);
        var losses = rollout.Differentiate(states, [16, 16, 16], Loss(), gradient, TestContext.Current.CancellationToken);
        return (losses, states, gradient, engine.Operations - before);
    }

    private static PatternLoss Loss() => new(Target.Load("1f423", 16, 10).Rgba, 0, 2);

    private static UpdateRuleWeights Weights()
    {
        var weights = InitialWeights.Draw(_automaton, 3);
        for (var index = 0; index < weights.OutputWeights.Length; index++)
            weights.OutputWeights[index] = 0.05f * ((index * 7 % 11) - 4);
        return weights;
    }

    private static CellState[] States()
    {
        var states = Enumerable.Range(0, 3).Select(_ => InitialState.Plant(16, 16, 16)).ToArray();
        InitialState.PlantAt(states[1], 5, 9);
        InitialState.PlantAt(states[2], 11, 4);
        return states;
    }

    // The masks of one sample of the batch, from a step on, for an engine that sees this sample alone.
    private sealed class Shifted(int original, int first) : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires) => _fire.Fill(original, first + step, fires);
    }
}
