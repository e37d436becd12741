using Nca.Analysis.Growth;
using Nca.Analysis.Healing;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Studies;
using Nca.Targets;

namespace Nca.Tests.Studies;

public sealed class EvaluationTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _automaton = new() { Hidden = 4 };
    private readonly UpdateRuleWeights _still = new(16, 4);
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void Shares_have_Wilsons_interval()
    {
        // Computed by hand for z = 1.96: 9 of 10 gives (0.5958, 0.9821); 0 of 10 gives (0, 0.2775).
        var share = new Proportion(9, 10);
        Assert.Equal(0.5958, share.Interval.Low, 4);
        Assert.Equal(0.9821, share.Interval.High, 4);
        Assert.Equal(0, new Proportion(0, 10).Interval.Low);
        Assert.Equal(0.2775, new Proportion(0, 10).Interval.High, 4);
        Assert.Equal("2 of 3", Proportion.Of([true, false, true]).ToString());
    }

    [Fact]
    public void Spreads_are_means_and_deviations()
    {
        Assert.Equal(new SummaryStatistics(2, 1, 1, 3), SummaryStatistics.Of([1, 2, 3]));
        Assert.Equal(new SummaryStatistics(5, 0, 5, 5), SummaryStatistics.Of([5]));
    }

    [Fact]
    public void A_creature_that_cannot_heal_stays_damaged_and_one_that_lost_nothing_is_back_at_once()
    {
        var grown = Portrait(_target);
        var watch = new HealingProtocol(new(_automaton, _still, _target), _engine, Steps: 20);
        var discs = HealingTest.AfterDiscs([grown, grown], 3, watch);
        Assert.All(discs, trial => Assert.Null(trial.Steps));
        Assert.All(discs, trial => Assert.Equal(5, trial.Errors.Count));
        Assert.All(discs, trial => Assert.True(trial.Errors[0] > 2e-3 && trial.Before == 0));
        Assert.NotEqual(discs[0].Damage!.ToString(), discs[1].Damage!.ToString());
        Assert.Equal(new Proportion(0, 2), HealingTest.Healed(HealingTest.AfterHalves([grown, grown], watch)));

        // A disc of radius 0.5 is one cell: of 1024 it costs at most 4 / 4096, less than what counts as healed.
        var large = Target.Load("1f423", 32, 20);
        Assert.All(HealingTest.AfterDiscs([Portrait(large)], 0.5, watch with { Creature = new(_automaton, _still, large) }), trial =>
            Assert.Equal(5, trial.Steps)
        );
        var dead = HealingTest.AfterDiscs([new CellState(16, 16, 16)], 3, watch)[0];
        Assert.Equal((null, null), (dead.Steps, dead.Damage));
        Assert.True(grown.AliveCells() > 30);
    }

    [Fact]
    public void Persistence_counts_every_look_from_grown_to_the_end()
    {
        var errors = Persistence.Errors(new(_automaton, _still, _target), 2, 300, 1, _engine);
        Assert.Equal([3, 3], errors.Select(curve => curve.Length));
        Assert.All(errors, curve => Assert.Equal(curve[0], curve[2]));
        double[][] made =
        [
            [9, 0, 0, 0],
            [0, 0, 9, 0],
            [0, 0, 0, 9],
        ];
        Assert.Equal(new Proportion(1, 3), Persistence.StayedUntil(made, 400));
        Assert.Equal(new Proportion(2, 3), Persistence.StayedUntil(made, 300));
    }

    [Fact]
    public void Claims_hold_or_fail_by_their_bounds()
    {
        var found = new Evaluation
        {
            ErrorYoung = new SummaryStatistics(1e-3, 1e-4, 0, 1),
            ErrorGrown = new SummaryStatistics(9e-4, 1e-4, 0, 1),
            Similarity = new SummaryStatistics(0.98, 0.01, 0, 1),
            SimilarityInBox = new SummaryStatistics(0.94, 0.01, 0, 1),
            Persistent = new Proportion(32, 32),
            PersistentLong = new Proportion(30, 32),
            Radii = [4, 8, 12],
            DiscsHealed = [new Proportion(32, 32), new Proportion(31, 32), new Proportion(32, 32)],
            HalvesHealed = new Proportion(10, 32),
            FinalLoss = 5e-4,
        };
        var document = Criteria.Document.Check(found);
        Assert.Equal(["mean squared error at step 200"], document.Where(claim => !claim.Holds).Select(claim => claim.Text));
        Assert.Equal(1e-3 - 1.96e-4 / Math.Sqrt(32), document[0].Low, 8);
        var regenerating = Criteria.Regenerating.Check(found);
        Assert.Equal(
            [
                "mean squared error at step 200",
                "stays itself to step 10,000",
                "heals a hole of radius 8 in 200 steps",
                "heals a lost half in 200 steps",
            ],
            regenerating.Where(claim => !claim.Holds).Select(claim => claim.Text)
        );
        Assert.All(regenerating, claim => Assert.NotNull(claim.Bound));
    }

    public void Dispose() => _engine.Dispose();

    // A target itself as a state.
    private static CellState Portrait(Target target)
    {
        var state = new CellState(target.Grid, target.Grid, 16);
        for (var cell = 0; cell < target.Grid * target.Grid; cell++)
            target.Rgba.AsSpan(cell * 4, 4).CopyTo(state.Values.AsSpan(cell * 16));
        return state;
    }
}
