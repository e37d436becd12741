using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Analysis.Growth;

/// <summary>
/// Grows a creature from the seed, several times with different dice, and measures it against its target (document, section 6).
/// </summary>
public static class Growth
{
    /// <summary>An error at which a damaged creature counts as healed whatever it was before.</summary>
    public const double Healed = 2e-3;

    /// <summary>Watches a creature grow.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The trained rule.</param>
    /// <param name="target">What it should become.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="plan">How long, how often, and what happens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan cannot be.</exception>
    public static GrowthObservation Observe(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        Target target,
        IRolloutEngine engine,
        GrowthPlan plan
    )
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, target);
        var canvas = plan.Grid is { } grid ? target.OnCanvas(grid) : target;
        var measured = Enumerable
            .Range(0, plan.Steps + 1)
            .Where(step => step % plan.Every == 0 || step == plan.Steps || (plan.Damage is not null && step == plan.DamageAt))
            .ToArray();
        var states = Enumerable.Range(0, plan.Seeds).Select(_ => Seed.Plant(canvas.Grid, canvas.Grid, automaton.Channels)).ToArray();
        var fire = new CounterFireMasks(plan.Dice, 0, plan.FireRate ?? automaton.FireRate);
        var (steps, frames) = (new List<GrowthStep>(), new List<CellState>());
        var errors = states.Select(_ => new double[measured.Length]).ToArray();
        using var work = LongWork.Begin($"{plan.Seeds} growths over {plan.Steps} steps", plan.Steps);
        for (var measurement = 0; measurement < measured.Length; measurement++)
        {
            var step = measured[measurement];
            var before = measurement == 0 ? 0 : measured[measurement - 1];
            work.Advance(engine, automaton, weights, states, step - before, fire, before);
            var seen = Measure(states, canvas);
            steps.Add(
                new GrowthStep(
                    step,
                    Over(seen, growth => growth.Error),
                    Over(seen, growth => growth.Similarity),
                    Over(seen, growth => growth.InBox),
                    Over(seen, growth => growth.SignalToNoise),
                    Over(seen, growth => growth.Alive)
                )
            );
            frames.Add(states[0].Clone());
            for (var seed = 0; seed < states.Length; seed++)
                errors[seed][measurement] = seen[seed].Error;

            // Damage falls after its step has been measured, so that the record shows the state before it.
            if (plan.Damage is { } damage && step == plan.DamageAt)
                foreach (var state in states)
                    damage.ApplyTo(state);
        }

        return new GrowthObservation
        {
            Steps = steps,
            Frames = frames,
            Errors = errors,
            Recovery = [.. errors.Select(curve => plan.Damage is null ? null : StepsToRecover(curve, measured, plan.DamageAt))],
        };
    }

    private static (double Error, double Similarity, double InBox, double SignalToNoise, double Alive)[] Measure(
        CellState[] states,
        Target canvas
    )
    {
        var seen = new (double, double, double, double, double)[states.Length];
        Parallel.For(
            0,
            states.Length,
            seed =>
            {
                var rgba = states[seed].Rgba();
                seen[seed] = (
                    ImageError.MeanSquared(rgba, canvas.Rgba),
                    StructuralSimilarity.Whole(rgba, canvas.Rgba, canvas.Grid, canvas.Grid),
                    BoxSimilarity.Of(rgba, canvas),
                    ImageError.PeakSignalToNoise(rgba, canvas.Rgba),
                    states[seed].AliveCells()
                );
            }
        );
        return seen;
    }

    private static Spread Over<T>(T[] seen, Func<T, double> value) => Spread.Of([.. seen.Select(value)]);

    private static int? StepsToRecover(double[] errors, int[] steps, int damagedAt)
    {
        var before = errors[Array.IndexOf(steps, damagedAt)];
        for (var measurement = 0; measurement < steps.Length; measurement++)
            if (steps[measurement] > damagedAt && errors[measurement] <= Math.Max(2 * before, Healed))
                return steps[measurement] - damagedAt;
        return null;
    }

    private static void Require(GrowthPlan plan, Target target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Grid ?? target.Grid, 7, nameof(plan.Grid));
        if (plan.Damage is not null)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plan.DamageAt, plan.Steps);
    }
}
