using System.Text.Json;
using Nca.Analysis.Attractors;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Tests.Analysis.Attractors;

/// <summary>Where states end: forms, groups and pictures.</summary>
public sealed class CensusTests
{
    private const int Canvas = 40;
    private static readonly Target Chick = Target.Load("1f423", 16, 10);

    [Fact]
    public void Planted_groups_are_found()
    {
        // Around 0, 10 and 30, the second the largest.
        double[] items = [0.2, 10.1, 30, 9.8, 0, 10.4, 9.9];
        var groups = LeaderClustering.Of(items, (first, second) => Math.Abs(first - second), threshold: 1);
        Assert.Equal(
            [
                [1, 3, 5, 6],
                [0, 4],
                [2],
            ],
            groups.Select(group => group.ToArray())
        );
        Assert.Equal(7, LeaderClustering.Of(items, (first, second) => first == second ? 0 : 1, 0.5).Count);
        Assert.Empty(LeaderClustering.Of<double>([], (_, _) => 0, 1));
    }

    [Fact]
    public void An_item_joins_the_nearest_leader_not_the_first_that_is_near_enough() =>
        Assert.Equal(
            [
                [1, 2],
                [0],
            ],
            LeaderClustering.Of<double>([0, 1.9, 1.5], (a, b) => Math.Abs(a - b), 1.6).Select(group => group.ToArray())
        );

    [Fact]
    public void Stored_forms_keep_their_names()
    {
        string[] stored = ["Itself", "Elsewhere", "Several", "WithMore", "Overgrown", "Other", "Dead", "NotFinite"];
        Assert.Equal(stored, Enum.GetValues<EndForm>().Select(form => JsonSerializer.Serialize(form).Trim('"')));
        Assert.Equal(EndForm.Displaced, JsonSerializer.Deserialize<EndForm>("\"Elsewhere\""));
    }

    [Fact]
    public void Forms_are_named_by_rule()
    {
        Assert.Equal(EndForm.Dead, Form(_ => { }));
        Assert.Equal(EndForm.Itself, Form(state => Lay(state, 12, 12)));
        Assert.Equal(EndForm.Displaced, Form(state => Lay(state, 13, 12)));
        Assert.Equal(EndForm.Several, Form(state => Lay(Lay(state, 2, 3), 20, 24)));
        Assert.Equal(EndForm.Displaced, Form(state => Lay(state, -3, -3)));
        Assert.Equal(EndForm.WithMore, Form(state => Block(Lay(state, 12, 12), 0, 4)));
        Assert.Equal(EndForm.Other, Form(state => Block(state, 5, 6)));
        Assert.Equal(EndForm.Overgrown, Form(state => Block(state, 5, 20)));
        Assert.Equal(EndForm.NotFinite, Form(state => state[3, 3, 5] = float.NaN));
    }

    [Fact]
    public void A_picture_is_found_up_to_the_bound_of_persistence()
    {
        // 16·16·4 numbers may differ by squares of 0.003 on average: 3.072 in all.
        Assert.Equal(EndForm.Itself, Form(state => Lay(state, 12, 12)[17, 17, 0] += 1.74f));
        Assert.Equal(EndForm.Other, Form(state => Lay(state, 12, 12)[17, 17, 0] += 1.76f));
    }

    [Fact]
    public void Distances_do_not_depend_on_the_place()
    {
        var (here, there, block) = (End(state => Lay(state, 12, 12)), End(state => Lay(state, 3, 20)), End(state => Block(state, 5, 2)));
        Assert.Equal(0, EndState.Distance(here, there), 1e-9);
        Assert.Equal(EndState.Distance(here, block), EndState.Distance(block, there), 1e-9);
        var nothing = End(_ => { });

        // A block of four cells of four ones each, over 16·16·4 numbers.
        Assert.Equal(Math.Sqrt(16.0 / 1024), EndState.Distance(nothing, block), 1e-9);
        var broken = End(state => state[0, 0, 0] = float.NaN);
        Assert.Equal(double.PositiveInfinity, EndState.Distance(broken, block));
        Assert.Equal(0, EndState.Distance(broken, broken));
    }

    [Fact]
    public void Pictures_survive_packing_without_their_lowest_bits()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        var again = PackedPicture.Unpack(PackedPicture.Of(bytes), 256);
        Assert.All(bytes.Zip(again), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 7));
        Assert.Equal((0, 255), (again[0], again[255]));
        Assert.Throws<InvalidDataException>(() => PackedPicture.Unpack(PackedPicture.Of(bytes), 255));
        Assert.Throws<InvalidDataException>(() => PackedPicture.Unpack(PackedPicture.Of(bytes), 257));
        Assert.Throws<InvalidDataException>(() => PackedPicture.Unpack("no base 64", 3));
    }

    [Fact]
    public void Every_start_fits_the_canvas_and_leaves_the_grown_creature_alone()
    {
        var creature = Still(Chick);
        var grown = Chick.ToState(16);
        var kept = grown.Clone();
        foreach (var start in CensusStarts.All)
        {
            var made = start.Make(creature, grown, 24, new RandomSequence(1, RandomPurpose.Starts));
            Assert.Equal((24, 24, 16), (made.Height, made.Width, made.Channels));
            Assert.True(made.AliveCells() > 0, start.Name);
            Assert.Equal(kept.Values, grown.Values);
            Assert.Equal(made.Values, start.Make(creature, grown, 24, new RandomSequence(1, RandomPurpose.Starts)).Values);
        }

        Assert.Equal(CensusStarts.All.Count, CensusStarts.All.Select(start => start.Name).Distinct().Count());
    }

    [Fact]
    public void Shuffling_and_turning_keep_every_cell()
    {
        var grown = Chick.ToState(16);
        foreach (var name in new[] { "shuffled", "turned" })
        {
            var made = CensusStarts.All.First(start => start.Name == name).Make(Still(Chick), grown, 24, new(1, RandomPurpose.Starts));
            Assert.Equal(grown.AliveCells(), made.AliveCells());
            Assert.NotEqual(EndForm.Itself, new EndState(made, Chick).Form);
        }
    }

    [Fact]
    public void A_rule_that_changes_nothing_ends_where_it_began()
    {
        using var engine = new FusedRolloutEngine(1);
        CensusStart[] starts =
        [
            new("picture", "the picture", (_, _, canvas, _) => Lay(new CellState(canvas, canvas, 16), 4, 4)),
            .. CensusStarts.All.Where(start => start.Name is "seed" or "random-canvas"),
        ];
        var census = Census.Of(Still(Chick), samples: 3, steps: 4, starts, engine: engine);
        Assert.Equal((24, 9), (census.Canvas, census.Total));
        Assert.Equal([EndForm.Itself, EndForm.Other, EndForm.Overgrown], census.Rows.Select(row => Assert.Single(row.Forms.Distinct())));
        Assert.Equal(3, census.ProportionOf(EndForm.Itself).Successes);
        Assert.Equal(9, census.Groups.Sum(group => group.Size));
        Assert.Equal([0, 0, 0, 1, 1, 1], census.Rows.Take(2).SelectMany(row => row.Groups));
        Assert.Equal(new Proportion(3, 9), census.ProportionOf(census.Groups[0]));
        Assert.All(census.Groups, group => Assert.Equal(24 * 24 * 3, group.Rgb(24)!.Length));
    }

    private static TrainedAutomaton Still(Target target) => new(new AutomatonConfig { Hidden = 4 }, new UpdateRuleWeights(16, 4), target);

    private static EndForm Form(Action<CellState> draw) => End(draw).Form;

    private static EndState End(Action<CellState> draw)
    {
        var state = new CellState(Canvas, Canvas, 16);
        draw(state);
        return new EndState(state, Chick);
    }

    // The target's canvas with its corner at a place; what falls off is empty anyway.
    private static CellState Lay(CellState state, int top, int left)
    {
        var picture = Chick.ToState(16);
        for (var y = Math.Max(0, -top); y < 16; y++)
            for (var x = Math.Max(0, -left); x < 16; x++)
                picture.Cell(y, x).CopyTo(state.Cell(top + y, left + x));
        return state;
    }

    private static CellState Block(CellState state, int corner, int size)
    {
        for (var y = corner; y < corner + size; y++)
            for (var x = corner; x < corner + size; x++)
                state.Cell(y, x)[..4].Fill(1);
        return state;
    }
}
