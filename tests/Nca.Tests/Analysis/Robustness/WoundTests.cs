using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Tests.Analysis.Robustness;

/// <summary>Wounds against pictures made by hand: # is a living cell whose numbers are all 0.5, + one that the wound changed.</summary>
public sealed class WoundTests
{
    private static readonly Target Canvas = new()
    {
        Name = "square",
        Grid = 12,
        Size = 10,
        AlphaMode = AlphaMode.Premultiplied,
        Rgba = new float[12 * 12 * 4],
    };

    private static readonly string[] Square =
    [
        "............",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        ".##########.",
        "............",
    ];

    [Fact]
    public void A_disc_in_the_centre_takes_the_cells_nearer_than_its_radius() =>
        Assert.Equal(
            [
                "............",
                ".##########.",
                ".##########.",
                ".##########.",
                ".##########.",
                ".####+++###.",
                ".####+++###.",
                ".####+++###.",
                ".##########.",
                ".##########.",
                ".##########.",
                "............",
            ],
            After(Wounds.Centre(0.2))
        );

    [Fact]
    public void All_but_the_core_leaves_what_the_disc_would_take() =>
        Assert.Equal(
            [
                "............",
                ".++++++++++.",
                ".++++++++++.",
                ".++++++++++.",
                ".++++++++++.",
                ".+++++#++++.",
                ".++++###+++.",
                ".+++++#++++.",
                ".++++++++++.",
                ".++++++++++.",
                ".++++++++++.",
                "............",
            ],
            After(Wounds.AllButCore)
        );

    [Fact]
    public void The_rim_is_the_outermost_cells() =>
        Assert.Equal(
            [
                "............",
                ".++++++++++.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".+########+.",
                ".++++++++++.",
                "............",
            ],
            After(Wounds.Rim)
        );

    [Fact]
    public void Swipes_take_every_other_row_of_a_picture_of_ten()
    {
        var rows = After(Wounds.Swipes);
        var first = Array.FindIndex(rows, row => row.Contains('+'));
        Assert.True(first is 1 or 2);
        for (var row = 0; row < rows.Length; row++)
            Assert.Equal(row is > 0 and < 11 && (row - first) % 2 == 0 ? ".++++++++++." : Square[row], rows[row]);
    }

    [Fact]
    public void A_disc_around_a_living_cell_is_one_of_the_discs_that_can_be_drawn()
    {
        for (var sample = 0; sample < 20; sample++)
        {
            var taken = Changed(Wounds.Disc(0.1), sample);
            var (y, x) = Assert.Single(taken); // radius 1: a cell lies nearer than 1 to none but itself
            Assert.InRange(y, 1, 10);
            Assert.InRange(x, 1, 10);
        }

        Assert.True(Enumerable.Range(0, 20).Select(sample => Changed(Wounds.Disc(0.1), sample)[0]).Distinct().Count() > 10);
    }

    [Fact]
    public void A_half_is_half_of_the_living_cells_whatever_its_angle()
    {
        // The middle of the square lies between cells: a line through it that meets none halves them exactly.
        for (var sample = 0; sample < 20; sample++)
        {
            var taken = Changed(Wounds.Half, sample);
            Assert.InRange(taken.Length, 48, 52);
            Assert.All(taken, cell => Assert.DoesNotContain((11 - cell.Y, 11 - cell.X), taken));
        }
    }

    [Fact]
    public void A_quarter_of_the_cells_is_what_the_sequence_says()
    {
        var (random, expected) = (Stream(3), new List<(int, int)>());
        for (var y = 0; y < 12; y++)
            for (var x = 0; x < 12; x++)
                if (random.NextDouble() < 0.25 && Square[y][x] == '#')
                    expected.Add((y, x));
        Assert.Equal(expected, Changed(Wounds.Scattered, 3));
        Assert.InRange(expected.Count, 10, 45);
    }

    [Fact]
    public void Channel_wounds_touch_their_channels_of_living_cells_only()
    {
        AssertChannels(Wounds.HiddenZeroed, (channel, value) => Assert.Equal(channel < 4 ? 0.5f : 0, value));
        AssertChannels(Wounds.ColourZeroed, (channel, value) => Assert.Equal(channel < 3 ? 0 : 0.5f, value));
        AssertChannels(Wounds.Noise, (_, value) => Assert.True(value is >= 0.2f and <= 0.8f and not 0.5f));

        static void AssertChannels(Wound wound, Action<int, float> holds)
        {
            var (state, before) = (Made(), Made());
            Assert.True(wound.Inflict(state, Canvas, Stream(0)));
            for (var y = 0; y < 12; y++)
                for (var x = 0; x < 12; x++)
                    if (Square[y][x] == '#')
                        for (var channel = 0; channel < 6; channel++)
                            holds(channel, state[y, x, channel]);
                    else
                        Assert.Equal(before.Cell(y, x).ToArray(), state.Cell(y, x).ToArray());
        }
    }

    [Fact]
    public void Seeds_are_planted_inside_and_beside()
    {
        var seed = new float[] { 0, 0, 0, 1, 1, 1 };
        var state = Made();
        Assert.True(Wounds.SeedInside.Inflict(state, Canvas, Stream(0)));
        var (y, x) = Assert.Single(Changed(Wounds.SeedInside, 0));
        Assert.Equal('#', Square[y][x]);
        Assert.Equal(seed, state.Cell(y, x).ToArray());

        // The square leaves no cell that is three cells off; a single cell does, all around.
        Assert.False(Wounds.SeedBeside.Inflict(Made(), Canvas, Stream(0)));
        for (var sample = 0; sample < 20; sample++)
        {
            var alone = new CellState(12, 12, 6);
            alone.Cell(6, 6).Fill(0.5f);
            Assert.True(Wounds.SeedBeside.Inflict(alone, Canvas, Stream(sample)));
            var planted = Assert.Single(
                from row in Enumerable.Range(0, 12)
                from column in Enumerable.Range(0, 12)
                where alone[row, column, CellState.Alpha] == 1
                select Math.Max(Math.Abs(row - 6), Math.Abs(column - 6))
            );
            Assert.InRange(planted, 3, 4);
        }
    }

    [Fact]
    public void Nothing_falls_on_what_is_dead() => Assert.All(Wounds.All, wound =>
        {
            var dead = new CellState(12, 12, 6);
            Assert.False(wound.Inflict(dead, Canvas, Stream(0)));
            Assert.All(dead.Values, value => Assert.Equal(0, value));
        });

    [Fact]
    public void Every_wound_has_a_name_and_a_text_of_its_own()
    {
        Assert.Equal(Wounds.All.Count, Wounds.All.Select(wound => wound.Name).Distinct().Count());
        Assert.Equal(Wounds.All.Count, Wounds.All.Select(wound => wound.Describe(Canvas)).Distinct().Count());
        Assert.Equal("disc of radius 4 in the centre", Wounds.LargeCentre.Describe(Canvas));
    }

    private static string[] After(Wound wound)
    {
        var touched = wound.Touched(Made(), Canvas, Stream(0));
        return [.. Square.Select((row, y) => string.Concat(row.Select((mark, x) => touched[y * 12 + x] ? '+' : mark)))];
    }

    private static (int Y, int X)[] Changed(Wound wound, int sample)
    {
        var touched = wound.Touched(Made(), Canvas, Stream(sample));
        return [.. Enumerable.Range(0, 144).Where(cell => touched[cell]).Select(cell => (cell / 12, cell % 12))];
    }

    private static RandomSequence Stream(int sample) => new(5, RandomPurpose.Wounding, sample);

    private static CellState Made()
    {
        var state = new CellState(12, 12, 6);
        for (var y = 0; y < 12; y++)
            for (var x = 0; x < 12; x++)
                if (Square[y][x] == '#')
                    state.Cell(y, x).Fill(0.5f);
        return state;
    }
}
