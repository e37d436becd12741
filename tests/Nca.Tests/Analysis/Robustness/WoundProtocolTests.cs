using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Tests.Analysis.Robustness;

/// <summary>The protocol of wounds against what one would do by hand, one creature at a time.</summary>
public sealed class WoundProtocolTests : IDisposable
{
    private static readonly AutomatonConfig Small = new() { Hidden = 8 };
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _target = Target.Load("1f423", 16, 10);

    private TrainedAutomaton Lively => new(Small, InitialWeights.DrawLively(Small, 3, bound: 0.05), _target);

    // A rule that changes nothing, and a seed cell that is its whole target.
    private TrainedAutomaton Still =>
        new(Small, new UpdateRuleWeights(16, 8), _target with { Rgba = InitialState.Plant(16, 16, 16).Rgba() });

    [Fact]
    public void Each_creature_is_wounded_and_looked_at_as_by_hand()
    {
        var timing = new WoundTiming(6, 9, Times: 2, Apart: 5);
        var wound = Wounds.Disc(0.2).At("twice", timing, _ => "two discs");
        var protocol = new WoundProtocol(Lively, samples: 4, looks: [0, 3, 7], engine: _engine);
        var befores = new Dictionary<int, List<CellState>>();
        var outcome = protocol.Inflict(wound, (sample, look, state) =>
        {
            if (look < 0)
                (befores.TryGetValue(sample, out var list) ? list : befores[sample] = []).Add(state.Clone());
        });
        Assert.Equal(("twice", "two discs"), (outcome.Wound, outcome.Text));
        Assert.True(outcome.Trials.Select(trial => trial.Age).Distinct().Count() > 1);
        for (var sample = 0; sample < 4; sample++)
        {
            var trial = outcome.Trials[sample];
            Assert.InRange(trial.Age, 6, 9);

            // Batches of as many, so that fire masks are those of the same sample.
            var states = Lively.PlantMany(4);
            Advance(states, 0, trial.Age);
            Assert.Equal(befores[sample][0].Values, states[sample].Values);
            Assert.Equal(Lively.Error(states[sample]), trial.Before);
            states[sample] = Wounded(befores[sample][0], sample, 1);
            Advance(states, trial.Age, 5);
            Assert.Equal(befores[sample][1].Values, states[sample].Values);
            states[sample] = Wounded(befores[sample][1], sample, 2);
            var errors = new List<double> { Lively.Error(states[sample]) };
            Advance(states, trial.Age + 5, 3);
            errors.Add(Lively.Error(states[sample]));
            Advance(states, trial.Age + 8, 4);
            errors.Add(Lively.Error(states[sample]));
            Assert.Equal(errors, trial.Errors);
            Assert.Equal(new[] { 5, 8, 12 }.Select(after => Bound(trial.Age + after)), trial.Bounds);
        }

        void Advance(CellState[] states, int from, int steps) => Lively.Advance(states, steps, engine: _engine, firstStep: from);

        CellState Wounded(CellState state, int sample, int time)
        {
            var wounded = state.Clone();
            wound.Inflict(
                wounded,
                _target,
                new(TrainedAutomaton.EvaluationSeed, Nca.Randomness.RandomPurpose.Wounding, ((long)time << 32) | (uint)sample)
            );
            return wounded;
        }

        double Bound(int age) => Math.Min(2 * Lively.Grow(age, 4, engine: _engine).Average(Lively.Error), Persistence.Bound);
    }

    [Fact]
    public void What_nothing_happens_to_is_back_and_what_is_lost_for_good_is_censored()
    {
        var protocol = new WoundProtocol(Still, samples: 3, looks: [5, 10], engine: _engine);
        var spared = protocol.Inflict(new Wound("none", _ => "nothing", (_, _, _) => true));
        Assert.Equal([new Proportion(3, 3), new Proportion(3, 3)], spared.BackAtEach);
        Assert.Equal((0, 5), (spared.Censored, spared.MedianSteps));
        Assert.All(spared.Trials, trial => Assert.Equal(200, trial.Age));

        var lost = protocol.Inflict(Wounds.Centre(0.2));
        Assert.Equal(new Proportion(0, 3), lost.BackAtLast);
        Assert.Equal((3, (int?)null), (lost.Censored, lost.MedianSteps));

        // One number of 1,024 went from 1 to 0: an error of 1/1024, which the old rule forgives.
        Assert.Equal(new Proportion(3, 3), lost.BackByOldRule(0));
    }

    [Fact]
    public void Shares_and_medians_are_those_of_the_hand()
    {
        var outcome = new WoundOutcome(
            "x",
            "x",
            [200, 400, 600],
            [Trial(1, 1, 1), Trial(3, 2, 3), Trial(3, double.NaN, 2), Trial(3, 3, 3), Trial(1, 1, 1) with { Fell = false }]
        );
        Assert.Equal([new Proportion(1, 5), new Proportion(2, 5), new Proportion(2, 5)], outcome.BackAtEach);
        Assert.Equal(2, outcome.Censored);
        Assert.Equal(600, outcome.MedianSteps);
        Assert.Equal([0, 1, 2, null, null], outcome.Trials.Select(trial => trial.FirstBack));

        static WoundTrial Trial(params double[] errors) => new(200, true, 1, errors, [2, 2, 2]);
    }

    [Fact]
    public void Twins_that_decay_excuse_nothing()
    {
        // Nothing is within the bound of a picture that is never reached, however bad the twins are.
        var protocol = new WoundProtocol(new(Small, new UpdateRuleWeights(16, 8), _target), 2, [1], engine: _engine);
        Assert.Equal(Persistence.Bound, protocol.BoundAt(3));
        Assert.Equal(0, protocol.Inflict(Wounds.Noise).BackAtLast.Successes);
    }

    [Fact]
    public void Twins_beyond_the_finite_numbers_are_no_measure()
    {
        var weights = InitialWeights.DrawLively(Small, 3, bound: 0.05);
        weights.Values.AsSpan().Fill(float.MaxValue);
        Assert.Equal(0, new WoundProtocol(new(Small, weights, _target), 2, [1], engine: _engine).BoundAt(6));
    }

    [Fact]
    public void Looks_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new WoundProtocol(Still, 1, []));
        Assert.Throws<ArgumentException>(() => new WoundProtocol(Still, 1, [5, 5]));
        Assert.Throws<ArgumentException>(() => new WoundProtocol(Still, 1, [-1, 5]));
    }

    [Fact]
    public void Survival_tells_when_each_creature_left()
    {
        var stays = Survival.Of(Still, 2, 500, engine: _engine);
        Assert.Equal([null, null], stays.LeftAt);
        Assert.Equal(new Proportion(2, 2), stays.Stayed);
        Assert.Equal([100, 200, 300, 400, 500], stays.Ages);
        Assert.All(stays.Largest, error => Assert.Equal(0, error));

        var never = Survival.Of(new(Small, new UpdateRuleWeights(16, 8), _target), 2, 300, engine: _engine);
        Assert.Equal([200, 200], never.LeftAt);
        Assert.Equal(new Proportion(0, 2), never.Stayed);

        var some = new Survival(1000, [null, 300, 700], [], [], []);
        Assert.Equal([3, 2, 2, 1], new[] { 200, 300, 600, 700 }.Select(step => some.StayedUntil(step).Successes));
        Assert.Throws<ArgumentOutOfRangeException>(() => some.StayedUntil(1001));
    }

    public void Dispose() => _engine.Dispose();
}
