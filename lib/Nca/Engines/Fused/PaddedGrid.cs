using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// Where a cell's numbers lie: cell by cell in rows, each padded to whole vectors, around the grid a border of one empty cell, so that no
/// step asks where the grid ends. <code>
///   · · · · · ·
///   · 0 1 2 3 ·      W = 4: pitch 6; cell (y, x) is number (y + 1) · pitch + x + 1
///   · 4 5 6 7 ·      its channels begin at number · stride
///   · · · · · ·
/// </code>
/// </summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels of a cell.</param>
/// <param name="Stride">Channels rounded up to whole vectors.</param>
internal sealed record PaddedGrid(int Height, int Width, int Channels, int Stride)
{
    /// <summary>Distance of rows, in cells.</summary>
    public int Pitch => Width + 2;

    /// <summary>Length of a grid in numbers.</summary>
    public int Length => checked((Height + 2) * Pitch * Stride);

    /// <summary>Number of the first cell of a row.</summary>
    /// <param name="y">Row, from 0.</param>
    public int RowStart(int y) => (y + 1) * Pitch + 1;

    /// <summary>
    /// Copies a state's numbers into a padded grid and empties the padding, where a state before it may have left NaN; the border is left
    /// alone.
    /// </summary>
    /// <param name="values">Shape [H, W, C].</param>
    /// <param name="padded">The grid, of <see cref="Length"/>.</param>
    public void Load(ReadOnlySpan<float> values, Span<float> padded)
    {
        for (var y = 0; y < Height; y++)
        {
            var row = values.Slice(y * Width * Channels, Width * Channels);
            var place = padded.Slice(RowStart(y) * Stride, Width * Stride);
            if (Stride == Channels)
            {
                row.CopyTo(place);
                continue;
            }

            place.Clear();
            for (var x = 0; x < Width; x++)
                row.Slice(x * Channels, Channels).CopyTo(place[(x * Stride)..]);
        }
    }

    /// <summary>Copies a padded grid's numbers into a state.</summary>
    /// <param name="padded">The grid.</param>
    /// <param name="state">The state, of the same shape.</param>
    public void Store(ReadOnlySpan<float> padded, CellState state)
    {
        for (var y = 0; y < Height; y++)
        {
            var row = state.Values.AsSpan(y * Width * Channels, Width * Channels);
            var place = padded.Slice(RowStart(y) * Stride, Width * Stride);
            if (Stride == Channels)
                place.CopyTo(row);
            else
                for (var x = 0; x < Width; x++)
                    place.Slice(x * Stride, Channels).CopyTo(row[(x * Channels)..]);
        }
    }
}
