using Nca.Metrics;
using Nca.Targets;

namespace Nca.Metrics;

/// <summary>
/// SSIM within the picture's box. Over the whole canvas an empty one already scores well, because most of it is background that both share.
/// </summary>
public static class BoxSimilarity
{
    // Windows of 7×7 must stay on the canvas.
    private const int Border = 3;

    /// <summary>
    /// The mean of the similarity map over the cells that the picture covers, as far as they lie three cells from the canvas's edge.
    /// </summary>
    /// <param name="rgba">Visible channels, shape [grid, grid, 4].</param>
    /// <param name="target">What they are compared with, on a canvas of at least 7×7.</param>
    public static double Of(ReadOnlySpan<float> rgba, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (low, high) = (Math.Max(Border, target.Padding), Math.Min(target.Grid - Border, target.Padding + target.Size));
        return StructuralSimilarity.Within(rgba, target.Rgba, target.Grid, target.Grid, low, low, high, high);
    }
}
