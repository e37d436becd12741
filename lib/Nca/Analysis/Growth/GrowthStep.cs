using Nca.Metrics;

namespace Nca.Analysis.Growth;

/// <summary>What the seeds show at one step, visible channels against the target on the whole canvas.</summary>
/// <param name="Step">Step, 0 for the seed.</param>
/// <param name="Error">Mean squared error over red, green, blue, alpha.</param>
/// <param name="Similarity">SSIM.</param>
/// <param name="SimilarityInBox">SSIM within the picture's box.</param>
/// <param name="SignalToNoise">PSNR in dB.</param>
/// <param name="AliveCells">Cells whose own alpha exceeds 0.1.</param>
public sealed record GrowthStep(
    int Step,
    SummaryStatistics Error,
    SummaryStatistics Similarity,
    SummaryStatistics SimilarityInBox,
    SummaryStatistics SignalToNoise,
    SummaryStatistics AliveCells
);
