using Nca.Automaton;

namespace Nca.Training;

/// <summary>The weights at a moment of training.</summary>
/// <param name="Percent">How much of the training was done: 0, 40, 70 or 100.</param>
/// <param name="Weights">A copy of the weights.</param>
public sealed record WeightSnapshot(int Percent, UpdateRuleWeights Weights)
{
    /// <summary>The moments at which snapshots are taken, in per cent of the iterations.</summary>
    public static IReadOnlyList<int> Moments { get; } = [0, 40, 70, 100];

    /// <summary>The number of finished iterations at which a snapshot is due: exactly steps · percent / 100, rounded down.</summary>
    /// <param name="percent">Per cent.</param>
    /// <param name="steps">Iterations of the whole training.</param>
    public static int DueAfter(int percent, int steps) => (int)((long)steps * percent / 100);
}
