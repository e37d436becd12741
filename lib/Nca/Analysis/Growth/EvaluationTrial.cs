using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Analysis.Growth;

/// <summary>A creature grown in one evaluation mode.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Growth">What was seen; a single sample where the mode draws no fire masks.</param>
public sealed record EvaluationTrial(EvaluationMode Mode, GrowthObservation Growth)
{
    /// <summary>What became of all samples: a lost one counts, and one whose error is not finite has not survived.</summary>
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
    /// <param name="creature">The trained automaton.</param>
    /// <param name="plan">How long and how often; its fire rate is not used.</param>
    /// <param name="engine">Computes the steps.</param>
    public static IReadOnlyList<EvaluationTrial> Compare(TrainedAutomaton creature, GrowthPlan plan, IRolloutEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(plan);

        // Without random masks all samples are identical.
        var single = plan with { FireRate = 1, Samples = 1 };
        using var work = LongWork.Begin($"Growth over {plan.Steps} steps, evaluated in three ways", 3L * plan.Steps);
        return
        [
            new(EvaluationMode.Stochastic, creature.Watch(plan with { FireRate = null }, engine)),
            new(EvaluationMode.Synchronous, creature.Watch(single, engine)),
            new(EvaluationMode.Scaled, creature.WithRuleOf(EvaluationMode.Scaled).Watch(single, engine)),
        ];
    }
}
