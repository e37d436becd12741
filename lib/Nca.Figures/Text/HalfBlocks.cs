using System.Text;
using Nca.Automaton;

namespace Nca.Figures.Text;

/// <summary>
/// A state as text for a terminal that knows 24-bit colours: each character is an upper half block, whose ink is one cell of the mosaic
/// and whose ground the one below it.
/// </summary>
internal static class HalfBlocks
{
    private const char Upper = '▀';
    private const string Plain = "\u001b[0m";

    /// <summary>Draws the state over white, shrunk by whole factors (each cell of the mosaic is the mean of a square of cells).</summary>
    /// <param name="state">The state.</param>
    /// <param name="columns">Most characters of a line, at least 1.</param>
    /// <returns>Lines of text, from the top; the last row has a white ground where the mosaic's rows are odd.</returns>
    public static IReadOnlyList<string> Of(CellState state, int columns)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var pixels = Rendering.OverWhite(state);
        var factor = (Math.Max(state.Width, state.Height) + columns - 1) / columns;
        var (height, width) = (state.Height / factor, state.Width / factor);
        var lines = new List<string>();
        for (var y = 0; y < height; y += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < width; x++)
                line.Append($"\u001b[38;2;{Colour(y, x)};48;2;{(y + 1 < height ? Colour(y + 1, x) : "255;255;255")}m{Upper}");
            lines.Add(line.Append(Plain).ToString());
        }

        return lines;

        string Colour(int row, int column)
        {
            Span<int> sum = stackalloc int[3];
            for (var y = row * factor; y < (row + 1) * factor; y++)
                for (var x = column * factor; x < (column + 1) * factor; x++)
                    for (var colour = 0; colour < 3; colour++)
                        sum[colour] += pixels[(y * state.Width + x) * 3 + colour];
            var cells = factor * factor;
            return FormattableString.Invariant($"{sum[0] / cells};{sum[1] / cells};{sum[2] / cells}");
        }
    }
}
