using Nca.Runs;

namespace Nca.Studies;

/// <summary>How a training of an experiment goes.</summary>
/// <param name="Run">Which one.</param>
/// <param name="Stage">What happened.</param>
/// <param name="Training">Its last iteration, while it trains.</param>
/// <param name="Result">The finished run, or null.</param>
/// <param name="Problem">Why it could not be finished, in one line, or null.</param>
internal sealed record ExperimentProgress(
    ExperimentRun Run,
    ExperimentStage Stage,
    TrainingProgress? Training = null,
    StoredRun? Result = null,
    string? Problem = null
);
