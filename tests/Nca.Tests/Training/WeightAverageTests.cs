using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>The running average of the weights.</summary>
public sealed class WeightAverageTests
{
    // From 0, taking in 10, 10, 20: it keeps 1/10, then 2/11, then at most a fifth of itself.
    [Fact]
    public void Keeps_its_share_and_forgets_the_first_weights_quickly()
    {
        var average = new WeightAverage(Filled(0), 0.2);
        average.Add(Filled(10), 1);
        Assert.All(average.Weights.Values, value => Assert.Equal(9, value, 1e-5)); // 0.1 · 0 + 0.9 · 10
        average.Add(Filled(10), 2);
        Assert.All(average.Weights.Values, value => Assert.Equal(108 / 11.0, value, 1e-5)); // 2/11 · 9 + 9/11 · 10
        average.Add(Filled(20), 3);
        Assert.All(average.Weights.Values, value => Assert.Equal(0.2 * 108 / 11 + 16, value, 1e-5)); // 3/12 would be more than 0.2
    }

    [Fact]
    public void A_training_shows_the_average_and_learns_with_the_weights()
    {
        var config = TrainingConfig.Distill with
        {
            Steps = 3,
            PoolSize = 4,
            BatchSize = 2,
            Hidden = 8,
            RolloutStart = 4,
            RolloutCap = 4,
            RolloutMinimum = 2,
        };
        var target = Target.Load("1f423", 12, 8);
        using var engine = new FusedRolloutEngine(1);
        var (plain, averaged) = (new Trainer(config, target, engine), new Trainer(config with { WeightAverage = 0.9 }, target, engine));
        var expected = new WeightAverage(plain.Weights, 0.9);
        for (var iteration = 0; iteration < config.Steps; iteration++)
        {
            plain.Iterate();
            averaged.Iterate();
            expected.Add(plain.Weights, iteration + 1);
        }

        Assert.Null(plain.Average);
        Assert.Same(plain.Weights, plain.Result);
        Assert.Equal(plain.Weights.Values, averaged.Weights.Values);
        Assert.Equal(expected.Weights.Values, averaged.Result.Values);
        Assert.Equal(averaged.Result.Values, averaged.Snapshots[^1].Weights.Values);
        Assert.NotEqual(averaged.Weights.Values, averaged.Result.Values);
    }

    private static UpdateRuleWeights Filled(float value)
    {
        var weights = new UpdateRuleWeights(4, 2);
        Array.Fill(weights.Values, value);
        return weights;
    }
}
