namespace Nca.Training;

/// <summary>A training that cannot continue: a value is no longer finite, or the pool died.</summary>
/// <param name="iteration">The iteration at which it stopped, from 0.</param>
/// <param name="message">What happened and what to try, in one line.</param>
public abstract class TrainingFailedException(int iteration, string message) : Exception(message)
{
    /// <summary>The iteration at which it stopped, from 0.</summary>
    public int Iteration { get; } = iteration;
}
