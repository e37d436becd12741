using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Growth;

/// <summary>What a trained automaton does in an evaluation mode.</summary>
public static class EvaluationModes
{
    /// <summary>Advances states in place.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="mode">Which cells take part in a step, and how much of their change counts.</param>
    /// <param name="states">The states, all of one shape.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <param name="seed">Random seed of the fire masks, where the mode draws any.</param>
    /// <param name="engine">Computes the steps.</param>
    public static void Advance(
        this TrainedAutomaton creature,
        EvaluationMode mode,
        IReadOnlyList<CellState> states,
        int steps,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        var masks = mode == EvaluationMode.Stochastic ? creature.Masks(seed) : new SynchronousUpdate();
        creature.WithRuleOf(mode).Advance(states, steps, masks, engine);
    }

    /// <summary>The automaton with the rule that a mode runs: its changes times the fire rate where the mode scales them.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="mode">The mode.</param>
    public static TrainedAutomaton WithRuleOf(this TrainedAutomaton creature, EvaluationMode mode)
    {
        ArgumentNullException.ThrowIfNull(creature);
        return mode == EvaluationMode.Scaled
            ? creature with
            {
                Weights = EvaluationTrial.Scaled(creature.Weights, creature.Automaton.FireRate),
            }
            : creature;
    }
}
