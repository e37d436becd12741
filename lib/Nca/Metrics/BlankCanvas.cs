using Nca.Automaton;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Metrics;

/// <summary>
/// What an empty canvas scores against a target: the level that a creature has to beat, and the number of living cells that it should have.
/// </summary>
/// <param name="Error">Mean squared error.</param>
/// <param name="Similarity">SSIM of the whole canvas.</param>
/// <param name="SimilarityInBox">SSIM within the picture's box.</param>
/// <param name="SignalToNoise">PSNR in dB.</param>
/// <param name="TargetAliveCells">Cells of the target whose alpha exceeds 0.1.</param>
public sealed record BlankCanvas(double Error, double Similarity, double SimilarityInBox, double SignalToNoise, int TargetAliveCells)
{
    /// <summary>The mean squared error alone, on a canvas of any size.</summary>
    /// <param name="target">The target.</param>
    public static double ErrorOf(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ImageError.MeanSquared(new float[target.Rgba.Length], target.Rgba);
    }

    /// <summary>Measures it.</summary>
    /// <param name="target">The target, on a canvas of at least 7×7.</param>
    public static BlankCanvas Of(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var blank = new float[target.Rgba.Length];
        return new BlankCanvas(
            ErrorOf(target),
            StructuralSimilarity.Whole(blank, target.Rgba, target.Grid, target.Grid),
            BoxSimilarity.Of(blank, target),
            ImageError.PeakSignalToNoise(blank, target.Rgba),
            new CellState(target.Grid, target.Grid, CellState.VisibleChannels, target.Rgba).AliveCells()
        );
    }
}
