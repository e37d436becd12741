using Nca.Automaton;
using Nca.Randomness;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Analysis.Robustness;

/// <summary>The wounds that creatures are tested with.</summary>
public static class Wounds
{
    private const float NoiseSize = 0.3f;

    /// <summary>Discs around living cells drawn at random: 4, 8, 12 and 16 cells of the tutorial's 40.</summary>
    public static IReadOnlyList<Wound> Discs { get; } = [Disc(0.1), Disc(0.2), Disc(0.3), Disc(0.4)];

    /// <summary>A disc of radius 16 of 40 cells in the centre: what is left is a ring.</summary>
    public static Wound LargeCentre { get; } = Centre(0.4);

    /// <summary>Everything on one side of a line through the middle of the living cells, at any angle.</summary>
    public static Wound Half { get; } =
        Erasing("half", _ => "half, at any angle", (state, _, random) => HalfOf(state, random.NextUniform(0, 360)));

    /// <summary>Five horizontal swipes of two rows of 40 each, evenly over the picture from a row drawn at random.</summary>
    public static Wound Swipes { get; } =
        Erasing(
            "swipes",
            target => $"five horizontal swipes of {Counted(Cells(0.05, target), "row")}",
            (_, target, random) =>
            {
                var period = Math.Max(Cells(0.05, target), target.Size / 5);
                return Damage.Stripes(target.Padding + random.NextInteger(0, period - 1), Cells(0.05, target), period, 5);
            }
        );

    /// <summary>All but a disc of radius 5 of 40 in the centre.</summary>
    public static Wound AllButCore { get; } =
        Erasing(
            "all-but-core",
            target => Invariant($"all but a disc of radius {0.125 * target.Size:0.#} in the centre"),
            (_, target, _) => Damage.AllBut(Damage.Circle(target.Grid / 2, target.Grid / 2, 0.125 * target.Size))
        );

    /// <summary>The outermost two of 40 cells all around.</summary>
    public static Wound Rim { get; } =
        Erasing(
            "rim",
            target => $"the rim, {Counted(Cells(0.05, target), "cell")} wide",
            (state, target, _) => Damage.Rim(state, Cells(0.05, target))
        );

    /// <summary>A quarter of all cells, drawn one by one.</summary>
    public static Wound Scattered { get; } =
        Erasing(
            "scattered",
            _ => "a quarter of all cells, drawn one by one",
            (state, _, random) => Damage.Scattered(state.Height, state.Width, 0.25, random)
        );

    /// <summary>Up to ±0.3 added to every number of every living cell.</summary>
    public static Wound Noise { get; } = Changing("noise", "noise of ±0.3 on every living number", AddNoise);

    /// <summary>The hidden channels of every living cell zeroed; it looks as before.</summary>
    public static Wound HiddenZeroed { get; } =
        Changing("hidden-zeroed", "the hidden channels zeroed", (cell, _) => cell[CellState.VisibleChannels..].Clear());

    /// <summary>Red, green and blue of every living cell zeroed; its shape and hidden channels stay.</summary>
    public static Wound ColourZeroed { get; } =
        Changing("colour-zeroed", "the colours zeroed", (cell, _) => cell[..CellState.Alpha].Clear());

    /// <summary>A seed cell in place of a living cell drawn at random.</summary>
    public static Wound SeedInside { get; } =
        new("seed-inside", _ => "a seed cell planted inside", (state, _, random) => Plant(state, state.LivingCells(), random));

    /// <summary>A seed cell beside the creature, three or four cells from its nearest living cell: a second creature too near.</summary>
    public static Wound SeedBeside { get; } =
        new("seed-beside", _ => "a second seed cell planted beside it", (state, _, random) => Plant(state, CellsBeside(state), random));

    /// <summary>Twenty discs of radius 8 of 40, 200 steps apart.</summary>
    public static Wound TwentyDiscs { get; } =
        Disc(0.2)
            .At("twenty-discs", WoundTiming.TwentyTimes, target =>
                Invariant($"twenty discs of radius {0.2 * target.Size:0.#}, 200 steps apart")
            );

    /// <summary>A disc of radius 8 of 40 while it still grows, at a step from 20 to 80.</summary>
    public static Wound WhileGrowing { get; } =
        Disc(0.2).At("while-growing", WoundTiming.Growing, target => Invariant($"disc of radius {0.2 * target.Size:0.#} at step 20 to 80"));

    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<Wound> All { get; } =
    [
        .. Discs,
        Centre(0.3),
        LargeCentre,
        Half,
        Swipes,
        AllButCore,
        TwentyDiscs,
        WhileGrowing,
        Rim,
        Scattered,
        Noise,
        HiddenZeroed,
        ColourZeroed,
        SeedInside,
        SeedBeside,
    ];

    /// <summary>A disc around a living cell drawn at random.</summary>
    /// <param name="share">Radius as a proportion of the picture's side, above 0.</param>
    public static Wound Disc(double share)
    {
        RequireShare(share);
        return Erasing(
            Invariant($"disc-{100 * share:0.#}"),
            target => Invariant($"disc of radius {share * target.Size:0.#} around any living cell"),
            (state, target, random) =>
            {
                var alive = state.LivingCells();
                var (y, x) = alive[random.NextInteger(0, alive.Count - 1)];
                return Damage.Circle(y, x, share * target.Size);
            }
        );
    }

    /// <summary>A disc in the centre of the canvas.</summary>
    /// <param name="share">Radius as a proportion of the picture's side, above 0.</param>
    public static Wound Centre(double share)
    {
        RequireShare(share);
        return Erasing(
            Invariant($"disc-{100 * share:0.#}-centre"),
            target => Invariant($"disc of radius {share * target.Size:0.#} in the centre"),
            (_, target, _) => Damage.Circle(target.Grid / 2, target.Grid / 2, share * target.Size)
        );
    }

    private static Wound Erasing(string name, Func<Target, string> describe, Func<CellState, Target, RandomSequence, Damage> draw) =>
        new(name, describe, (state, target, random) =>
        {
            draw(state, target, random).ApplyTo(state);
            return true;
        });

    private static Wound Changing(string name, string text, CellChange change) =>
        new(
            name,
            _ => text,
            (state, _, random) =>
            {
                foreach (var (y, x) in state.LivingCells())
                    change(state.Cell(y, x), random);
                return true;
            }
        );

    private static void AddNoise(Span<float> cell, RandomSequence random)
    {
        foreach (ref var value in cell)
            value += (float)random.NextUniform(-NoiseSize, NoiseSize);
    }

    private static Damage HalfOf(CellState state, double degrees)
    {
        var alive = state.LivingCells();
        return Damage.HalfPlane(alive.Average(cell => cell.Y), alive.Average(cell => cell.X), degrees);
    }

    private static bool Plant(CellState state, List<(int Y, int X)> places, RandomSequence random)
    {
        if (places.Count == 0)
            return false;
        var (y, x) = places[random.NextInteger(0, places.Count - 1)];
        InitialState.PlantAt(state, y, x);
        return true;
    }

    private static List<(int Y, int X)> CellsBeside(CellState state)
    {
        var alive = state.LivingCells();
        var distance = new int[state.Height, state.Width];
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                distance[y, x] = alive.Min(cell => Math.Max(Math.Abs(cell.Y - y), Math.Abs(cell.X - x)));
        return CellsWhere(state, (y, x) => distance[y, x] is 3 or 4);
    }

    private static List<(int Y, int X)> CellsWhere(CellState state, Func<int, int, bool> holds)
    {
        var cells = new List<(int, int)>();
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                if (holds(y, x))
                    cells.Add((y, x));
        return cells;
    }

    private static bool IsAlive(CellState state, int y, int x) => state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold;

    private static int Cells(double share, Target target) => Math.Max(1, (int)Math.Round(share * target.Size));

    private static string Counted(int number, string what) => number == 1 ? $"one {what}" : $"{number} {what}s";

    private static void RequireShare(double share)
    {
        if (!(share > 0) || !double.IsFinite(share))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The radius is a proportion of the picture's side, above 0.");
    }

    private delegate void CellChange(Span<float> cell, RandomSequence random);
}
