using Nca.Analysis;
using Nca.Analysis.Dynamics;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis;

public sealed class AttractorTests : IDisposable
{
    private const int Grid = 16,
        Cells = Grid * Grid,
        Hidden = 12,
        Channel = 4;
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _everyone = new() { Hidden = 4, FireRate = 1 };
    private readonly Target _chick = Target.Load("1f423", Grid, 10);

    private Target SeedItself => _chick with { Rgba = InitialState.Plant(Grid, Grid, 16).Rgba() };

    [Fact]
    public void Steps_of_a_long_run_are_even_on_a_logarithmic_axis()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 10, 12], LogSpacing.UpTo(12));
        Assert.Equal([1, 10, 100, 1000], LogSpacing.UpTo(1000, perDecade: 1));
        Assert.Equal([1], LogSpacing.UpTo(1));
    }

    [Fact]
    public void Distances_are_root_mean_squares_of_what_is_seen_and_what_is_not()
    {
        var (first, second) = (new CellState(2, 2, 16), new CellState(2, 2, 16));
        Assert.Equal(new StateDistance(0, 0), StateDistance.Between(first, second));
        second[1, 0, 2] = 4;
        second[0, 1, 7] = -6;
        var distance = StateDistance.Between(first, second);
        Assert.Equal(Math.Sqrt(16.0 / (4 * 4)), distance.Visible, 1e-12);
        Assert.Equal(Math.Sqrt(36.0 / (4 * 12)), distance.Hidden, 1e-12);
        Assert.Throws<ArgumentException>(() => StateDistance.Between(first, new CellState(2, 3, 16)));
    }

    [Fact]
    public void A_halving_rule_settles_and_then_stands_still()
    {
        // s ← s / 2 in one hidden channel of the seed cell: step t changes it by 2^−(t+1).
        var settling = AttractorDistances.Follow(
            new(_everyone, Rule(onChannel: -0.5f), SeedItself),
            engine: _engine,
            steps: 12,
            samples: 2,
            grown: 3
        );
        Assert.Equal([1, 2, 3, 4, 5, 6, 8, 10, 12], settling.Looks.Select(look => look.Step));
        foreach (var look in settling.Looks)
        {
            Assert.All(look.ToNext, change => Assert.Equal(Math.Pow(0.5, look.Step + 1) / Math.Sqrt(Cells * Hidden), change.Hidden, 1e-9));
            Assert.Equal(new StateDistance(0, 0), Assert.Single(look.ToTwin));
            Assert.All(look.Errors, error => Assert.Equal(0, error));
        }

        Assert.Empty(settling.Looks[2].ToGrown);
        Assert.Equal((Math.Pow(0.5, 3) - Math.Pow(0.5, 12)) / Math.Sqrt(Cells * Hidden), settling.Looks[^1].ToGrown[0].Hidden, 1e-9);
        Assert.Equal(LongRun.Settles, settling.LongRun);
        Assert.Equal(
            LongRun.FixedPoint,
            AttractorDistances
                .Follow(new(_everyone, Rule(onChannel: -0.5f), SeedItself), engine: _engine, steps: 40, samples: 2, grown: 3)
                .LongRun
        );
    }

    [Fact]
    public void A_rule_that_flips_keeps_moving_and_its_fire_masks_keep_twins_apart()
    {
        // s ← 1 − s in one hidden channel of the nine cells that may live.
        var flipping = Rule(onChannel: -2);
        flipping.OutputBiases[Channel] = 1;
        var certain = AttractorDistances.Follow(new(_everyone, flipping, SeedItself), engine: _engine, steps: 20, samples: 3, grown: 5);
        Assert.Equal(LongRun.KeepsMoving, certain.LongRun);
        foreach (var look in certain.Looks)
        {
            Assert.All(look.ToNext, change => Assert.Equal(Math.Sqrt(9.0 / (Cells * Hidden)), change.Hidden, 1e-6));
            Assert.All(look.ToTwin, twin => Assert.Equal(0, twin.Hidden));
        }

        var dicing = AttractorDistances.Follow(
            new(_everyone with { FireRate = 0.5 }, flipping, SeedItself),
            engine: _engine,
            steps: 20,
            samples: 3,
            grown: 5
        );
        Assert.Equal(2, dicing.Looks[^1].ToTwin.Count);
        Assert.All(
            dicing.Looks[^1].ToTwin,
            twin => Assert.InRange(twin.Hidden, 0.01 / Math.Sqrt(Cells * Hidden), Math.Sqrt(9.0 / (Cells * Hidden)) + 1e-6)
        );
        Assert.Equal(
            LongRun.Leaves,
            AttractorDistances.Follow(new(_everyone, flipping, _chick), engine: _engine, steps: 20, samples: 2, grown: 5).LongRun
        );
    }

    [Fact]
    public void Twins_with_the_same_fire_masks_stay_together_and_a_halving_rule_draws_others_together()
    {
        var same = Disturbance.Follow(
            new(_everyone with { FireRate = 0.5 }, Rule(onChannel: -0.5f), _chick),
            engine: _engine,
            size: 0,
            steps: 20,
            samples: 2,
            grown: 4
        );
        Assert.All(same.Distances.SelectMany(curve => curve), distance => Assert.Equal(new StateDistance(0, 0), distance));
        Assert.Equal(new Proportion(0, 2), same.Closer);

        const float Size = 1e-3f;
        var drawn = Disturbance.Follow(
            new(_everyone, Rule(onChannel: -0.5f), _chick),
            engine: _engine,
            size: Size,
            steps: 2,
            samples: 1,
            grown: 0
        );
        Assert.Equal([0, 1, 2], drawn.Steps);
        double[] expected = [.. drawn.Steps.Select(step => Size * Math.Sqrt((11 + Math.Pow(0.25, step)) / (Cells * Hidden)))];

        // Differences of numbers near one in single precision: 1e-7 each, over √(256 · 12).
        for (var step = 0; step < 3; step++)
            Assert.Equal(expected[step], drawn.Distances[0][step].Hidden, 1e-8);
        Assert.Equal(Size * Math.Sqrt(4.0 / (Cells * 4)), drawn.Distances[0][2].Visible, 1e-8);
    }

    public void Dispose() => _engine.Dispose();

    // Δs = factor · relu(s) in one hidden channel, nothing elsewhere.
    private static UpdateRuleWeights Rule(float onChannel)
    {
        var weights = new UpdateRuleWeights(16, 4);
        weights.HiddenWeights[Channel] = 1;
        weights.OutputWeights[Channel * 4] = onChannel;
        return weights;
    }
}
