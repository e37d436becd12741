using Nca.Figures.Model;
using Plotly.NET.LayoutObjects;

namespace Nca.Figures.Rendering;

/// <summary>The axes of a chart for plotly.js: its titles, and how numbers are written at its marks.</summary>
internal static class PlotlyAxes
{
    // Below this, plotly.js would write a mark as so many thousandths or millionths: "20µ".
    private const double Small = 0.01;

    // Below this, a number written out is mostly zeros.
    private const double Tiny = 1e-6;

    /// <summary>An axis.</summary>
    /// <param name="chart">Its chart.</param>
    /// <param name="along">Whether it is the horizontal one.</param>
    public static LinearAxis Of(Chart chart, bool along)
    {
        var axis = new LinearAxis();
        axis.SetProperty("title", PlotlyObject.Object(("text", along ? chart.XTitle : chart.YTitle)));
        if (IsLogarithmic(chart, along))
            MarkPowers(axis, Decades(ValuesOf(chart, along)));
        else if (Largest(ValuesOf(chart, along)) is > 0 and < Small and var largest)
            axis.SetProperty("exponentformat", largest < Tiny ? "e" : "none");
        return axis;
    }

    // Few ticks: at most six powers of ten, with 2 and 5 between them over less than one and a half; written out, so that they are of
    // one size, unless there are too many zeros for that.
    private static void MarkPowers(LinearAxis axis, double decades)
    {
        axis.SetProperty("type", "log");
        if (decades < 1.5)
            axis.SetProperty("nticks", 3);
        else
            axis.SetProperty("dtick", Math.Ceiling(decades / 5));
        axis.SetProperty("exponentformat", decades > 6 ? "e" : "none");
    }

    private static bool IsLogarithmic(Chart chart, bool along) =>
        chart switch
        {
            LineChart lines => along ? lines.LogX : lines.LogY,
            DotChart dots => along && dots.LogX,
            _ => false,
        };

    private static IEnumerable<double> ValuesOf(Chart chart, bool along) =>
        (chart, along) switch
        {
            (LineChart lines, true) => lines.Series.SelectMany(series => series.X),
            (LineChart lines, false) => lines.Series.SelectMany(series => series.Y),
            (DotChart dots, true) => dots.Series.SelectMany(series => series.Values),
            _ => [],
        };

    private static double Decades(IEnumerable<double> values)
    {
        var powers = values.Where(value => value > 0 && double.IsFinite(value)).Select(Math.Log10).ToArray();
        return powers.Length == 0 ? 0 : powers.Max() - powers.Min();
    }

    private static double Largest(IEnumerable<double> values) => values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
}
