using Nca.Automaton;
using Nca.Training;

namespace Nca.Runs;

/// <summary>How a training goes.</summary>
/// <param name="Record">The iteration that just ended.</param>
/// <param name="Steps">Iterations of the whole training.</param>
/// <param name="Rate">Iterations a second, lately.</param>
/// <param name="Left">Time left: what remains at this rate, weighed by the length of the rollouts to come.</param>
/// <param name="ProbeSimilarity">
/// SSIM (whole canvas) of a probe grown from the seed, when one was grown last; null before the first.
/// </param>
/// <param name="Checkpointed">Whether a checkpoint was written after this iteration.</param>
public sealed record TrainingProgress(
    TrainingRecord Record,
    int Steps,
    double Rate,
    TimeSpan Left,
    double? ProbeSimilarity,
    bool Checkpointed
)
{
    /// <summary>Multiplications and additions of the training so far; null where a part of it was not counted.</summary>
    public long? Operations { get; init; }

    /// <summary>What the last probe grew into, the same state until there is a new one; null before the first.</summary>
    public CellState? Probe { get; init; }
}
