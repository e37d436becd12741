namespace Nca.Training;

/// <summary>A training that left the finite numbers. The weights from before the iteration are kept.</summary>
/// <param name="iteration">The iteration, from 0.</param>
/// <param name="what">What was not finite: the loss, or a variable's gradient.</param>
public sealed class DivergedException(int iteration, string what)
    : TrainingFailedException(
        iteration,
        $"Training diverged: {what} is not finite at iteration {iteration}; the weights from before it are kept. "
            + "Try a smaller LearningRate, a smaller ClipNorm or an OverflowPenalty."
    );
