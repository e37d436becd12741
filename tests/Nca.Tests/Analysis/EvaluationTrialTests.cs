using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis;

public sealed class EvaluationTrialTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _automaton = new() { Hidden = 4, FireRate = 0.25 };
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void A_scaled_rule_makes_that_part_of_every_change()
    {
        var weights = InitialWeights.Draw(_automaton, 3);
        var random = new Random(1);
        foreach (ref var weight in weights.OutputWeights)
            weight = (float)(random.NextDouble() - 0.5) * 0.2f;
        foreach (ref var bias in weights.OutputBiases)
            bias = (float)(random.NextDouble() - 0.5) * 0.1f;

        // Alpha is far above the threshold, so that the mask lets everything through and only the change differs.
        var start = new CellState(8, 8, 16);
        for (var index = 0; index < start.Values.Length; index++)
            start.Values[index] = index % 16 == CellState.Alpha ? 5 : (float)random.NextDouble();
        var (whole, part) = (start.Clone(), start.Clone());
        _engine.Advance(_automaton, weights, [whole], 1, new SynchronousUpdate());
        _engine.Advance(_automaton, EvaluationModes.Scaled(weights, 0.25), [part], 1, new SynchronousUpdate());

        // Single precision at values up to 5: a few units of 5e-7.
        for (var index = 0; index < start.Values.Length; index++)
            Assert.Equal(start.Values[index] + 0.25f * (whole.Values[index] - start.Values[index]), part.Values[index], 3e-6f);
        Assert.NotEqual(start.Values, whole.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => EvaluationModes.Scaled(weights, double.NaN));
    }

    [Fact]
    public void Modes_differ_in_who_fires_and_by_how_much()
    {
        // A bias on one hidden channel: the middle cell of the seed gains 0.1 whenever it fires.
        var weights = new UpdateRuleWeights(16, 4);
        weights.OutputBiases[5] = 0.1f;
        var trials = EvaluationTrial.Compare(
            new(_automaton, weights, _target),
            engine: _engine,
            plan: new GrowthPlan
            {
                Steps = 40,
                Samples = 2,
                Every = 40,
                FireRate = 0.9,
            }
        );
        Assert.Equal([EvaluationMode.Stochastic, EvaluationMode.Synchronous, EvaluationMode.Scaled], trials.Select(trial => trial.Mode));
        Assert.Equal([2, 1, 1], trials.Select(trial => trial.Growth.Errors.Length));
        var gained = trials.Select(trial => trial.Growth.Frames[^1][8, 8, 5] - 1).ToArray();
        Assert.Equal(4.0, gained[1], 1e-4);
        Assert.Equal(1.0, gained[2], 1e-4);

        // Forty throws with probability 1/4: 10 ± 2.7 times 0.1. Four deviations either way.
        Assert.InRange(gained[0], 0.01, 2.1);
        Assert.NotEqual(gained[2], gained[0]);
    }

    [Fact]
    public void A_fate_is_told_by_the_worst_growth()
    {
        var still = new UpdateRuleWeights(16, 4);
        var plan = new GrowthPlan { Steps = 3, Samples = 2 };
        Assert.All(
            EvaluationTrial.Compare(new(_automaton, still, _target), engine: _engine, plan: plan),
            trial => Assert.Equal(Fate.NeverGrown, trial.Fate)
        );
        var itself = _target with { Rgba = InitialState.Plant(16, 16, 16).Rgba() };
        var stays = EvaluationTrial.Compare(new(_automaton, still, itself), engine: _engine, plan: plan);
        Assert.All(stays, trial => Assert.Equal(Fate.Survives, trial.Fate));

        EvaluationTrial With(double[] first, double[] second) =>
            stays[0] with
            {
                Growth = stays[0].Growth with { Errors = [first, second] },
            };
        Assert.Equal(Fate.Lost, With([0, 0, 0, 0], [1, 0, 0, 1]).Fate);
        Assert.Equal(Fate.Lost, With([1, 0, 0, double.NaN], [1, 0, 0, 0]).Fate);
        Assert.Equal(Fate.NeverGrown, With([0, 1, 1, 1], [1, 0, 0, 0]).Fate);
        Assert.Equal(Fate.Survives, With([1, 1, 1, 0], [1, 1, 1, Persistence.Bound]).Fate);
    }

    [Fact]
    public void A_blank_canvas_scores_as_the_document_was_found_to()
    {
        // From an audit of the tutorial: its own canvas gives a blank one an SSIM of 0.631; 844 of its cells live, 884 where alpha is not
        // squared.
        var listing = BlankCanvas.Of(Target.Load("1f423", alphaMode: AlphaMode.Listing));
        Assert.Equal(0.631, listing.Similarity, 5e-4);
        Assert.Equal(844, listing.TargetAliveCells);
        var blank = BlankCanvas.Of(Target.Load("1f423"));
        Assert.Equal(884, blank.TargetAliveCells);
        Assert.Equal(10 * Math.Log10(1 / blank.Error), blank.SignalToNoise, 1e-9);
        Assert.True(blank.SimilarityInBox < blank.Similarity);
    }

    [Fact]
    public void The_box_of_a_picture_that_fills_the_canvas_is_the_whole()
    {
        var full = Target.Load("1f423", 16, 16);
        var other = new float[full.Rgba.Length];
        for (var index = 0; index < other.Length; index++)
            other[index] = full.Rgba[index] * 0.5f;
        Assert.Equal(Nca.Metrics.StructuralSimilarity.Whole(other, full.Rgba, 16, 16), BoxSimilarity.Of(other, full), 1e-12);
        Assert.Equal(1, BoxSimilarity.Of(_target.Rgba, _target), 1e-12);
    }

    public void Dispose() => _engine.Dispose();
}
