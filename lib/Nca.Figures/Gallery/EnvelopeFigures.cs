using System.Globalization;
using Nca.Analysis.Envelope;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Studies;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Pictures of the conditions under which a creature still works.</summary>
public static class EnvelopeFigures
{
    private const int FrameWidth = 144;
    private const int ShareColour = 0,
        TrainedColour = 2,
        BorderColour = 1,
        LevelColour = 5;

    /// <summary>The share that keeps its claims along every axis, one small chart each.</summary>
    /// <param name="study">What was measured.</param>
    public static ChartFigure Axes(EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ChartFigure
        {
            Title = "The envelope, axis by axis",
            Caption =
                $"{study.Name}. Share of {study.Curves[0].Points[0].Samples} creatures that keep their claims, with 95 % intervals "
                + "(Wilson), as one condition changes and the others stay. Dashed line: the value in training. Solid vertical line: the "
                + "border, where the share falls below one half.",
            Charts = [.. study.Curves.Select((curve, index) => Chart(curve, isFirst: index == 0))],
        };
    }

    /// <summary>One axis of two creatures in one chart.</summary>
    /// <param name="curves">What was measured, with a name for each creature.</param>
    public static ChartFigure Compare(params (string Name, EnvelopeCurve Curve)[] curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        var first = curves[0].Curve;
        return new ChartFigure
        {
            Title = $"Side by side: {first.Text}",
            Caption =
                "Share of creatures that keep their claims, with 95 % intervals (Wilson). Horizontal dashed line: one half. "
                + string.Join(" ", curves.Select(one => $"{one.Name}: {one.Curve.DescribeBorder()}")),
            Charts =
            [
                new LineChart
                {
                    XTitle = first.Text,
                    YTitle = "share",
                    LogX = first.IsLogarithmic,
                    XTicks = Ticks(first),
                    Series = [.. curves.Select(one => Share(one.Curve, one.Name)), Half(first), Upright("as trained", first.Trained)],
                },
            ],
        };
    }

    /// <summary>Errors of a turned creature at the first look, against the picture as it stands and against the picture turned.</summary>
    /// <param name="study">What was measured, of a creature that can be turned.</param>
    /// <returns>The figure; null where the creature cannot be turned.</returns>
    public static ChartFigure? Turning(EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Along("turn") is not { } upright || study.Along("turn-with-picture") is not { } turned)
            return null;
        return new ChartFigure
        {
            Title = "A turned perception",
            Caption =
                Invariant($"Median error at age {Keeping.GrownAt}. ")
                + study.DescribeTurning()
                + " A target turned by an angle in between is slightly blurred, so that error cannot quite reach zero.",
            Charts =
            [
                new LineChart
                {
                    XTitle = upright.Text,
                    YTitle = "mean squared error",
                    LogY = true,
                    Series =
                    [
                        Errors("the picture as it stands", upright),
                        Errors("the picture turned with it", turned),
                        Series.Baseline("bound", Keeping.Bound, upright.Points[0].Value, upright.Points[^1].Value),
                    ],
                },
            ],
        };

        static Series Errors(string name, EnvelopeCurve curve) =>
            new()
            {
                Name = name,
                X = [.. curve.Points.Select(point => point.Value)],
                Y = [.. curve.Points.Select(point => double.IsFinite(point.GrownError) ? point.GrownError : double.NaN)],
            };
    }

    /// <summary>Two conditions at once, as maps.</summary>
    /// <param name="study">What was measured, with at least one plane.</param>
    public static ChartFigure Planes(EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ChartFigure
        {
            Title = "The envelope in two planes",
            Caption =
                $"{study.Name}. Share of {study.Planes[0].Samples} creatures that keep their claims where two conditions change at once. "
                + "The line is the border between places where at least half do and places where fewer do; the diamond marks the values "
                + "in training.",
            Charts = [.. study.Planes.Select(Map)],
        };
    }

    /// <summary>What the creature looks like, a row of pictures for each axis.</summary>
    /// <param name="frames">What was seen of the first sample.</param>
    /// <param name="study">How many of all samples keep their claims.</param>
    public static ImageStrip Strip(IReadOnlyList<EnvelopeFrames> frames, EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(study);
        var width = frames[0].States[0].State.Width;
        return new ImageStrip
        {
            Title = "What it looks like",
            Caption =
                Invariant($"{study.Name}. A row for each axis: the first sample at age {frames[0].Age:N0}, and how many of ")
                + Invariant($"{study.Curves[0].Points[0].Samples} keep their claims. ")
                + "An empty picture is a creature that died or whose numbers are no longer finite.",
            Columns = frames.Max(row => row.States.Count),
            Zoom = Math.Max(1, FrameWidth / width),
            IsThumbnail = true,
            ThumbnailFrame = Thumbnail(frames),
            Frames = [.. frames.SelectMany(row => row.States.Select((state, column) => Frame(row, state, column)))],
        };

        (Pixels, string) Frame(EnvelopeFrames row, (double Value, CellState State) seen, int column)
        {
            var point = study.Along(row.Axis)?.Points.MinBy(point => Math.Abs(point.Value - seen.Value));
            return (
                Pixels.Of(seen.State),
                (column == 0 ? $"{row.Axis.Replace('-', ' ')} " : "")
                    + Number(seen.Value)
                    + (point is null ? "" : $": {point.Kept}/{point.Samples}")
            );
        }
    }

    /// <summary>The borders of several creatures as a table.</summary>
    /// <param name="studies">What was measured, with a name for each creature; all on the same axes.</param>
    public static Table Borders(IReadOnlyList<(string Name, EnvelopeStudy Study)> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        var axes = studies.SelectMany(one => one.Study.Curves).DistinctBy(curve => curve.Axis).ToArray();
        return new Table(
            ["Condition", .. studies.Select(one => one.Name)],
            [
                .. axes.Select(axis => (IReadOnlyList<string>)[axis.Text, .. studies.Select(one => Range(one.Study.Along(axis.Axis)))]),
                ["half precision", .. studies.Select(one => one.Study.Half.Proportion.ToString())],
            ]
        );
    }

    private static string Range(EnvelopeCurve? curve)
    {
        if (curve is null)
            return "none";
        var (border, first, last) = (curve.Border, curve.Points[0].Value, curve.Points[^1].Value);
        if (!border.HoldsAsTrained)
            return "not even as trained";
        var low = border.Low is { } from ? Invariant($"{from:G3}") : $"≤ {Number(first)}";
        var high = border.High is { } to ? Invariant($"{to:G3}") : $"≥ {Number(last)}";
        return first == curve.Trained ? $"up to {high}"
            : last == curve.Trained ? $"down to {low}"
            : $"{low} to {high}";
    }

    private static LineChart Chart(EnvelopeCurve curve, bool isFirst)
    {
        var border = curve.Border;
        return new LineChart
        {
            XTitle = curve.Text,
            YTitle = isFirst ? "share that keeps its claims" : "share",
            LogX = curve.IsLogarithmic,
            XTicks = Ticks(curve),
            Series =
            [
                Share(curve, "share") with
                {
                    Colour = ShareColour,
                    InLegend = false,
                },
                Upright("as trained", curve.Trained) with
                {
                    InLegend = false,
                },
                .. new[] { border.Low, border.High }
                    .OfType<double>()
                    .Select(at => Upright("border", at) with { Colour = BorderColour, Style = SeriesStyle.Line, InLegend = false }),
            ],
        };
    }

    private static Series Share(EnvelopeCurve curve, string name) =>
        new()
        {
            Name = name,
            X = [.. curve.Points.Select(point => point.Value)],
            Y = [.. curve.Points.Select(point => point.Proportion.Value)],
            Lower = [.. curve.Points.Select(point => point.Proportion.Interval.Low)],
            Upper = [.. curve.Points.Select(point => point.Proportion.Interval.High)],
        };

    // The ends and the training, and halves and doubles of it that are not too near to them.
    private static double[]? Ticks(EnvelopeCurve curve)
    {
        if (!curve.IsLogarithmic)
            return null;
        var (first, last) = (curve.Points[0].Value, curve.Points[^1].Value);
        var between = Enumerable
            .Range(-6, 13)
            .Select(power => curve.Trained * Math.Pow(2, power))
            .Where(value => value > 1.4 * first && value < last / 1.4);
        return [.. between.Append(first).Append(last).Append(curve.Trained).Distinct().Order()];
    }

    private static Series Half(EnvelopeCurve curve) =>
        Series.Baseline("one half", 0.5, curve.Points[0].Value, curve.Points[^1].Value) with
        {
            InLegend = false,
            Colour = LevelColour,
        };

    private static Series Upright(string name, double at) =>
        new()
        {
            Name = name,
            X = [at, at],
            Y = [0, 1],
            Style = SeriesStyle.Dashed,
            Colour = TrainedColour,
        };

    private static HeatMap Map(EnvelopePlane plane)
    {
        var values = new double[plane.Y.Count, plane.X.Count];
        for (var row = 0; row < plane.Y.Count; row++)
            for (var column = 0; column < plane.X.Count; column++)
                values[row, column] = plane.ShareAt(row, column);
        return new HeatMap
        {
            XTitle = plane.XText,
            YTitle = plane.YText,
            ColourTitle = "share",
            Values = values,
            Range = (0, 1),
            X = [.. Enumerable.Range(0, plane.X.Count).Select(column => (double)column)],
            Y = [.. Enumerable.Range(0, plane.Y.Count).Select(row => (double)row)],
            XLabels = [.. plane.X.Select(Number)],
            YLabels = [.. plane.Y.Select(Number)],
            Border = BorderOf(plane),
        };
    }

    // Along the edges of squares, each edge between inside and outside by itself; then the diamond.
    private static (double[] X, double[] Y) BorderOf(EnvelopePlane plane)
    {
        var pen = new List<(double X, double Y)>();
        for (var row = 0; row < plane.Y.Count; row++)
        {
            for (var column = 0; column < plane.X.Count; column++)
            {
                var isInside = plane.IsInside(row, column);
                if (column + 1 < plane.X.Count && plane.IsInside(row, column + 1) != isInside)
                    Draw((column + 0.5, row - 0.5), (column + 0.5, row + 0.5));
                if (row + 1 < plane.Y.Count && plane.IsInside(row + 1, column) != isInside)
                    Draw((column - 0.5, row + 0.5), (column + 0.5, row + 0.5));
            }
        }

        var (x, y) = (Nearest(plane.X, plane.Trained[0]), Nearest(plane.Y, plane.Trained[1]));
        Draw((x - 0.15, y), (x, y + 0.15), (x + 0.15, y), (x, y - 0.15), (x - 0.15, y));
        return ([.. pen.Select(at => at.X)], [.. pen.Select(at => at.Y)]);

        void Draw(params (double X, double Y)[] line)
        {
            pen.AddRange(line);
            pen.Add((double.NaN, double.NaN));
        }
    }

    private static int Nearest(IReadOnlyList<double> values, double value) => values.Index().MinBy(one => Math.Abs(one.Item - value)).Index;

    // The turned creature, or whatever comes first.
    private static int Thumbnail(IReadOnlyList<EnvelopeFrames> frames)
    {
        var turn = frames.ToList().FindIndex(row => row.Axis == "turn");
        return turn < 0 ? 0 : frames.Take(turn).Sum(row => row.States.Count) + frames[turn].States.Count / 2;
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
