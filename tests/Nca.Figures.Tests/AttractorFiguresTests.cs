using Nca.Analysis.Attractors;
using Nca.Automaton;
using Nca.Figures.Gallery;
using Nca.Figures.Model;
using Nca.Studies;

namespace Nca.Figures.Tests;

/// <summary>Figures of attractors show what was measured.</summary>
public sealed class AttractorFiguresTests
{
    private static readonly AttractorStudy Found = new(
        "identity",
        "chick",
        0.5,
        new SynchronousLife(
            500,
            [0, 1, 10],
            [
                [1e-5, 2e-5, 1e20],
            ],
            [
                [3, 3, 3],
            ],
            [
                [1e-3, 2e-3, 3e-3],
            ],
            double.NaN
        ),
        null,
        null,
        new LyapunovExponents(
            [5, 10],
            [
                [-0.02, -1],
                [-0.01, double.NegativeInfinity],
            ],
            [0.001, 0],
            25
        ),
        new Rhythm(RhythmKind.BroadBand, 41.5, 1e-3, 0.4, 0.03, 1, [0.75, 0.25, 0, 0], [1e-3, -1e-3, 2e-3]),
        [new ReturnCurve("any direction", [0.1, 0.5], [4, 1], 4, 600)],
        new Census(
            2,
            1500,
            2,
            0.1,
            [
                new CensusRow("seed", "one seed cell", [EndForm.Itself, EndForm.Itself], [0, 0]),
                new CensusRow("half", "half of it", [EndForm.Itself, EndForm.Overgrown], [0, 1]),
            ],
            [
                new EndGroup(EndForm.Itself, 3, "one seed cell", PackedPicture.Of([.. Enumerable.Repeat((byte)255, 12)])),
                new EndGroup(EndForm.Overgrown, 1, "half of it", PackedPicture.Of(new byte[12])),
            ]
        )
    );

    private static readonly AttractorStudy Settled = Found with
    {
        Synchronous = new LyapunovExponents(
            [5, 10],
            [
                [0, -1],
                [0.00002, -0.5],
            ],
            [0.001, 0],
            25
        ),
        SynchronousRhythm = Found.NoisyRhythm with { Kind = RhythmKind.Periodic, Period = 47 },
    };

    [Fact]
    public void What_explodes_leaves_the_chart()
    {
        var charts = AttractorFigures.SynchronousLife(Found).Charts.Cast<LineChart>().ToArray();
        Assert.Equal([1, 10], charts[0].Series[0].X);
        Assert.Equal([2e-5, double.NaN], charts[0].Series[0].Y);
        Assert.Equal([2e-3, 3e-3], charts[1].Series[0].Y);
    }

    [Fact]
    public void Exponents_have_a_chart_for_each_map_that_there_is()
    {
        var chart = Assert.IsType<LineChart>(Assert.Single(AttractorFigures.Exponents(Found).Charts));
        Assert.Equal(["λ₁", "λ₂", "0"], chart.Series.Select(series => series.Name));
        Assert.Equal([-0.02, -0.01], chart.Series[0].Y);
        Assert.Equal([-1, double.NaN], chart.Series[1].Y);
        Assert.Equal(["every cell fires", "fire rate 0.5"], AttractorFigures.Exponents(Settled).Charts.Select(one => one.Title));
    }

    [Fact]
    public void A_direction_is_dark_where_it_moves_most()
    {
        // Three living cells; the squares of the moves are 16, 9 and 1 of 26, so the first alone holds more than half.
        var state = new CellState(1, 4, 4);
        for (var x = 0; x < 3; x++)
            state[0, x, CellState.Alpha] = 1;
        var strip = AttractorFigures.Direction(state, [0, 1, 0, 0, 4, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0]);
        Assert.EndsWith("Half of the squared length lies in 1 of 3 living cells.", strip.Caption);
        Assert.Equal([199, 30, 86, 255], strip.Frames[1].Picture.Rgb.Where((_, index) => index % 3 == 0).Select(value => (int)value));
    }

    [Fact]
    public void Returns_have_the_intervals_of_Wilson()
    {
        var chart = Assert.IsType<LineChart>(Assert.Single(AttractorFigures.Returns(Found).Charts));
        Assert.Equal([1, 0.25], chart.Series[0].Y);
        Assert.Equal([0.510, 0.046], chart.Series[0].Lower!.Select(value => Math.Round(value, 3)));
        Assert.Equal([1, 0.699], chart.Series[0].Upper!.Select(value => Math.Round(value, 3)));
    }

    [Fact]
    public void The_gallery_says_how_often_or_from_where()
    {
        var gallery = AttractorFigures.Gallery(Found.Census);
        Assert.Equal(["itself: 75 % [30.1, 95.4]", "overgrown: once, from half of it"], gallery.Frames.Select(frame => frame.Label));
        Assert.Equal(new byte[12], gallery.Frames[1].Picture.Rgb);
        Assert.StartsWith("2 of 2 different pictures", gallery.Caption);
    }

    [Fact]
    public void Ends_are_counted_by_start_and_form()
    {
        var table = AttractorFigures.Ends(Found.Census);
        Assert.Equal(["Starts as", "itself", "overgrown", "Different pictures"], table.Headings);
        Assert.Equal(["one seed cell", "2", "", "1"], table.Rows[0]);
        Assert.Equal(["half of it", "1", "1", "2"], table.Rows[1]);
        Assert.Equal(["all", "3", "1", "2"], table.Rows[2]);
        Assert.Equal(
            [
                ["itself", "3", "75 % [30.1, 95.4]"],
                ["overgrown", "1", "25 % [4.6, 69.9]"],
            ],
            AttractorFigures.Forms(Found.Census).Rows.Select(row => row.ToArray())
        );
    }

    [Fact]
    public void A_rhythm_is_a_spectrum_and_a_portrait()
    {
        var parts = AttractorFigures.Rhythms(Found).Parts.Cast<ChartFigure>().ToArray();
        var (spectrum, portrait) = ((LineChart)Assert.Single(parts[0].Charts), (LineChart)Assert.Single(parts[1].Charts));
        Assert.Equal([0.125, 0.25, 0.375, 0.5], spectrum.Series[0].X);
        Assert.Equal([0.75, 0.25, double.NaN, double.NaN], spectrum.Series[0].Y);
        Assert.Equal([1e-3, -1e-3], portrait.Series[0].X);
        Assert.Equal([-1e-3, 2e-3], portrait.Series[0].Y);
        var rest = Found with { NoisyRhythm = Found.NoisyRhythm with { Kind = RhythmKind.FixedPoint } };
        Assert.Single(AttractorFigures.Rhythms(rest).Parts);
        Assert.Equal([2, 2], AttractorFigures.Rhythms(Settled).Parts.Cast<ChartFigure>().Select(part => part.Charts.Count));
    }

    [Fact]
    public void Creatures_are_compared_in_rows()
    {
        var table = AttractorFigures.Compared([Found, Settled]);
        Assert.Equal(
            ["chick, fire rate 0.5", "all die or explode", "", "-0.0100 ± 0.0010", "0.1", "75 % [30.1, 95.4]", "2"],
            table.Rows[0]
        );
        Assert.Equal(["periodic, 47 steps", "0.0000 ± 0.0010"], table.Rows[1].Skip(1).Take(2));

        // A line breaks between the value and its interval, never inside one.
        Assert.Contains("<td>75&#160;% [30.1,&#160;95.4]</td>", table.ToHtml());
        Assert.Contains("<td>-0.0100&#160;±&#160;0.0010</td>".Replace("±", "&#177;"), table.ToHtml());
    }
}
