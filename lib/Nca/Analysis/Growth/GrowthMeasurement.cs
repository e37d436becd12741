using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Analysis.Growth;

/// <summary>
/// Grows samples of a creature from the seed cell and measures them against the target (tutorial, section 6).
/// </summary>
public static class GrowthMeasurement
{
    /// <summary>Watches a creature grow.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="plan">How long, how often, and what happens.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan cannot be.</exception>
    public static GrowthObservation Watch(this TrainedAutomaton creature, GrowthPlan plan, IRolloutEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(plan);
        Require(plan, creature.Target);
        var canvas = plan.Grid is { } grid ? creature.Target.OnCanvas(grid) : creature.Target;
        int[] measured = [.. EvenSpacing.UpTo(plan.Steps, plan.Every)];
        if (plan.Damage is not null)
            measured = [.. measured.Append(plan.DamageAt).Distinct().Order()];
        var states = creature.PlantMany(plan.Samples, plan.Grid);
        var fire = creature.Masks(plan.Seed, fireRate: plan.FireRate);
        var (steps, frames, frameSteps) = (new List<GrowthStep>(), new List<CellState>(), new List<int>());
        var errors = states.Select(_ => new List<double>()).ToArray();
        var recoveries = states.Select(_ => new RecoveryWatch()).ToArray();
        var measurement = -1;
        foreach (var step in creature.Visit(states, measured, fire, engine))
        {
            measurement++;
            var seen = Measure(states, canvas);
            if (measurement % plan.KeepEvery == 0 || measurement == measured.Length - 1)
            {
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
                for (var sample = 0; sample < states.Length; sample++)
                    errors[sample].Add(seen[sample].Error);
            }

            if (plan.FrameEvery > 0 && measurement % plan.FrameEvery == 0)
            {
                frames.Add(states[0].Clone());
                frameSteps.Add(step);
            }

            if (plan.Damage is not null)
                for (var sample = 0; sample < states.Length; sample++)
                    recoveries[sample].See(step - plan.DamageAt, seen[sample].Error);

            // Damage falls after its step has been measured, so that the record shows the state before it.
            if (plan.Damage is { } damage && step == plan.DamageAt)
                foreach (var state in states)
                    damage.ApplyTo(state);
        }

        return new GrowthObservation
        {
            Steps = steps,
            Frames = frames,
            FrameSteps = frameSteps,
            Errors = [.. errors.Select(curve => curve.ToArray())],
            Recovery = [.. recoveries.Select(watch => watch.Steps)],
        };
    }

    private static (double Error, double Similarity, double InBox, double SignalToNoise, double Alive)[] Measure(
        CellState[] states,
        Target canvas
    )
    {
        var seen = new (double, double, double, double, double)[states.Length];
        Parallel.For(0, states.Length, sample =>
        {
            var rgba = states[sample].Rgba();
            seen[sample] = (
                ImageError.MeanSquared(rgba, canvas.Rgba),
                StructuralSimilarity.Whole(rgba, canvas.Rgba, canvas.Grid, canvas.Grid),
                BoxSimilarity.Of(rgba, canvas),
                ImageError.PeakSignalToNoise(rgba, canvas.Rgba),
                states[sample].AliveCells()
            );
        });
        return seen;
    }

    private static SummaryStatistics Over<T>(T[] seen, Func<T, double> value) => SummaryStatistics.Of([.. seen.Select(value)]);

    private static void Require(GrowthPlan plan, Target target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.KeepEvery, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(plan.FrameEvery);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Grid ?? target.Grid, 7, nameof(plan.Grid));
        if (plan.Damage is not null)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(plan.DamageAt, plan.Steps);
    }

    // The first step at which a growth is back, found as it is seen.
    private sealed class RecoveryWatch
    {
        private double _before;

        public int? Steps { get; private set; }

        public void See(int sinceDamage, double error)
        {
            if (sinceDamage == 0)
                _before = error;
            else if (sinceDamage > 0 && Steps is null && error <= HealingBound.After(_before))
                Steps = sinceDamage;
        }
    }
}
