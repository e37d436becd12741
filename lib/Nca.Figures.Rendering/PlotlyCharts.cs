using Nca.Figures.Model;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static Nca.Figures.Rendering.PlotlyObject;
using Chart = Nca.Figures.Model.Chart;

namespace Nca.Figures.Rendering;

/// <summary>
/// Charts for plotly.js, made with Plotly.NET. Colours of paper and ink are the page's and are set there; it also makes lines legible on
/// its paper.
/// </summary>
internal static class PlotlyCharts
{
    // More points than this are drawn small.
    public const int Crowd = 300;

    public static string Json(Chart chart)
    {
        var traces = chart switch
        {
            HeatMap map => MapTraces(map).ToArray(),
            DotChart dots => [.. dots.Series.Select((series, index) => DotTrace(dots, series, index))],
            _ => ((LineChart)chart).Series.SelectMany(LineTraces).ToArray(),
        };
        var layout = new Layout();
        if (chart.Title.Length > 0)
            layout.SetProperty(
                "title",
                Object(("text", chart.Title), ("x", 0.02), ("y", 0.98), ("yanchor", "top"), ("font", Object(("size", 15))))
            );
        var horizontal = PlotlyAxes.Of(chart, along: true);
        var vertical = PlotlyAxes.Of(chart, along: false);
        if (chart is HeatMap named)
        {
            Name(horizontal, named.X, named.XLabels);
            Name(vertical, named.Y, named.YLabels);
            if (named.Border is not null)
            {
                Fit(horizontal, named.Values.GetLength(1), named.X);
                Fit(vertical, named.Values.GetLength(0), named.Y);
            }
        }

        if (chart is LineChart { XTicks: { } ticks })
            Name(horizontal, [.. ticks], [.. ticks.Select(TickLabels.Of)]);

        if (chart is HeatMap { FirstRowOnTop: true } or DotChart)
            vertical.SetProperty("autorange", "reversed");
        if (chart is HeatMap { Outline: not null })
            AsPlace(horizontal, vertical);
        layout.SetProperty("xaxis", horizontal);
        layout.SetProperty("yaxis", vertical);

        // Title, then legend, then chart: below the axis a legend would meet the axis title when the page is narrow.
        var hasLegend =
            (chart is LineChart curves && curves.Series.Count(series => series.InLegend) > 1) || chart is DotChart { Series.Count: > 1 };
        layout.SetProperty(
            "margin",
            Object(("l", 60), ("r", 12), ("t", (chart.Title.Length > 0 ? 40 : 14) + (hasLegend ? 34 : 0)), ("b", 48))
        );
        layout.SetProperty(
            "legend",
            Object(
                ("orientation", "h"),
                ("x", 0),
                ("y", 1.01),
                ("yanchor", "bottom"),
                ("traceorder", "normal"),
                ("font", Object(("size", 12)))
            )
        );
        layout.SetProperty("showlegend", hasLegend);
        layout.SetProperty("hovermode", chart is HeatMap or DotChart ? "closest" : "x unified");
        if (chart is LineChart lines && lines.Series.Any(series => series.Style == SeriesStyle.Path))
            layout.SetProperty("hovermode", "closest");
        var figure = GenericChart.toFigureJson(GenericChart.ofTraceObjects(false, Microsoft.FSharp.Collections.ListModule.OfSeq(traces)));
        var data = System.Text.Json.Nodes.JsonNode.Parse(figure)!["data"]!.ToJsonString();
        return $"{{\"data\":{data},\"layout\":{Newtonsoft.Json.JsonConvert.SerializeObject(layout, DynamicObjSettings)}}}";
    }

    private static Newtonsoft.Json.JsonSerializerSettings DynamicObjSettings { get; } =
        new() { NullValueHandling = Newtonsoft.Json.NullValueHandling.Ignore };

    private static IEnumerable<Trace> LineTraces(Series series, int index)
    {
        var colour = Palette.Of(series.Colour ?? index);
        if (series.Lower is not null && series.Upper is not null)
        {
            yield return Band(series.X, series.Upper, series.Name, colour, fill: false);
            yield return Band(series.X, series.Lower, series.Name, colour, fill: true);
        }

        var line = new Trace("scatter");
        line.SetProperty("name", series.Name);
        line.SetProperty("x", Shown(series.X));
        line.SetProperty("y", Shown(series.Y));
        line.SetProperty("mode", series.Style is SeriesStyle.Points or SeriesStyle.OpenPoints ? "markers" : "lines");
        line.SetProperty(
            "line",
            Object(
                ("color", colour),
                ("width", series.Style == SeriesStyle.Faint ? 1 : 2),
                ("dash", series.Style == SeriesStyle.Dashed ? "dash" : "solid"),
                ("shape", series.Style == SeriesStyle.Steps ? "hv" : "linear")
            )
        );
        line.SetProperty(
            "marker",
            series.Style == SeriesStyle.OpenPoints
                ? Object(("color", colour), ("size", 8), ("symbol", "circle-open"))
                : Object(("color", colour), ("size", series.X.Length > Crowd ? 3 : 8))
        );
        if (!series.InLegend)
            line.SetProperty("showlegend", false);
        if (series.Style == SeriesStyle.Faint)
            line.SetProperty("meta", Object(("faint", true)));
        if (series.Style == SeriesStyle.Filled)
            line.SetProperty("fill", "tozeroy");
        yield return line;
        if (series.Style != SeriesStyle.Path || series.X.Length == 0)
            yield break;
        yield return End(series, 0, "start", "circle-open", colour);
        yield return End(series, series.X.Length - 1, "end", "square", colour);
    }

    private static Trace Band(double[] x, double[] y, string group, string colour, bool fill)
    {
        var edge = new Trace("scatter");
        edge.SetProperty("x", x);
        edge.SetProperty("y", Shown(y));
        edge.SetProperty("mode", "lines");
        edge.SetProperty("line", Object(("width", 0), ("color", colour)));
        edge.SetProperty("legendgroup", group);
        edge.SetProperty("showlegend", false);
        edge.SetProperty("hoverinfo", "skip");
        if (!fill)
            return edge;
        edge.SetProperty("fill", "tonexty");
        return edge;
    }

    private static Trace End(Series series, int at, string name, string symbol, string colour)
    {
        var mark = new Trace("scatter");
        mark.SetProperty("x", Shown([series.X[at]]));
        mark.SetProperty("y", new[] { series.Y[at] });
        mark.SetProperty("mode", "markers");
        mark.SetProperty("name", $"{series.Name}, {name}");
        mark.SetProperty("showlegend", false);
        mark.SetProperty("marker", Object(("symbol", symbol), ("size", 12), ("color", colour)));
        return mark;
    }

    private static IEnumerable<Trace> MapTraces(HeatMap map)
    {
        yield return MapTrace(map);
        if ((map.Outline ?? map.Border) is not { } outline)
            yield break;
        var line = new Trace("scatter");
        line.SetProperty("x", Shown(outline.X));
        line.SetProperty("y", Shown(outline.Y));
        line.SetProperty("mode", "lines");
        line.SetProperty("line", Object(("color", Palette.Outline), ("width", 2)));
        line.SetProperty("hoverinfo", "skip");
        yield return line;
    }

    private static void Name(LinearAxis axis, double[]? places, IReadOnlyList<string>? names)
    {
        if (places is null || names is null)
            return;
        axis.SetProperty("tickmode", "array");
        axis.SetProperty("tickvals", places);
        axis.SetProperty("ticktext", names);
    }

    // Without this a line along the edge would make room around the map.
    private static void Fit(LinearAxis axis, int count, double[]? places)
    {
        var (first, last) = (places?[0] ?? 0, places?[^1] ?? count - 1);
        var half = count > 1 ? (last - first) / (count - 1) / 2 : 0.5;
        axis.SetProperty("range", new[] { first - half, last + half });
    }

    // Cells are square, and the axes are as long as the map.
    private static void AsPlace(LinearAxis horizontal, LinearAxis vertical)
    {
        horizontal.SetProperty("constrain", "domain");
        vertical.SetProperty("constrain", "domain");
        vertical.SetProperty("autorange", "reversed");
        vertical.SetProperty("scaleanchor", "x");
    }

    private static Trace MapTrace(HeatMap map)
    {
        var trace = new Trace("heatmap");
        var (rows, columns) = (map.Values.GetLength(0), map.Values.GetLength(1));
        trace.SetProperty(
            "z",
            Enumerable
                .Range(0, rows)
                .Select(row => Shown([.. Enumerable.Range(0, columns).Select(column => map.Values[row, column])]))
                .ToArray()
        );
        if (map.X is not null)
            trace.SetProperty("x", map.X);
        if (map.Y is not null)
            trace.SetProperty("y", map.Y);
        trace.SetProperty("colorscale", "Viridis");
        if (map.Range is { } range)
        {
            trace.SetProperty("zmin", range.Low);
            trace.SetProperty("zmax", range.High);
        }

        trace.SetProperty("colorbar", Object(("title", Object(("text", map.ColourTitle), ("side", "right"))), ("thickness", 14)));
        return trace;
    }

    private static Trace DotTrace(DotChart chart, DotSeries series, int index)
    {
        var colour = Palette.Of(index);
        var dots = new Trace("scatter");
        dots.SetProperty("name", series.Name);
        dots.SetProperty("mode", "markers");
        dots.SetProperty("x", Shown(series.Values));
        dots.SetProperty("y", chart.Rows);
        dots.SetProperty("marker", Object(("color", colour), ("size", 9)));
        dots.SetProperty(
            "error_x",
            Object(
                ("type", "data"),
                ("symmetric", false),
                ("color", colour),
                ("thickness", 1.5),
                ("width", 0),
                ("array", Shown([.. series.Upper.Zip(series.Values, (end, value) => end - value)])),
                ("arrayminus", Shown([.. series.Values.Zip(series.Lower, (value, end) => value - end)]))
            )
        );
        return dots;
    }

    // JSON knows no NaN; null is a gap. Six digits are more than a screen shows.
    private static double?[] Shown(double[] values) =>
        [
            .. values.Select(value =>
                double.IsFinite(value) && value != 0
                    ? Math.Round(value, Math.Clamp(5 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15))
                : double.IsFinite(value) ? 0
                : (double?)null
            ),
        ];
}
