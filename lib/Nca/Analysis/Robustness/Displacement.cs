using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Robustness;

/// <summary>
/// Where a creature stands. The rule knows no places, only neighbours, so a creature can grow back whole and stand beside its place; its
/// error there is that of a stranger.
/// </summary>
/// <param name="Rows">Rows by which it stands too low; negative where too high.</param>
/// <param name="Columns">Columns by which it stands too far right; negative where too far left.</param>
/// <param name="Error">Mean squared error against the picture, laid where the creature stands.</param>
public readonly record struct Displacement(int Rows, int Columns, double Error)
{
    /// <summary>How many whole cells it looks in each direction by default.</summary>
    public const int DefaultReach = 4;

    /// <summary>Whether the creature stands where it should.</summary>
    public bool IsNone => (Rows, Columns) == (0, 0);

    /// <summary>Finds the place where a state comes closest to the picture; its own place where others are no closer.</summary>
    /// <param name="creature">Knows the picture.</param>
    /// <param name="state">A state on the picture's canvas, left as it is; one that is not finite is not displaced.</param>
    /// <param name="reach">Largest displacement along each axis, at least 0.</param>
    public static Displacement Of(TrainedAutomaton creature, CellState state, int reach = DefaultReach)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(reach);
        var best = new Displacement(0, 0, creature.Error(state));
        for (var rows = -reach; rows <= reach; rows++)
            for (var columns = -reach; columns <= reach; columns++)
                if (creature.Error(MovedBack(state, rows, columns)) is var error && error < best.Error)
                    best = new Displacement(rows, columns, error);
        return best;
    }

    // What leaves the grid is lost, what enters it is empty.
    private static CellState MovedBack(CellState state, int rows, int columns)
    {
        var moved = new CellState(state.Height, state.Width, state.Channels);
        for (var y = Math.Max(0, -rows); y < Math.Min(state.Height, state.Height - rows); y++)
            for (var x = Math.Max(0, -columns); x < Math.Min(state.Width, state.Width - columns); x++)
                state.Cell(y + rows, x + columns).CopyTo(moved.Cell(y, x));
        return moved;
    }
}
