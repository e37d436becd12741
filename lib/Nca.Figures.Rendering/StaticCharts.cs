using Nca.Figures.Model;
using ScottPlot;
using ScottPlot.Plottables;

namespace Nca.Figures.Rendering;

/// <summary>Charts side by side in a static PNG, drawn without a browser.</summary>
internal static class StaticCharts
{
    private const int PanelWidth = 620,
        PanelHeight = 440;

    static StaticCharts() => Typefaces.Register();

    public static byte[] Png(ChartFigure figure)
    {
        var columns = figure.Charts.Count == 4 ? 2 : Math.Min(3, figure.Charts.Count);
        var rows = (figure.Charts.Count + columns - 1) / columns;
        var plots = new Multiplot();
        foreach (var chart in figure.Charts)
        {
            var plot = new Plot();
            Draw(plot, chart);

            // A multiplot is born with one plot: the first of ours takes its place.
            if (chart == figure.Charts[0])
                plots.Reset(plot);
            else
                plots.AddPlot(plot);
        }

        plots.Layout = new ScottPlot.MultiplotLayouts.Grid(rows, columns);
        using var image = plots.Render(columns * PanelWidth, rows * PanelHeight);
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static void Draw(Plot plot, Chart chart)
    {
        plot.Font.Set(Typefaces.Family);
        plot.Title(chart.Title, 16);
        plot.XLabel(chart.XTitle, 14);
        plot.YLabel(chart.YTitle, 14);
        plot.Grid.MajorLineColor = Color.FromHex("#e4e1da");
        switch (chart)
        {
            case HeatMap { Outline: not null } place:
                DrawPlace(plot, place);
                break;
            case HeatMap map:
                DrawMap(plot, map);
                break;
            case DotChart dots:
                DrawDots(plot, dots);
                break;
            default:
                DrawLines(plot, (LineChart)chart);
                break;
        }
    }

    private static void DrawLines(Plot plot, LineChart chart)
    {
        for (var index = 0; index < chart.Series.Count; index++)
        {
            var series = chart.Series[index];
            var colour = Color.FromHex(Palette.Of(series.Colour ?? index));
            if (series.Lower is not null && series.Upper is not null)
            {
                // A place without a number (an infinite error, or zero on a logarithmic axis) is left out.
                var (along, low, high) = (Axis(series.X, chart.LogX), Axis(series.Lower, chart.LogY), Axis(series.Upper, chart.LogY));
                var drawn = Enumerable
                    .Range(0, along.Length)
                    .Where(point => double.IsFinite(along[point]) && double.IsFinite(low[point]) && double.IsFinite(high[point]))
                    .ToArray();
                var band = plot.Add.FillY(
                    drawn.Select(point => along[point]).ToArray(),
                    drawn.Select(point => low[point]).ToArray(),
                    drawn.Select(point => high[point]).ToArray()
                );
                band.FillStyle.Color = colour.WithAlpha(0.18);
                band.LineStyle.Width = 0;
                band.MarkerStyle.Size = 0;
            }

            var (x, y) = (Axis(series.X, chart.LogX), Axis(series.Y, chart.LogY));
            var shown = Enumerable.Range(0, x.Length).Where(point => double.IsFinite(x[point]) && double.IsFinite(y[point])).ToArray();
            foreach (var piece in Pieces(shown))
            {
                var line = plot.Add.Scatter(
                    piece.Select(point => x[point]).ToArray(),
                    piece.Select(point => y[point]).ToArray(),
                    series.Style == SeriesStyle.Faint ? colour.WithAlpha(Palette.FaintShare(Palette.Of(series.Colour ?? index))) : colour
                );
                if (piece[0] == shown[0] && series.InLegend)
                    line.LegendText = series.Name;
                line.LineWidth =
                    series.Style is SeriesStyle.Points or SeriesStyle.OpenPoints ? 0
                    : series.Style == SeriesStyle.Faint ? 1
                    : 2;
                line.MarkerSize =
                    series.Style is not (SeriesStyle.Points or SeriesStyle.OpenPoints) ? 0
                    : x.Length > PlotlyCharts.Crowd ? 3
                    : 7;
                if (series.Style == SeriesStyle.OpenPoints)
                    (line.MarkerShape, line.MarkerStyle.LineWidth) = (MarkerShape.OpenCircle, 1.5f);
                if (series.Style == SeriesStyle.Steps)
                    line.ConnectStyle = ConnectStyle.StepHorizontal;
                if (series.Style == SeriesStyle.Dashed)
                    line.LinePattern = LinePattern.Dashed;
                if (series.Style == SeriesStyle.Filled)
                {
                    line.FillY = true;
                    line.FillYColor = colour.WithAlpha(0.15);
                }
            }

            if (series.Style == SeriesStyle.Path && shown.Length > 0)
                MarkEnds(plot, x, y, shown, colour);
        }

        if (chart.LogX)
            Logarithmic(plot.Axes.Bottom, Powers(chart.Series.SelectMany(series => series.X)));
        if (chart.XTicks is { } ticks)
            plot.Axes.Bottom.SetTicks(Axis([.. ticks], chart.LogX), [.. ticks.Select(TickLabels.Of)]);
        if (chart.LogY)
            Logarithmic(plot.Axes.Left, Powers(chart.Series.SelectMany(series => series.Y)));
        if (chart.Series.Count(series => series.InLegend) > 1)
            ShowLegendBelow(plot);
        else
            plot.HideLegend();
    }

    // A value that cannot be shown is a gap, not a bridge over it.
    private static IEnumerable<int[]> Pieces(int[] shown)
    {
        for (var first = 0; first < shown.Length;)
        {
            var length = 1;
            while (first + length < shown.Length && shown[first + length] == shown[first] + length)
                length++;
            yield return shown[first..(first + length)];
            first += length;
        }
    }

    // Inside the chart it would hide some curve or other.
    private static void ShowLegendBelow(Plot plot)
    {
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.ShowLegend(Edge.Bottom);
    }

    private static void MarkEnds(Plot plot, double[] x, double[] y, int[] shown, Color colour)
    {
        var start = plot.Add.Marker(x[shown[0]], y[shown[0]], MarkerShape.OpenCircle, 11, colour);
        start.MarkerLineWidth = 2;
        plot.Add.Marker(x[shown[^1]], y[shown[^1]], MarkerShape.FilledSquare, 11, colour);
    }

    private static void DrawDots(Plot plot, DotChart chart)
    {
        for (var index = 0; index < chart.Series.Count; index++)
        {
            var series = chart.Series[index];
            var colour = Color.FromHex(Palette.Of(index));
            var (values, lower, upper) = (Axis(series.Values, chart.LogX), Axis(series.Lower, chart.LogX), Axis(series.Upper, chart.LogX));
            var shown = Enumerable.Range(0, values.Length).Where(row => double.IsFinite(values[row])).ToArray();
            foreach (var row in shown.Where(row => double.IsFinite(lower[row]) && double.IsFinite(upper[row])))
                plot.Add.Line(lower[row], -row, upper[row], -row).LineColor = colour;
            var dots = plot.Add.Markers(
                shown.Select(row => values[row]).ToArray(),
                shown.Select(row => (double)-row).ToArray(),
                MarkerShape.FilledCircle,
                9,
                colour
            );
            dots.LegendText = series.Name;
        }

        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, chart.Rows.Count).Select(row => (double)-row)], [.. chart.Rows]);
        plot.Axes.SetLimitsY(0.6 - chart.Rows.Count, 0.6);
        if (chart.LogX)
            Logarithmic(plot.Axes.Bottom);
        if (chart.Series.Count > 1)
            plot.ShowLegend(Alignment.UpperRight);
        else
            plot.HideLegend();
    }

    private static void DrawMap(Plot plot, HeatMap map)
    {
        var (rows, columns) = (map.Values.GetLength(0), map.Values.GetLength(1));

        if (!map.Values.Cast<double>().Any(double.IsFinite))
        {
            // A colour bar of no numbers cannot be.
            plot.Add.Annotation("no numbers to show", Alignment.MiddleCenter);
            return;
        }

        // ScottPlot puts the first row on top.
        var values = new double[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[map.FirstRowOnTop ? row : rows - 1 - row, column] = map.Values[row, column];
        var heat = plot.Add.Heatmap(values);
        heat.Colormap = new ScottPlot.Colormaps.Viridis();
        if (map.Range is { } range)
            heat.ManualRange = new ScottPlot.Range(range.Low, range.High);

        // Its extent goes from the middle of the first cell to the middle of the last.
        if (map.X is { Length: > 1 } x && map.Y is { Length: > 1 } y)
            heat.Extent = new CoordinateRect(x[0], x[^1], y[0], y[^1]);
        else if (map.X is { Length: > 1 } alone)
            heat.Extent = new CoordinateRect(alone[0], alone[^1], 0, rows - 1);
        var bar = plot.Add.ColorBar(heat);
        bar.Label = map.ColourTitle;
        plot.Axes.SetLimits(heat.GetAxisLimits());
        if (map is { X: { } columnsAt, XLabels: { } columnNames })
            plot.Axes.Bottom.SetTicks(columnsAt, [.. columnNames]);
        if (map is { Y: { } rowsAt, YLabels: { } rowNames })
            plot.Axes.Left.SetTicks(rowsAt, [.. rowNames]);
        if (map.Border is { } border)
            DrawPen(plot, border.X, border.Y);
        plot.HideLegend();
    }

    // A map of a place: rows run down the page, so the vertical axis counts in negative numbers and its labels leave the sign out.
    private static void DrawPlace(Plot plot, HeatMap map)
    {
        var (rows, columns) = (map.Values.GetLength(0), map.Values.GetLength(1));
        var (x, y) = (
            map.X ?? [.. Enumerable.Range(0, columns).Select(column => (double)column)],
            map.Y ?? [.. Enumerable.Range(0, rows).Select(row => (double)row)]
        );
        var (halfX, halfY) = (columns > 1 ? (x[1] - x[0]) / 2 : 0.5, rows > 1 ? (y[1] - y[0]) / 2 : 0.5);
        var heat = plot.Add.Heatmap(map.Values);
        heat.Colormap = new ScottPlot.Colormaps.Viridis();
        if (map.Range is { } range)
            heat.ManualRange = new ScottPlot.Range(range.Low, range.High);

        // ScottPlot's extent runs between the middles of the outermost cells.
        heat.Extent = new CoordinateRect(x[0], x[^1], -y[^1], -y[0]);
        plot.Add.ColorBar(heat).Label = map.ColourTitle;
        var (along, down) = map.Outline!.Value;
        DrawPen(plot, along, [.. down.Select(row => -row)]);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = row => $"{-row:0.##}" };
        plot.Axes.SetLimits(x[0] - halfX, x[^1] + halfX, -y[^1] - halfY, -y[0] + halfY);
        plot.Axes.SquareUnits();
        plot.HideLegend();
    }

    // A line whose pen NaN lifts.
    private static void DrawPen(Plot plot, double[] x, double[] y)
    {
        for (var start = 0; start < x.Length; start++)
        {
            var end = start;
            while (end < x.Length && double.IsFinite(x[end]))
                end++;
            if (end - start > 1)
                plot.Add.ScatterLine(x[start..end], y[start..end], Color.FromHex(Palette.Outline)).LineWidth = 2;
            start = end;
        }
    }

    private static double[] Axis(double[] values, bool logarithmic) =>
        logarithmic ? [.. values.Select(value => value > 0 ? Math.Log10(value) : double.NaN)] : values;

    private static double[] Powers(IEnumerable<double> values) => [.. Axis([.. values], logarithmic: true).Where(double.IsFinite)];

    private static void Logarithmic(IAxis axis, double[]? powers = null)
    {
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
        {
            MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
            IntegerTicksOnly = true,
            LabelFormatter = power => Math.Abs(power) <= 2 ? Math.Pow(10, power).ToString("0.##") : $"1e{power:0}",
        };

        // Over less than two decades powers of ten alone say too little.
        if (powers is not { Length: > 0 } || powers.Max() - powers.Min() >= 2)
            return;
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var power = (int)Math.Floor(powers.Min()) - 1; power <= Math.Ceiling(powers.Max()); power++)
            foreach (var digit in new[] { 1, 2, 5 })
                ticks.AddMajor(
                    power + Math.Log10(digit),
                    power is >= -2 and <= 3 ? (digit * Math.Pow(10, power)).ToString("0.##") : $"{digit}e{power}"
                );
        axis.TickGenerator = ticks;
    }
}
