namespace Nca.Automaton;

/// <summary>The initial state, from which a pattern grows: one living seed cell on an empty grid.</summary>
public static class InitialState
{
    /// <summary>An empty grid with one cell in the middle, (height / 2, width / 2), whose alpha and hidden channels are 1.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels of a cell: those of the model that will grow it.</param>
    public static CellState Plant(int height, int width, int channels)
    {
        var state = new CellState(height, width, channels);
        PlantAt(state, height / 2, width / 2);
        return state;
    }

    /// <summary>Turns one cell of a state into a seed cell.</summary>
    /// <param name="state">The state, changed in place.</param>
    /// <param name="y">Row.</param>
    /// <param name="x">Column.</param>
    public static void PlantAt(CellState state, int y, int x)
    {
        ArgumentNullException.ThrowIfNull(state);
        var cell = state.Cell(y, x);
        cell.Clear();
        cell[CellState.Alpha..].Fill(1);
    }
}
