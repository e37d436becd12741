namespace Nca.Training;

/// <summary>What one iteration left behind.</summary>
public sealed record TrainingRecord
{
    /// <summary>Iteration, from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>Loss of the batch: the mean of <see cref="SampleLosses"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>Loss of each sample, length B.</summary>
    public required double[] SampleLosses { get; init; }

    /// <summary>Euclidean norm of the gradient before clipping or normalisation.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Living cells (own alpha &gt; 0.1) of each sample's last state, length B.</summary>
    public required int[] AliveCells { get; init; }

    /// <summary>Steps of each sample's rollout, length B.</summary>
    public required int[] Rollouts { get; init; }

    /// <summary>Learning rate of the iteration.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Variance of each channel over batch and cells in the last states (with n − 1), length C.</summary>
    public required double[] ChannelVariance { get; init; }

    /// <summary>Largest absolute value of a hidden channel in the last states.</summary>
    public required double LargestHidden { get; init; }

    /// <summary>Last states of the batch without a single living cell.</summary>
    public required int DeadSamples { get; init; }

    /// <summary>States that were kept out of the pool in this iteration, dead or not finite.</summary>
    public required int ReplacedStates { get; init; }

    /// <summary>Living cells per sample, mean over the batch.</summary>
    public double MeanAliveCells => AliveCells.Average();

    /// <summary>
    /// Whether every state of the batch died: its gradient is exactly zero, and training cannot leave this point by itself.
    /// </summary>
    public bool BatchIsDead => DeadSamples == AliveCells.Length;
}
