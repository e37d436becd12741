namespace Nca.Metrics;

/// <summary>Gaussian kernel density estimate with Scott's bandwidth, on the grid that seaborn's <c>kdeplot</c> uses.</summary>
/// <param name="Grid">Positions: 200 points from 3 bandwidths below the smallest value to 3 above the largest.</param>
/// <param name="Density">Density at each position; its integral is about 1.</param>
/// <param name="Bandwidth">Standard deviation (n − 1) · n^(−1/5) (Scott 1992).</param>
public sealed record GaussianKernelDensity(double[] Grid, double[] Density, double Bandwidth)
{
    /// <summary>Estimates the density of a sample.</summary>
    /// <param name="sample">At least two values that are not all the same.</param>
    /// <param name="points">Points of the grid, 2 or more.</param>
    /// <exception cref="ArgumentException">The sample has no spread.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two points.</exception>
    public static GaussianKernelDensity Of(IReadOnlyCollection<double> sample, int points = 200)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var mean = sample.Count > 0 ? sample.Average() : 0;
        var deviation = Math.Sqrt(sample.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, sample.Count - 1));
        if (!(deviation > 0))
            throw new ArgumentException("A density needs at least two different, finite values.", nameof(sample));
        var bandwidth = deviation * Math.Pow(sample.Count, -0.2);
        var (low, high) = (sample.Min() - 3 * bandwidth, sample.Max() + 3 * bandwidth);
        var grid = Enumerable.Range(0, points).Select(index => low + (high - low) * index / (points - 1)).ToArray();
        var scale = 1 / (sample.Count * bandwidth * Math.Sqrt(2 * Math.PI));
        var density = grid.Select(position => scale * sample.Sum(value => Math.Exp(-0.5 * Square((position - value) / bandwidth))))
            .ToArray();
        return new GaussianKernelDensity(grid, density, bandwidth);
    }

    private static double Square(double value) => value * value;
}
