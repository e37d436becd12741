using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// What is kept of a stretch of iterations: means, and the extremes of the loss. A training in full has stretches of one iteration; a
/// thinned record has longer ones and says so.
/// </summary>
public sealed record MetricsWindow
{
    /// <summary>First iteration, from 0.</summary>
    public required int Iteration { get; init; }

    /// <summary>Iterations in the stretch.</summary>
    public required int Iterations { get; init; }

    /// <summary>Mean loss of the batches.</summary>
    public required double Loss { get; init; }

    /// <summary>Smallest loss of a batch.</summary>
    public required double LowestLoss { get; init; }

    /// <summary>Largest loss of a batch.</summary>
    public required double HighestLoss { get; init; }

    /// <summary>Mean norm of the gradient before clipping or normalisation.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Learning rate of the first iteration.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean length of the rollouts.</summary>
    public required double Rollout { get; init; }

    /// <summary>Mean of living cells per sample.</summary>
    public required double AliveCells { get; init; }

    /// <summary>Largest absolute value of a hidden channel.</summary>
    public required double LargestHidden { get; init; }

    /// <summary>Last states without a living cell.</summary>
    public required int DeadSamples { get; init; }

    /// <summary>States that were kept out of the pool.</summary>
    public required int ReplacedStates { get; init; }

    /// <summary>Sums records up.</summary>
    /// <param name="records">One record per iteration, in order.</param>
    /// <param name="length">Iterations of a stretch; the last one may be shorter.</param>
    public static IReadOnlyList<MetricsWindow> Of(IReadOnlyList<TrainingRecord> records, int length = 1)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return [.. records.Chunk(length).Select(Sum)];
    }

    /// <summary>
    /// Mean loss of the last iterations. Windows that reach into them count whole: with at most a thousand windows that is a handful of
    /// iterations more.
    /// </summary>
    /// <param name="windows">All windows of a training, in order, at least one.</param>
    /// <param name="iterations">How many, at least 1.</param>
    public static double FinalLoss(IReadOnlyList<MetricsWindow> windows, int iterations)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var last = windows[^1].Iteration + windows[^1].Iterations;
        var counted = windows.Where(window => window.Iteration + window.Iterations > last - iterations).ToArray();
        return counted.Sum(window => window.Loss * window.Iterations) / counted.Sum(window => window.Iterations);
    }

    private static MetricsWindow Sum(TrainingRecord[] records) =>
        new()
        {
            Iteration = records[0].Iteration,
            Iterations = records.Length,
            Loss = records.Average(record => record.Loss),
            LowestLoss = records.Min(record => record.Loss),
            HighestLoss = records.Max(record => record.Loss),
            GradientNorm = records.Average(record => record.GradientNorm),
            LearningRate = records[0].LearningRate,
            Rollout = records.Average(record => record.Rollouts.Average()),
            AliveCells = records.Average(record => record.MeanAliveCells),
            LargestHidden = records.Max(record => record.LargestHidden),
            DeadSamples = records.Sum(record => record.DeadSamples),
            ReplacedStates = records.Sum(record => record.ReplacedStates),
        };
}
