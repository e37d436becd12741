using Nca.Automaton;
using Nca.Figures;
using Nca.Figures.Display;
using Nca.Figures.Live;
using Nca.Figures.Model;

namespace Nca.Notebooks.Tests;

/// <summary>One output of every kind, as a kernel gets it from the library.</summary>
internal static class SampleOutputs
{
    private static readonly double[] X = [.. Enumerable.Range(1, 40).Select(at => (double)at)];

    /// <summary>The notebook's first cell: the chart library and its script.</summary>
    public static string FirstCell => Of(NotebookPage.Begin());

    /// <summary>Charts of every kind of series, in every colour.</summary>
    public static string Charts =>
        Of(
            new ChartFigure
            {
                Title = "Charts",
                Caption = "Lines, bands, points, a map and dots.",
                Charts =
                [
                    Lines("Raw and smoothed", SeriesStyle.Faint, SeriesStyle.Line),
                    Lines("Styles", SeriesStyle.Line, SeriesStyle.Dashed, SeriesStyle.Points, SeriesStyle.OpenPoints, SeriesStyle.Filled),
                    Lines("More", [SeriesStyle.Path, SeriesStyle.Steps, .. Enumerable.Repeat(SeriesStyle.Line, 6)]),
                    Map,
                    new DotChart
                    {
                        Title = "Dots",
                        XTitle = "error",
                        YTitle = "",
                        Rows = ["first", "second"],
                        Series = [new("a", [1, 2], [0.5, 1.5], [1.5, 2.5]), new("b", [2, 3], [1, 2], [4, 5])],
                    },
                ],
            }
        );

    /// <summary>A chart alone.</summary>
    public static string Chart =>
        Of(
            new ChartFigure
            {
                Title = "A chart",
                Caption = "Two lines.",
                Charts = [Lines("Lines", SeriesStyle.Line, SeriesStyle.Faint)],
            }
        );

    /// <summary>Pictures beside each other, and below.</summary>
    public static string Strip =>
        Of(
            new ImageStrip
            {
                Title = "A strip",
                Caption = "Three seeds.",
                Frames = [.. Enumerable.Range(1, 3).Select(at => (Pixels.Of(InitialState.Plant(16, 16, 16)), $"picture {at}"))],
            }
        );

    /// <summary>A film of two pictures.</summary>
    public static string Film =>
        Of(
            new Animation
            {
                Title = "A film",
                Caption = "A seed, and nothing.",
                Frames = [Pixels.Of(InitialState.Plant(16, 16, 16)), Pixels.Of(new CellState(16, 16, 16))],
                Labels = ["step 0", "step 1"],
            }
        );

    /// <summary>A creature that lives.</summary>
    public static string Creature =>
        Of(
            new LivingCreatures
            {
                Title = "A creature",
                Caption = "It lives.",
                Creatures = [LivingPages.Wild(new AutomatonConfig { Hidden = 16 })],
                Plays = false,
            }
        );

    /// <summary>A curve that grows while something runs.</summary>
    public static string Live
    {
        get
        {
            var live = new LiveChart("Training.", "loss", 80) { Heading = "An hour.", Status = "half a minute left" };
            live.AddKnown(X.Select(at => 0.1 / at + 0.02 * Math.Abs(Math.Sin(7 * at))));
            return Of(live);
        }
    }

    /// <summary>A table.</summary>
    public static string Table =>
        Of(
            new Table(
                ["Name", "Value"],
                [
                    ["one", "1.5"],
                    ["a long text that says much about little", "22"],
                ]
            )
        );

    /// <summary>All but the first cell's.</summary>
    public static IReadOnlyList<string> All => [Charts, Strip, Film, Creature, Live, Table];

    private static HeatMap Map { get; } =
        new()
        {
            Title = "Map",
            XTitle = "x",
            YTitle = "y",
            ColourTitle = "value",
            Values = new double[,]
            {
                { 0, 1 },
                { 2, 3 },
            },
            Outline = ([0, 1], [0, 1]),
        };

    /// <summary>What the formatter writes that a kernel finds.</summary>
    private static string Of(object value)
    {
        using var writer = new StringWriter();
        Assert.True(new HtmlTypeFormatter().Format(value, writer));
        return writer.ToString();
    }

    private static LineChart Lines(string title, params IEnumerable<SeriesStyle> styles) =>
        new()
        {
            Title = title,
            XTitle = "step",
            YTitle = "loss",
            Series =
            [
                .. styles.Select(
                    (style, index) =>
                        new Series
                        {
                            Name = $"{style} {index}",
                            X = X,
                            Y = [.. X.Select(at => index + Math.Sin(at / 5 + index))],
                            Lower = style == SeriesStyle.Dashed ? [.. X.Select(at => index - 0.5 + Math.Sin(at / 5 + index))] : null,
                            Upper = style == SeriesStyle.Dashed ? [.. X.Select(at => index + 0.5 + Math.Sin(at / 5 + index))] : null,
                            Style = style,
                        }
                ),
            ],
        };
}
