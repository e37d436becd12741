using Nca.Analysis.Healing;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis;

public sealed class RecoveryTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _automaton = new() { Hidden = 4 };
    private readonly UpdateRuleWeights _still = new(16, 4);
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void A_rule_that_does_nothing_never_recovers_and_gets_no_number()
    {
        var grown = Portrait(_target);
        var curves = RecoveryCurve.OverRadii([grown, grown, grown], [2.0, 3], Watch(_target, 20));
        Assert.Equal([2.0, 3], curves.Select(curve => curve.Radius));
        Assert.All(
            curves,
            curve =>
            {
                Assert.All(curve.Trials, trial => Assert.Null(trial.Steps));
                Assert.Null(curve.MedianSteps);
                Assert.Equal(new Proportion(0, 3), curve.Recovered);
                Assert.Equal(new Proportion(0, 3), curve.Stayed);
                Assert.Equal([0, 5, 10, 15, 20], curve.Steps);
                Assert.Equal([0.0, 0, 0, 0, 0], curve.BackBy());
                Assert.All(curve.ErrorQuantile(0.5), error => Assert.Equal(curve.ErrorQuantile(0.5)[0], error));
                Assert.All(curve.Trials, trial => Assert.Equal(grown.AliveCells() - trial.Erased, trial.Last.AliveCells()));
            }
        );
    }

    [Fact]
    public void Shares_medians_and_quantiles_are_those_of_the_hand()
    {
        var curve = new RecoveryCurve(
            4,
            [Trial(5, 0.1, 0.001, 0.1), Trial(10, 0.2, 0.1, 0.001), Trial(null, 0.4, 0.1, 0.1), Trial(5, 0.8, 0.002, 0.0005)]
        );
        Assert.Equal([0, 0.5, 0.75], curve.BackBy());
        Assert.Equal(new Proportion(3, 4), curve.Recovered);
        Assert.Equal(5, curve.MedianSteps);

        // The first came back and left again.
        Assert.Equal(new Proportion(2, 4), curve.Stayed);

        // 0.1, 0.2, 0.4, 0.8: the median lies halfway between 0.2 and 0.4, a quarter at 3/4 of the way from 0.1 to 0.2.
        Assert.Equal(0.3, curve.ErrorQuantile(0.5)[0], 12);
        Assert.Equal(0.175, curve.ErrorQuantile(0.25)[0], 12);
        Assert.Equal(0.8, curve.ErrorQuantile(1)[0], 12);
        Assert.Equal(10, RecoveryCurve.Median([5, null, 10]));
        Assert.Null(RecoveryCurve.Median([5, null, null]));
        Assert.Equal(5, RecoveryCurve.Median([null, 5]));
        Assert.Equal(double.PositiveInfinity, RecoveryCurve.Quantile([1, double.NaN, 2], 1));
        Assert.Equal(2, RecoveryCurve.Quantile([1, double.NaN, 2], 0.5));
    }

    [Fact]
    public void Twins_share_their_fire_masks_so_that_without_damage_nothing_differs()
    {
        var (weights, grown) = (Lively(), Portrait(_target));
        var watch = Watch(_target, 12) with { Creature = new(_automaton, weights, _target) };
        var spared = TwinComparison.Of([grown, grown], Damage.Rectangle(0, 0, 1, 1), watch, every: 5);
        Assert.Equal([0, 5, 10, 12], spared.Steps);
        Assert.All(spared.Visible.Concat(spared.Hidden).SelectMany(curve => curve), distance => Assert.Equal(0, distance));
        Assert.Equal(spared.Frames.Select(frame => frame.Values), spared.TwinFrames.Select(frame => frame.Values));

        // Two that differ only in their fire masks begin as one and diverge.
        Assert.All(spared.Strangers, curve => Assert.Equal(0, curve[0]));
        Assert.All(spared.Strangers, curve => Assert.True(curve[^1] > 0));
        Assert.Empty(TwinComparison.Of([grown], Damage.Rectangle(0, 0, 1, 1), watch).Strangers);
        Assert.True(TwinComparison.Of([grown], Damage.Circle(8, 8, 3), watch).Visible[0][^1] > 0);
    }

    [Fact]
    public void Distances_are_means_over_what_is_seen_and_what_is_hidden()
    {
        var state = new CellState(3, 3, 16);
        state[1, 1, 0] = 0.5f;
        state[1, 1, CellState.Alpha] = 1.5f;
        state[1, 1, 7] = -6;
        var (visible, hidden) = (
            TwinComparison.VisibleDistance(state, new CellState(3, 3, 16)),
            TwinComparison.HiddenDistance(state, new CellState(3, 3, 16))
        );
        Assert.Equal((0.5f, 0.5f), (visible[4], hidden[4]));
        Assert.Equal((0.5f, 0.5f), (visible.Sum(), hidden.Sum()));
        Assert.All(TwinComparison.HiddenDistance(new CellState(3, 3, 4), new CellState(3, 3, 4)), distance => Assert.Equal(0, distance));
        Assert.Throws<ArgumentException>(() => TwinComparison.VisibleDistance(state, new CellState(3, 4, 16)));
    }

    [Fact]
    public void A_map_has_its_places_and_counts_only_what_was_hit()
    {
        // One living cell at (8, 8), so large that its loss is above what counts as healed: 9 / 1024.
        var state = new CellState(16, 16, 16);
        state[8, 8, CellState.Alpha] = 3;
        var watch = Watch(_target with { Rgba = state.Rgba() }, 10);
        var map = HealingMap.Of([state, state], 1, 5, watch);
        Assert.Equal([3.5, 5.5, 7.5, 9.5, 11.5], map.Centres);
        Assert.Equal((5, 5), (map.Recovered.GetLength(0), map.Recovered.GetLength(1)));
        for (var row = 0; row < 5; row++)
            for (var column = 0; column < 5; column++)
                Assert.Equal((row, column) == (2, 2) ? new Proportion(0, 2) : null, map.Recovered[row, column]);
        Assert.Equal(new Proportion(0, 2), map.Total);
        Assert.Null(map.MedianSteps[2, 2]);
        Assert.Equal((0, double.NaN), (map.Values()[2, 2], map.Values()[0, 0]));

        // The same loss where less counts as healed, and nobody there at all.
        state[8, 8, CellState.Alpha] = 1;
        Assert.Equal(
            new Proportion(1, 1),
            HealingMap.Of([state], 1, 5, watch with { Creature = new(_automaton, _still, _target with { Rgba = state.Rgba() }) }).Total
        );
        Assert.Null(HealingMap.Of([new CellState(16, 16, 16)], 1, 5, watch).Total);
    }

    [Fact]
    public void The_documents_test_is_passed_by_small_holes_and_cannot_be_taken_after_large_ones()
    {
        var grown = Portrait(_target);
        var taken = DamageSeverity.Of([grown, grown], _target, [0.5, 16]);
        Assert.Equal(grown.AliveCells() - 1, taken[0].LivingAfter.Mean);
        Assert.Equal(new Proportion(2, 2), taken[0].AtOnce);
        Assert.InRange(taken[0].Similarity.Mean, DamageSeverity.Threshold, 0.9999);
        Assert.Equal(0, taken[1].LivingAfter.Highest);
        Assert.Equal(new Proportion(0, 2), taken[1].AtOnce);
        Assert.All(taken, disc => Assert.Equal(grown.AliveCells(), disc.LivingBefore.Mean));
    }

    [Theory]
    [InlineData(0, 8, 12, 8, 3)]
    [InlineData(90, 12, 8, 3, 8)]
    [InlineData(180, 8, 3, 8, 12)]
    [InlineData(270, 3, 8, 12, 8)]
    public void A_lost_side_is_the_side_that_was_named(double degrees, int lostY, int lostX, int keptY, int keptX)
    {
        var state = new CellState(16, 16, 16);
        foreach (var (y, x) in new[] { (3, 8), (12, 8), (8, 3), (8, 12) })
            state[y, x, CellState.Alpha] = 1;
        var trial = HealingTest.AfterHalves([state], degrees, Watch(_target, 5))[0];
        Assert.Equal(0, trial.Last[lostY, lostX, CellState.Alpha]);
        Assert.Equal(1, trial.Last[keptY, keptX, CellState.Alpha]);
    }

    [Fact]
    public void A_watch_that_is_too_short_or_damage_that_does_not_fit_is_refused()
    {
        var grown = Portrait(_target);
        Assert.Throws<ArgumentOutOfRangeException>(() => HealingTest.AfterDiscs([grown], 3, Watch(_target, 4)));
        Assert.Throws<ArgumentException>(() => HealingTest.After([grown], [], Watch(_target, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Watch(_target, 5).Grow(0, 5));
        var pair = Watch(_target, 5).Grow(2, 3);
        Assert.All(pair, state => Assert.Equal(InitialState.Plant(16, 16, 16).Values, state.Values));
    }

    public void Dispose() => _engine.Dispose();

    private static CellState Portrait(Target target)
    {
        var state = new CellState(target.Grid, target.Grid, 16);
        for (var cell = 0; cell < target.Grid * target.Grid; cell++)
            target.Rgba.AsSpan(cell * 4, 4).CopyTo(state.Values.AsSpan(cell * 16));
        return state;
    }

    private static HealingTrial Trial(int? steps, params double[] errors) =>
        new(Damage.Circle(0, 0, 1), 1e-4, errors, steps) { Last = new CellState(3, 3, 4) };

    private HealingProtocol Watch(Target target, int steps) => new(new(_automaton, _still, target), _engine, steps);

    private UpdateRuleWeights Lively()
    {
        var weights = InitialWeights.Draw(_automaton, 3);
        var random = new Random(1);
        foreach (ref var weight in weights.OutputWeights)
            weight = (float)(random.NextDouble() - 0.5) * 0.2f;
        return weights;
    }
}
