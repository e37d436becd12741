using Nca.Metrics;

namespace Nca.Figures.Model;

/// <summary>A figure of one or more charts, side by side where there is room.</summary>
public sealed record ChartFigure : Figure
{
    /// <summary>The charts.</summary>
    public required IReadOnlyList<Chart> Charts { get; init; }
}

/// <summary>One chart.</summary>
public abstract record Chart
{
    /// <summary>Title above the chart; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Title of the horizontal axis, with its unit.</summary>
    public required string XTitle { get; init; }

    /// <summary>Title of the vertical axis, with its unit.</summary>
    public required string YTitle { get; init; }
}

/// <summary>Lines over a common axis.</summary>
public sealed record LineChart : Chart
{
    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Where the horizontal axis is marked, with the value written out; as the renderer sees fit by default.</summary>
    public IReadOnlyList<double>? XTicks { get; init; }

    /// <summary>Whether the vertical axis is logarithmic; values that are not above 0 are left out.</summary>
    public bool LogY { get; init; }
}

/// <summary>A line, its band, or points.</summary>
public sealed record Series
{
    /// <summary>Name in the legend.</summary>
    public required string Name { get; init; }

    /// <summary>Horizontal values.</summary>
    public required double[] X { get; init; }

    /// <summary>Vertical values, as many as <see cref="X"/>; NaN leaves a gap.</summary>
    public required double[] Y { get; init; }

    /// <summary>Lower edge of a band around the line, or null.</summary>
    public double[]? Lower { get; init; }

    /// <summary>Upper edge of a band around the line, or null.</summary>
    public double[]? Upper { get; init; }

    /// <summary>How it is drawn.</summary>
    public SeriesStyle Style { get; init; } = SeriesStyle.Line;

    /// <summary>Number of its colour in the palette, where several series belong together; its place in the chart by default.</summary>
    public int? Colour { get; init; }

    /// <summary>Whether the legend names it.</summary>
    public bool InLegend { get; init; } = true;

    /// <summary>The mean of several seeds as a line, in a band from the lowest to the highest.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="x">Horizontal values.</param>
    /// <param name="y">What the seeds show, as many as <paramref name="x"/>.</param>
    public static Series Band(string name, IEnumerable<double> x, IEnumerable<SummaryStatistics> y)
    {
        var spreads = y.ToArray();
        return new()
        {
            Name = name,
            X = [.. x],
            Y = [.. spreads.Select(spread => spread.Mean)],
            Lower = [.. spreads.Select(spread => spread.Lowest)],
            Upper = [.. spreads.Select(spread => spread.Highest)],
        };
    }

    /// <summary>A level across a range: a baseline.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="level">The level.</param>
    /// <param name="from">Left end.</param>
    /// <param name="to">Right end.</param>
    public static Series Baseline(string name, double level, double from, double to) =>
        new()
        {
            Name = name,
            X = [from, to],
            Y = [level, level],
            Style = SeriesStyle.Dashed,
        };
}

/// <summary>How a series is drawn.</summary>
public enum SeriesStyle
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A faint line, for raw values behind smoothed ones.</summary>
    Faint,

    /// <summary>A dashed line.</summary>
    Dashed,

    /// <summary>Points.</summary>
    Points,

    /// <summary>A line with the area down to zero filled: a density.</summary>
    Filled,

    /// <summary>A path whose start and end are marked.</summary>
    Path,

    /// <summary>Hollow points: censored observations, which are known only to lie beyond.</summary>
    OpenPoints,

    /// <summary>A staircase that keeps each value until the next.</summary>
    Steps,
}

/// <summary>Numbers on a grid as colours.</summary>
public sealed record HeatMap : Chart
{
    /// <summary>The numbers, shape [rows, columns]; row 0 is at the bottom unless <see cref="FirstRowOnTop"/>.</summary>
    public required double[,] Values { get; init; }

    /// <summary>Title of the colour bar, with its unit.</summary>
    public required string ColourTitle { get; init; }

    /// <summary>Positions of the columns; 0, 1, 2 … by default.</summary>
    public double[]? X { get; init; }

    /// <summary>Positions of the rows; 0, 1, 2 … by default.</summary>
    public double[]? Y { get; init; }

    /// <summary>Whether row 0 is on top, as in pictures.</summary>
    public bool FirstRowOnTop { get; init; }

    /// <summary>
    /// Numbers with the first and the last colour, so that maps can be compared; the smallest and the largest by default.
    /// </summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>
    /// A line drawn over the map, say a creature's outline, in the coordinates of <see cref="X"/> and <see cref="Y"/>; NaN lifts the pen. A
    /// map with one is a map of a place: row 0 is on top and a step down is as long as a step to the right.
    /// </summary>
    public (double[] X, double[] Y)? Outline { get; init; }

    /// <summary>Names of the columns in the place of numbers, as many as <see cref="X"/>.</summary>
    public IReadOnlyList<string>? XLabels { get; init; }

    /// <summary>Names of the rows in the place of numbers, as many as <see cref="Y"/>.</summary>
    public IReadOnlyList<string>? YLabels { get; init; }

    /// <summary>
    /// A line drawn over a map that is no place, say a border between two kinds of numbers, in the coordinates of <see cref="X"/> and
    /// <see cref="Y"/>; NaN lifts the pen. Row 0 is at the bottom.
    /// </summary>
    public (double[] X, double[] Y)? Border { get; init; }
}
