namespace Nca.Training;

/// <summary>A training whose every state has died: the gradient of an empty canvas is exactly zero, so it cannot come back.</summary>
/// <param name="iteration">The iteration at which it was given up, from 0.</param>
/// <param name="batches">How many batches in a row had no living cell.</param>
public sealed class DeadPoolException(int iteration, int batches)
    : TrainingFailedException(
        iteration,
        $"The pool died: at iteration {iteration}, {batches} batches in a row ended without a living cell, "
            + "and an empty canvas has no gradient to learn from. Try a smaller LearningRate, a shorter RolloutCap or another Seed."
    );
