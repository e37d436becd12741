namespace Nca.Automaton;

/// <summary>
/// A fault in a grown picture, as in a crystal: everything beyond a row or a column has moved by one cell. Outwards, that line stands
/// there twice; inwards, the line next to it is gone. Most creatures that heal badly end so: each part is right, and one of them is a cell
/// away from its place.
/// </summary>
/// <param name="IsColumn">Whether the line is a column; a row otherwise.</param>
/// <param name="Line">The column or row, from 0.</param>
/// <param name="MovesAfter">Whether the part after the line (right of it, below it) moves; the part before it otherwise.</param>
/// <param name="MovesOutwards">Whether it moves away from the line; towards it otherwise.</param>
public sealed record Dislocation(bool IsColumn, int Line, bool MovesAfter, bool MovesOutwards)
{
    /// <summary>Moves the cells of a state. What leaves the grid is lost; what enters it is empty.</summary>
    /// <param name="state">The state, changed in place; a line outside it is an error.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grid has no such line.</exception>
    public void ApplyTo(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lines = IsColumn ? state.Width : state.Height;
        if (Line < 0 || Line >= lines)
            throw new ArgumentOutOfRangeException(nameof(state), Line, $"The line is 0 to {lines - 1} on this grid.");
        var before = state.Clone();
        var outwards = MovesAfter ? 1 : -1;
        for (var line = Line + outwards; line >= 0 && line < lines; line += outwards)
            CopyLine(before, MovesOutwards ? line - outwards : line + outwards, state, line);
    }

    private void CopyLine(CellState source, int from, CellState state, int to)
    {
        for (var along = 0; along < (IsColumn ? state.Height : state.Width); along++)
        {
            var (y, x) = IsColumn ? (along, to) : (to, along);
            if (from < 0 || from >= (IsColumn ? state.Width : state.Height))
                state.Cell(y, x).Clear();
            else
                (IsColumn ? source.Cell(y, from) : source.Cell(from, x)).CopyTo(state.Cell(y, x));
        }
    }
}
