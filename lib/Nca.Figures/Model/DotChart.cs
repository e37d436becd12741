namespace Nca.Figures.Model;

/// <summary>Values beside their names, one row each, the first on top: how many recipes compare at a glance.</summary>
public sealed record DotChart : Chart
{
    /// <summary>Names of the rows.</summary>
    public required IReadOnlyList<string> Rows { get; init; }

    /// <summary>What is marked in the rows.</summary>
    public required IReadOnlyList<DotSeries> Series { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic; values that are not above 0 are left out.</summary>
    public bool LogX { get; init; }
}

/// <summary>One mark per row, with the range around it.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Values">A value per row; NaN where there is none.</param>
/// <param name="Lower">Lower end of the range, a value per row.</param>
/// <param name="Upper">Upper end of the range, a value per row.</param>
public sealed record DotSeries(string Name, double[] Values, double[] Lower, double[] Upper);
