using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Randomness;

namespace Nca.Analysis.Attractors;

/// <summary>What a census begins with: grown creatures to which something happened, and states that no creature ever was in.</summary>
internal static class CensusStarts
{
    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<CensusStart> All { get; } =
    [
        new("seed", "one seed cell", (creature, _, canvas, _) => creature.Plant(canvas)),
        Wounded(Wounds.Half, "half, at any angle"),
        Wounded(Wounds.LargeCentre, "a large hole in the centre"),
        Wounded(Wounds.AllButCore, "all but the core"),
        Wounded(Wounds.HiddenZeroed, "hidden channels zeroed"),
        Grown("noise", "noise of ±1 on every living number", (state, random) => AddNoise(state, 1, random)),
        Grown("shuffled", "living cells in another order", Shuffle),
        Grown("turned", "turned by a quarter", (state, _) => Quarter(state)),
        new("two-seeds", "two seed cells anywhere", (creature, _, canvas, random) => Seeds(creature, canvas, 2, random)),
        new("two-creatures", "a second creature laid over the first, anywhere", (_, grown, canvas, random) => Twice(grown, canvas, random)),
        new("random-disc", "a disc of random numbers in [0, 1)", (creature, _, canvas, random) => RandomDisc(creature, canvas, random)),
        new("random-canvas", "random numbers in [0, 1) everywhere", (creature, _, canvas, random) =>
            Fill(creature.Plant(canvas), random, (_, _) => true)
        ),
    ];

    private static CensusStart Wounded(Wound wound, string text) => new(wound.Name, text, (creature, grown, canvas, random) =>
        {
            var state = grown.Clone();
            wound.Inflict(state, creature.Target, random);
            return Centred(state, canvas);
        });

    private static CensusStart Grown(string name, string text, Func<CellState, RandomSequence, CellState> change) =>
        new(name, text, (_, grown, canvas, random) => Centred(change(grown.Clone(), random), canvas));

    private static CellState Centred(CellState state, int canvas)
    {
        var larger = new CellState(canvas, canvas, state.Channels);
        Lay(state, larger, (canvas - state.Height) / 2, (canvas - state.Width) / 2);
        return larger;
    }

    // Lays the living neighbourhood of a state over another; what falls off the canvas is lost.
    private static void Lay(CellState state, CellState canvas, int top, int left)
    {
        for (var y = Math.Max(0, -top); y < Math.Min(state.Height, canvas.Height - top); y++)
            for (var x = Math.Max(0, -left); x < Math.Min(state.Width, canvas.Width - left); x++)
                if (state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    state.Cell(y, x).CopyTo(canvas.Cell(top + y, left + x));
    }

    private static CellState AddNoise(CellState state, double size, RandomSequence random)
    {
        foreach (var (y, x) in Living(state))
            foreach (ref var value in state.Cell(y, x))
                value += (float)random.NextUniform(-size, size);
        return state;
    }

    private static CellState Shuffle(CellState state, RandomSequence random)
    {
        var (living, old) = (Living(state), state.Clone());
        int[] order = [.. Enumerable.Range(0, living.Count)];
        for (var last = order.Length - 1; last > 0; last--)
        {
            var other = random.NextInteger(0, last);
            (order[last], order[other]) = (order[other], order[last]);
        }

        foreach (var ((y, x), from) in living.Zip(order))
            old.Cell(living[from].Y, living[from].X).CopyTo(state.Cell(y, x));
        return state;
    }

    private static CellState Quarter(CellState state)
    {
        var turned = new CellState(state.Width, state.Height, state.Channels);
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                state.Cell(y, x).CopyTo(turned.Cell(x, state.Height - 1 - y));
        return turned;
    }

    private static CellState Seeds(TrainedAutomaton creature, int canvas, int count, RandomSequence random)
    {
        var state = new CellState(canvas, canvas, creature.Automaton.Channels);
        for (var seed = 0; seed < count; seed++)
            InitialState.PlantAt(state, random.NextInteger(0, canvas - 1), random.NextInteger(0, canvas - 1));
        return state;
    }

    private static CellState Twice(CellState grown, int canvas, RandomSequence random)
    {
        var state = Centred(grown, canvas);
        var reach = canvas / 2;
        Lay(
            grown,
            state,
            (canvas - grown.Height) / 2 + random.NextInteger(-reach, reach),
            (canvas - grown.Width) / 2 + random.NextInteger(-reach, reach)
        );
        return state;
    }

    private static CellState RandomDisc(TrainedAutomaton creature, int canvas, RandomSequence random)
    {
        var disc = Damage.Circle(canvas / 2, canvas / 2, 0.25 * creature.Target.Size);
        return Fill(new CellState(canvas, canvas, creature.Automaton.Channels), random, disc.Hits);
    }

    private static CellState Fill(CellState state, RandomSequence random, Func<int, int, bool> where)
    {
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                if (where(y, x))
                    foreach (ref var value in state.Cell(y, x))
                        value = (float)random.NextDouble();
        return state;
    }

    private static List<(int Y, int X)> Living(CellState state)
    {
        var cells = new List<(int, int)>();
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                if (state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    cells.Add((y, x));
        return cells;
    }
}
