using Nca.Automaton;

namespace Nca.Engines;

/// <summary>
/// A differentiable rollout: T steps of the automaton, and the gradient of a loss of the last state with respect to the
/// weights. Two engines keep this contract: Torch (any device, autograd) and Fused (CPU, hand-written).
/// </summary>
/// <remarks>
/// <para>
/// All or nothing: a call that fails or is cancelled leaves states and gradient as they were. Exceptions of masks and losses come through
/// as they were thrown, the first one where several threads fail.
/// </para>
/// <para>
/// Threads: calls may run at once, each on states of its own; the Torch engine lets them wait for each other. After
/// <see cref="IDisposable.Dispose"/> a call throws <see cref="ObjectDisposedException"/>; one under way ends as usual.
/// </para>
/// <para>
/// Numbers that are not finite: a NaN alpha is not alive. Cells that do not fire keep what they hold and cells that do not survive are
/// emptied, whatever stands in them or near them. A cell that fires with a NaN among itself and its eight neighbours becomes NaN in every
/// channel, alike in both engines. An infinity reaches the same cells, but whether they then hold infinities or NaN is the engine's own.
/// Losses pass through as they are; a gradient through such cells is not finite, in which of its numbers is the engine's own.
/// </para>
/// </remarks>
public interface IRolloutEngine : IDisposable
{
    /// <summary>A short name: <c>torch</c> or <c>fused</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Names the arithmetic: two engines with the same text give the same bits for the same input. Part of a run's identity.
    /// </summary>
    string Arithmetic { get; }

    /// <summary>Threads that a call may use.</summary>
    int Threads { get; }

    /// <summary>
    /// Multiplications and additions in the update rule since the engine was made, forward and backward, two per fused pair: the measure
    /// by which trainings on different machines compare. What is computed twice counts twice; what is skipped does not count. The number
    /// depends on neither threads nor vector width (padding is left out), and calls that fail count what they had done.
    /// </summary>
    long Operations { get; }

    /// <summary>Advances states without gradients.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule, with the automaton's channels and hidden units.</param>
    /// <param name="states">The states, all of one shape; advanced in place.</param>
    /// <param name="steps">Number of steps, at least 0, for every state.</param>
    /// <param name="fire">Which cells fire; asked for (index in <paramref name="states"/>, firstStep + step).</param>
    /// <param name="firstStep">The number of the first step, where a growth is continued.</param>
    /// <param name="cancellation">Looked at before every step of every state.</param>
    /// <exception cref="ArgumentException">Shapes do not fit each other, or the batch holds the same state twice.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Advance(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0,
        CancellationToken cancellation = default
    );

    /// <summary>Rolls states out, evaluates the loss of each, and back-propagates through all steps.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule.</param>
    /// <param name="states">The first states, all of one shape; the last states replace them in place.</param>
    /// <param name="steps">Steps of each sample's rollout, each at least 1 (they may differ: T_b of the tutorial's estimator).</param>
    /// <param name="fire">Which cells fire.</param>
    /// <param name="loss">The loss of a last state.</param>
    /// <param name="gradient">Receives the gradient of the mean of the samples' losses; every number is overwritten.</param>
    /// <param name="cancellation">Looked at before every step of every state, forward and backward.</param>
    /// <returns>Each sample's loss.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit each other, or the batch holds the same state twice.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        UpdateRuleWeights gradient,
        CancellationToken cancellation = default
    );
}
