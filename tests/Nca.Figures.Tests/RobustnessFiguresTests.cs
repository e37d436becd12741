using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Figures.Gallery;
using Nca.Figures.Model;
using Nca.Studies;
using Nca.Targets;

namespace Nca.Figures.Tests;

/// <summary>Figures of robustness show what was measured.</summary>
public sealed class RobustnessFiguresTests
{
    private static readonly Certificate Found = new(
        "identity",
        "🐣",
        4,
        [Outcome(Wounds.Half, "half", 4, 4), Outcome(Wounds.LargeCentre, "hole", 0, 1)],
        new Survival(300, [null, 300, null, null], [100, 200, 300], [1e-2, 1e-4, 2e-4], [1, 2e-4, double.PositiveInfinity])
    );

    [Fact]
    public void The_wall_has_a_row_for_each_wound_with_its_shares()
    {
        var state = new CellState(8, 8, 4);
        var frames = new[] { Wounds.Half, Wounds.LargeCentre }
            .Select(wound => new WoundFrames(wound.Name, state, [0, 50, 200, 600], [state, state, state, state]))
            .ToArray();
        var wall = RobustnessFigures.Wall(frames, Found);
        Assert.Equal((5, 10), (wall.Columns, wall.Frames.Count));
        Assert.Equal(
            ["hole", "wounded", "+50", "+200: 0 % [0, 49] back", "+600: 25 % [4.6, 69.9] back"],
            wall.Frames.Skip(5).Select(frame => frame.Label)
        );

        // The picture in the index: the creature with the hole.
        Assert.Equal(6, wall.ThumbnailFrame);
    }

    [Fact]
    public void Shares_have_the_interval_of_the_last_look()
    {
        var figure = RobustnessFigures.Proportions(Found);
        var chart = Assert.IsType<DotChart>(Assert.Single(Assert.IsType<ChartFigure>(Assert.Single(figure.Parts)).Charts));
        Assert.Equal(["half", "hole"], chart.Rows);
        Assert.Equal([1, 0], chart.Series[0].Values);
        Assert.Equal(chart.Series[0].Values, chart.Series[0].Lower);
        Assert.Equal([1, 0.25], chart.Series[1].Values);
        Assert.Equal([0.510, 0.046], chart.Series[1].Lower.Select(value => Math.Round(value, 3)));
        Assert.Equal([1, 0.699], chart.Series[1].Upper.Select(value => Math.Round(value, 3)));
    }

    [Fact]
    public void Places_say_which_way_a_creature_moved()
    {
        var state = new CellState(8, 8, 4);
        var strip = RobustnessFigures.Places(
            [state, state, state],
            [new Displacement(0, 0, 0.00012), new Displacement(1, -2, 0.5), new Displacement(0, 3, 0.25)]
        );
        Assert.Equal(["in its place: 0.00012", "1 down, 2 left: 0.50000", "3 right: 0.25000"], strip.Frames.Select(frame => frame.Label));
        Assert.Contains("; 2 of them", strip.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Creatures_stand_side_by_side_wound_by_wound()
    {
        var better = Found with { Wounds = [Outcome(Wounds.Half, "half", 3, 3), Outcome(Wounds.LargeCentre, "hole", 2, 4)] };
        var figure = RobustnessFigures.Compare(("before", Found), ("after", better));
        var chart = Assert.IsType<DotChart>(Assert.Single(Assert.IsType<ChartFigure>(Assert.Single(figure.Parts)).Charts));
        Assert.Equal(["half", "hole"], chart.Rows);
        Assert.Equal(["before", "after"], chart.Series.Select(series => series.Name));
        Assert.Equal([1, 0.25], chart.Series[0].Values);
        Assert.Equal([0.75, 1], chart.Series[1].Values);
        Assert.Equal([0.510, 0.046], chart.Series[0].Lower.Select(value => Math.Round(value, 3)));
        Assert.Equal([0.954, 1], chart.Series[1].Upper.Select(value => Math.Round(value, 3)));

        var other = Found with { Wounds = [.. Found.Wounds.Reverse()] };
        Assert.Throws<ArgumentException>(() => RobustnessFigures.Compare(("before", Found), ("other", other)));
        Assert.Throws<ArgumentException>(() => RobustnessFigures.Compare());
    }

    [Fact]
    public void The_table_says_what_holds()
    {
        var table = RobustnessFigures.CertificateOf(Found, Criteria.Regenerating);
        Assert.Equal(["half", "100 % [51, 100]", "≥ 95 %: holds", "200 steps", "0", "100 %"], table.Rows[0]);
        Assert.Equal(["hole", "25 % [4.6, 69.9]", "≥ 90 %: fails", "not within the time", "3", "100 %"], table.Rows[1]);
    }

    [Fact]
    public void A_long_life_begins_when_a_creature_is_grown_and_leaves_out_what_is_no_number()
    {
        var charts = RobustnessFigures.Survival(Found).Charts.Cast<LineChart>().ToArray();
        Assert.Equal([200, 300], charts[0].Series[0].X);
        Assert.Equal([1, 0.75], charts[0].Series[0].Y);
        Assert.Equal([1e-4, 2e-4], charts[1].Series[0].Y);
        Assert.Equal([2e-4, double.NaN], charts[1].Series[1].Y);
    }

    [Fact]
    public void The_map_of_discs_is_a_map_of_the_picture()
    {
        var study = new RobustnessStudy(Found, new SurvivableDiscs([1, 3], [24, 2.5, 4, 3], 24, 8, 600));
        var map = Assert.IsType<HeatMap>(Assert.Single(RobustnessFigures.Discs(study, Target.Load("1f423", 16, 10)).Charts));
        Assert.Equal(2.5, map.Values[0, 1]);
        Assert.Equal((0, 24), map.Range);
        Assert.NotNull(map.Outline);
    }

    private static WoundOutcome Outcome(Wound wound, string text, int first, int last) =>
        new(
            wound.Name,
            text,
            [200, 600],
            [
                .. Enumerable
                    .Range(0, 4)
                    .Select(sample => new WoundTrial(200, true, 1, [sample < first ? 0 : 2, sample < last ? 0 : 2], [1, 1])),
            ]
        );
}
