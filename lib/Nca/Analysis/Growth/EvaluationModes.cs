using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Growth;

/// <summary>What a trained automaton does in an evaluation mode.</summary>
internal static class EvaluationModes
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

    /// <summary>Grows one sample from the seed cell.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="mode">Which cells take part in a step, and how much of their change counts.</param>
    /// <param name="grid">Rows and columns of the grid.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <param name="seed">Random seed of the fire masks, where the mode draws any.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <returns>The grown state.</returns>
    public static CellState Grow(
        this TrainedAutomaton creature,
        EvaluationMode mode,
        int grid,
        int steps,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        var state = creature.Plant(grid);
        creature.Advance(mode, [state], steps, seed, engine);
        return state;
    }

    /// <summary>The automaton with the rule that a mode runs: its changes times the fire rate where the mode scales them.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="mode">The mode.</param>
    public static TrainedAutomaton WithRuleOf(this TrainedAutomaton creature, EvaluationMode mode)
    {
        ArgumentNullException.ThrowIfNull(creature);
        return mode == EvaluationMode.Scaled ? creature with { Weights = Scaled(creature.Weights, creature.Automaton.FireRate) } : creature;
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
