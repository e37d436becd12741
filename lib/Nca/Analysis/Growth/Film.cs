using Nca.Automaton;
using Nca.Engines;
using Nca.Progress;

namespace Nca.Analysis.Growth;

/// <summary>A state followed step by step.</summary>
public static class Film
{
    /// <summary>Every state of a rollout, the first included.</summary>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule.</param>
    /// <param name="state">The first state, which is left as it is.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <param name="fire">Which cells fire.</param>
    /// <returns>Copies, one more than steps.</returns>
    public static IReadOnlyList<CellState> Of(
        IRolloutEngine engine,
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        CellState state,
        int steps,
        IFireMasks fire
    )
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var current = state.Clone();
        var frames = new List<CellState>(steps + 1) { current.Clone() };
        using var work = LongWork.Begin($"A growth over {steps} steps", steps);
        for (var step = 0; step < steps; step++)
        {
            work.Advance(engine, automaton, weights, [current], 1, fire, firstStep: step);
            frames.Add(current.Clone());
        }

        return frames;
    }
}
