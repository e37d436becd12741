using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis;

public sealed class GrowthTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly AutomatonConfig _automaton = new() { Hidden = 4 };
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void What_is_kept_of_a_growth_does_not_grow_with_its_steps()
    {
        var creature = new TrainedAutomaton(_automaton, InitialWeights.Draw(_automaton, 3), _target);
        var plan = new GrowthPlan
        {
            Samples = 3,
            Damage = Damage.Circle(8, 8, 4),
            DamageAt = 5,
            FrameEvery = 0,
        };
        foreach (var steps in new[] { 100, 1600 })
        {
            var kept = creature.Watch(plan with { Steps = steps, KeepEvery = steps / 50 }, _engine);
            Assert.Empty(kept.Frames);
            Assert.Equal(51, kept.Steps.Count);
            Assert.All(kept.Errors, curve => Assert.Equal(51, curve.Length));
            Assert.Equal((0, steps), (kept.Steps[0].Step, kept.Steps[^1].Step));

            // The slow twin keeps everything and finds the same.
            var whole = creature.Watch(plan with { Steps = steps, FrameEvery = 1 }, _engine);
            Assert.Equal(steps + 1, whole.Frames.Count);
            Assert.Equal(Enumerable.Range(0, steps + 1), whole.FrameSteps);
            Assert.Equal(whole.Recovery, kept.Recovery);
            Assert.Equal(whole.Steps.Where(step => step.Step % (steps / 50) == 0), kept.Steps);
        }
    }

    [Fact]
    public void A_rule_that_does_nothing_keeps_its_seed_and_its_measures()
    {
        var seen = new TrainedAutomaton(_automaton, new UpdateRuleWeights(16, 4), _target).Watch(
            engine: _engine,
            plan: new GrowthPlan
            {
                Steps = 10,
                Samples = 3,
                Every = 4,
            }
        );
        Assert.Equal([0, 4, 8, 10], seen.Steps.Select(step => step.Step));
        Assert.All(seen.Steps, step => Assert.Equal(new SummaryStatistics(1, 0, 1, 1), step.AliveCells));
        Assert.Equal(seen.Steps[0].Error, seen.Steps[^1].Error);
        Assert.All(seen.Recovery, Assert.Null);
    }

    [Fact]
    public void Damage_falls_after_its_step_and_what_never_heals_is_not_counted_as_healed()
    {
        var plan = new GrowthPlan
        {
            Steps = 9,
            Samples = 2,
            Every = 3,
            Damage = Damage.Circle(8, 8, 3),
            DamageAt = 4,
        };
        var seen = new TrainedAutomaton(_automaton, new UpdateRuleWeights(16, 4), _target).Watch(engine: _engine, plan: plan);
        Assert.Equal([0, 3, 4, 6, 9], seen.Steps.Select(step => step.Step));
        Assert.Equal([1, 1, 1, 0, 0], seen.Steps.Select(step => step.AliveCells.Mean));

        // The seed's error is far above what counts as healed, but an empty canvas is within twice of it: recovery is relative to before.
        Assert.All(seen.Recovery, steps => Assert.Equal(2, steps));
        var strict = new TrainedAutomaton(_automaton, new UpdateRuleWeights(16, 4), Blank()).Watch(
            engine: _engine,
            plan: plan with
            {
                Damage = Damage.HalfPlane(0, 0, 180),
                DamageAt = 1,
            }
        );
        Assert.All(strict.Recovery, steps => Assert.Equal(2, steps));
    }

    [Fact]
    public void Samples_differ_by_their_fire_masks_and_repeat_with_them()
    {
        var weights = InitialWeights.Draw(_automaton, 3);
        var random = new Random(1);
        foreach (ref var weight in weights.OutputWeights)
            weight = (float)(random.NextDouble() - 0.4) * 0.2f;
        var plan = new GrowthPlan { Steps = 12, Samples = 3 };
        var (a, b) = (
            new TrainedAutomaton(_automaton, weights, _target).Watch(engine: _engine, plan: plan),
            new TrainedAutomaton(_automaton, weights, _target).Watch(engine: _engine, plan: plan)
        );
        Assert.Equal(a.Errors, b.Errors);
        Assert.NotEqual(a.Errors[0], a.Errors[1]);
        Assert.NotEqual(
            a.Errors[0],
            new TrainedAutomaton(_automaton, weights, _target).Watch(engine: _engine, plan: plan with { Seed = 5 }).Errors[0]
        );
    }

    [Theory]
    [InlineData(20)]
    [InlineData(9)]
    [InlineData(17)]
    public void Another_canvas_keeps_the_middle_where_the_seed_stands(int grid)
    {
        var moved = _target.OnCanvas(grid);
        for (var dy = -3; dy <= 3; dy++)
            for (var dx = -3; dx <= 3; dx++)
                Assert.Equal(_target.Rgba[((8 + dy) * 16 + 8 + dx) * 4 + 3], moved.Rgba[((grid / 2 + dy) * grid + grid / 2 + dx) * 4 + 3]);
    }

    public void Dispose() => _engine.Dispose();

    private Target Blank() => _target with { Rgba = new float[_target.Rgba.Length] };
}
