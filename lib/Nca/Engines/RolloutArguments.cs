using Nca.Automaton;

namespace Nca.Engines;

/// <summary>What every engine asks of its arguments before it touches them.</summary>
internal static class RolloutArguments
{
    /// <summary>Checks that weights, states and the automaton fit each other.</summary>
    public static void RequireConsistent(AutomatonConfig automaton, UpdateRuleWeights weights, IReadOnlyList<CellState> states)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(states);
        weights.RequireFit(automaton);
        if (states.Count == 0)
            throw new ArgumentException("A rollout needs at least one state.", nameof(states));
        var arrays = new HashSet<float[]>(ReferenceEqualityComparer.Instance);
        foreach (var state in states)
        {
            if (!state.HasShapeOf(states[0]))
                throw new ArgumentException(
                    $"All states of a batch have one shape, but a {state} stands beside a {states[0]}.",
                    nameof(states)
                );
            if (state.Channels != automaton.Channels)
                throw new ArgumentException($"A {state} does not fit an automaton with {automaton.Channels} channels.", nameof(states));

            // Two threads would write one array.
            if (!arrays.Add(state.Values))
                throw new ArgumentException("A batch holds each state once; clone a state to roll it out twice.", nameof(states));
        }
    }

    /// <summary>The same, with the lengths of rollouts and the place for the gradient.</summary>
    public static void RequireConsistent(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        UpdateRuleWeights gradient
    )
    {
        RequireConsistent(automaton, weights, states);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(gradient);
        gradient.RequireFit(automaton);
        if (steps.Count != states.Count)
            throw new ArgumentException($"{states.Count} states need as many rollout lengths, not {steps.Count}.", nameof(steps));
        foreach (var length in steps)
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1, nameof(steps));
    }
}
