namespace Nca.Metrics;

/// <summary>What several seeds agree on, and how much they differ.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation, with n − 1; 0 for a single seed.</param>
/// <param name="Lowest">Smallest value.</param>
/// <param name="Highest">Largest value.</param>
public sealed record SummaryStatistics(double Mean, double Deviation, double Lowest, double Highest)
{
    /// <summary>Sums values up.</summary>
    /// <param name="values">At least one.</param>
    public static SummaryStatistics Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        var mean = values.Average();
        var deviation = values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)) : 0;
        return new SummaryStatistics(mean, deviation, values.Min(), values.Max());
    }
}
