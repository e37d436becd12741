using Nca.Automaton;
using Nca.Engines;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Analysis.Growth;

/// <summary>A creature grown in one evaluation mode.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Growth">What was seen; a single growth where the mode has no dice.</param>
public sealed record EvaluationTrial(EvaluationMode Mode, GrowthObservation Growth)
{
    /// <summary>What became of all growths together: one that is lost counts, and an error that is no number is no survival.</summary>
    public Fate Fate
    {
        get
        {
            var grown = Enumerable
                .Range(0, Growth.Steps.Count)
                .Select(look => Growth.Errors.All(curve => curve[look] <= Persistence.Bound))
                .ToArray();
            return grown[^1] ? Fate.Survives
                : grown.Contains(true) ? Fate.Lost
                : Fate.NeverGrown;
        }
    }

    /// <summary>Grows a creature in each mode.</summary>
    /// <param name="automaton">The kind of step, with the fire rate of the training.</param>
    /// <param name="weights">The trained rule.</param>
    /// <param name="target">What it should become.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="plan">How long and how often; its fire rate is not used.</param>
    public static IReadOnlyList<EvaluationTrial> Compare(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        Target target,
        IRolloutEngine engine,
        GrowthPlan plan
    )
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(plan);

        using var work = LongWork.Begin($"Growths over {plan.Steps} steps, evaluated in three ways", 3L * plan.Steps);

        // Without dice all growths are the same one.
        var single = plan with
        {
            FireRate = 1,
            Seeds = 1,
        };
        return
        [
            new(
                EvaluationMode.Stochastic,
                Analysis.Growth.Growth.Observe(automaton, weights, target, engine, plan with { FireRate = null })
            ),
            new(EvaluationMode.Synchronous, Analysis.Growth.Growth.Observe(automaton, weights, target, engine, single)),
            new(
                EvaluationMode.Scaled,
                Analysis.Growth.Growth.Observe(automaton, Scaled(weights, automaton.FireRate), target, engine, single)
            ),
        ];
    }

    /// <summary>
    /// A rule whose every change is a multiple of another's. The last layer is linear, so its matrix and bias times a factor are exactly
    /// the change times that factor: with every cell firing, p · f(s) is the mean of the stochastic update.
    /// </summary>
    /// <param name="weights">The rule; it is not changed.</param>
    /// <param name="factor">The factor, finite.</param>
    public static UpdateRuleWeights Scaled(UpdateRuleWeights weights, double factor)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A change can be multiplied by finite numbers only.");
        var scaled = weights.Clone();
        foreach (ref var weight in scaled.OutputWeights)
            weight = (float)(weight * factor);
        foreach (ref var bias in scaled.OutputBiases)
            bias = (float)(bias * factor);
        return scaled;
    }
}
