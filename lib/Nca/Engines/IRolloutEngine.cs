using Nca.Automaton;

namespace Nca.Engines;

/// <summary>
/// A differentiable rollout: T steps of the automaton, and the gradient of a loss of the last state with respect to the
/// weights. Two engines keep this contract: Torch (any device, autograd) and Fused (CPU, hand-written).
/// </summary>
public interface IRolloutEngine : IDisposable
{
    /// <summary>A short name: <c>torch</c> or <c>fused</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Names the arithmetic: two engines with the same text give the same bits for the same input. Part of a run's identity.
    /// </summary>
    string Arithmetic { get; }

    /// <summary>Advances states without gradients.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule, with the automaton's channels and hidden units.</param>
    /// <param name="states">The states, all of one shape; advanced in place.</param>
    /// <param name="steps">Number of steps, at least 0, for every state.</param>
    /// <param name="fire">Which cells fire; asked for (index in <paramref name="states"/>, firstStep + step).</param>
    /// <param name="firstStep">The number of the first step, where a growth is continued.</param>
    /// <exception cref="ArgumentException">Shapes do not fit each other.</exception>
    void Advance(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0
    );

    /// <summary>Rolls states out, evaluates the loss of each, and back-propagates through all steps.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule.</param>
    /// <param name="states">The first states, all of one shape; the last states replace them in place.</param>
    /// <param name="steps">Steps of each sample's rollout, each at least 1 (they may differ: T_b of the document's estimator).</param>
    /// <param name="fire">Which cells fire.</param>
    /// <param name="loss">The loss of a last state.</param>
    /// <param name="gradient">Receives the gradient of the mean of the samples' losses; every number is overwritten.</param>
    /// <returns>Each sample's loss.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit each other.</exception>
    double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        UpdateRuleWeights gradient
    );
}
