using Nca.Analysis.Envelope;
using Nca.Automaton;
using Nca.Figures.Gallery;
using Nca.Figures.Model;
using Nca.Studies;

namespace Nca.Figures.Tests;

/// <summary>Figures of the envelope show what was measured.</summary>
public sealed class EnvelopeFiguresTests
{
    private static readonly EnvelopeStudy Found = new(
        "identity",
        "🐣",
        [
            Curve("fire-rate", "fire rate", 0.5, (0.25, 0, 0.1), (0.5, 4, 1e-4), (1, 4, 1e-4)) with
            {
                IsLogarithmic = true,
            },
            Curve("turn", "turned", 0, (0, 4, 1e-4), (90, 0, double.PositiveInfinity)),
            Curve("turn-with-picture", "turned, too", 0, (0, 4, 1e-4), (90, 4, 2e-4)),
        ],
        [new EnvelopePlane("along", "up", [0.1, 0.5], [1, 2, 32], [0.5, 1], 4, [4, 4, 0, 4, 0, 0])],
        new EnvelopePoint(0, 3, 4, 0)
    );

    [Fact]
    public void Each_axis_is_a_chart_with_its_training_and_its_borders()
    {
        var charts = EnvelopeFigures.Axes(Found).Charts.Cast<LineChart>().ToArray();
        Assert.Equal(["fire rate", "turned", "turned, too"], charts.Select(chart => chart.XTitle));
        Assert.Equal([true, false, false], charts.Select(chart => chart.LogX));
        Assert.Equal([0.25, 0.5, 1], charts[0].XTicks!);
        Assert.Null(charts[1].XTicks);
        Assert.Equal([0, 1, 1], charts[0].Series[0].Y);
        Assert.Equal([0.490, 1, 1], charts[0].Series[0].Upper!.Select(value => Math.Round(value, 3)));
        Assert.Equal([0.5, 0.5], charts[0].Series[1].X);

        // Half-way by ratio between 0.25 and 0.5; nothing is drawn where there is no border.
        Assert.Equal(3, charts[0].Series.Count);
        Assert.Equal(0.25 * Math.Sqrt(2), charts[0].Series[2].X[0], 12);
        Assert.Equal([45.0, 45.0], charts[1].Series[2].X);
        Assert.Equal(2, charts[2].Series.Count);
    }

    [Fact]
    public void Two_creatures_stand_in_one_chart()
    {
        var figure = EnvelopeFigures.Compare(("narrow", Found.Curves[0]), ("wide", Found.Curves[0]));
        var chart = Assert.IsType<LineChart>(Assert.Single(figure.Charts));
        Assert.Equal(["narrow", "wide", "one half", "as trained"], chart.Series.Select(series => series.Name));
        Assert.Contains("narrow: fire rate: kept from 0.354 to 1, the last value tried. wide: ", figure.Caption);
    }

    [Fact]
    public void A_plane_has_named_rows_and_a_border_along_the_edges()
    {
        var map = Assert.IsType<HeatMap>(Assert.Single(EnvelopeFigures.Planes(Found).Charts));
        Assert.Equal(["0.1", "0.5"], map.XLabels);
        Assert.Equal(["1", "2", "32"], map.YLabels);
        Assert.Equal((1.0, 0.0, 1.0), (map.Values[0, 0], map.Values[1, 0], map.Values[1, 1]));

        // Inside are the lower row and the place above its right end; then the diamond around the training, the lower right place.
        var (x, y) = map.Border!.Value;
        Assert.Equal([-0.5, 0.5, double.NaN, 0.5, 0.5, double.NaN, 0.5, 1.5, double.NaN, 0.85, 1, 1.15, 1, 0.85, double.NaN], x);
        Assert.Equal([0.5, 0.5, double.NaN, 0.5, 1.5, double.NaN, 1.5, 1.5, double.NaN, 0, 0.15, 0, -0.15, 0, double.NaN], y);
    }

    [Fact]
    public void The_strip_has_a_row_for_each_axis_with_its_shares()
    {
        var state = new CellState(8, 8, 4);
        EnvelopeFrames[] frames =
        [
            new("fire-rate", "fire rate", 400, [(0.25, state), (1, state)]),
            new("turn", "turned", 400, [(0, state), (90, state)]),
        ];
        var strip = EnvelopeFigures.Strip(frames, Found);
        Assert.Equal(2, strip.Columns);
        Assert.Equal(["fire rate 0.25: 0/4", "1: 4/4", "turn 0: 4/4", "90: 0/4"], strip.Frames.Select(frame => frame.Label));
        Assert.Equal(3, strip.ThumbnailFrame);
    }

    [Fact]
    public void Turning_leaves_out_what_is_no_number_and_needs_both_gradients()
    {
        var chart = Assert.IsType<LineChart>(Assert.Single(EnvelopeFigures.Turning(Found)!.Charts));
        Assert.Equal([1e-4, double.NaN], chart.Series[0].Y);
        Assert.Equal([1e-4, 2e-4], chart.Series[1].Y);
        Assert.Null(EnvelopeFigures.Turning(Found with { Curves = [Found.Curves[0]] }));
    }

    [Fact]
    public void The_table_tells_found_borders_from_the_ends_of_what_was_tried()
    {
        var table = EnvelopeFigures.Borders([("one", Found), ("two", Found with { Curves = [Found.Curves[0]] })]);
        Assert.Equal(["Condition", "one", "two"], table.Headings);
        Assert.Equal(["fire rate", "0.354 to ≥ 1", "0.354 to ≥ 1"], table.Rows[0]);
        Assert.Equal(["turned", "up to 45", "none"], table.Rows[1]);
        Assert.Equal(["turned, too", "up to ≥ 90", "none"], table.Rows[2]);
        Assert.Equal(["half precision", "3 of 4", "3 of 4"], table.Rows[3]);
    }

    [Fact]
    public void Maps_with_names_and_a_border_are_drawn_everywhere()
    {
        var planes = EnvelopeFigures.Planes(Found);
        Assert.Contains("\"ticktext\":[\"1\",\"2\",\"32\"]", planes.ToHtml());
        Assert.Contains("\"range\":[-0.5,2.5]", planes.ToHtml());
        Assert.Contains("\"ticktext\":[\"0.25\",\"0.5\",\"1\"]", EnvelopeFigures.Axes(Found).ToHtml());
        var path = Path.Combine(Directory.CreateTempSubdirectory("nca-").FullName, "planes.png");
        planes.SavePng(path);
        Assert.True(new FileInfo(path).Length > 1000);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static EnvelopeCurve Curve(string axis, string text, double trained, params (double Value, int Kept, double Error)[] points) =>
        new(axis, text, false, false, trained, [.. points.Select(point => new EnvelopePoint(point.Value, point.Kept, 4, point.Error))]);
}
