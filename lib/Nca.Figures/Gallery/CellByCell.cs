using Nca.Automaton;
using Nca.Figures.Model;

namespace Nca.Figures.Gallery;

/// <summary>
/// One update, taken apart into its cells: each frame writes the cells that one more cell's turn brings, and marks what that cell sees.
/// </summary>
public static class CellByCell
{
    private const int MostFrames = 200;
    private static readonly (int Red, int Green, int Blue) Mark = (0, 114, 178);

    /// <summary>The animation from the state before an update to the one after it, in reading order of the cells that changed.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="after">The state after, of the same shape.</param>
    /// <param name="title">The figure's title.</param>
    /// <param name="caption">Its caption.</param>
    /// <param name="zoom">Screen pixels per cell.</param>
    public static Animation Of(CellState before, CellState after, string title, string caption, int zoom = 9)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!before.HasShapeOf(after))
            throw new ArgumentException("Both states must have one shape.", nameof(after));
        var changed = Enumerable
            .Range(0, before.Height * before.Width)
            .Where(cell => !CellOf(before, cell).SequenceEqual(CellOf(after, cell)))
            .ToArray();
        var stride = Math.Max(1, (changed.Length + MostFrames - 1) / MostFrames);
        var state = before.Clone();
        var (frames, labels) = (new List<Pixels> { Pixels.Of(before) }, new List<string> { "before" });
        for (var first = 0; first < changed.Length; first += stride)
        {
            var turn = changed[first..Math.Min(changed.Length, first + stride)];
            foreach (var cell in turn)
                CellOf(after, cell).CopyTo(CellOf(state, cell));
            frames.Add(Marked(Pixels.Of(state), turn[^1]));
            labels.Add($"cell ({turn[^1] / before.Width}, {turn[^1] % before.Width})");
        }

        frames.Add(Pixels.Of(after));
        labels.Add("after");
        return new Animation
        {
            Title = title,
            Caption = caption,
            Frames = frames,
            Labels = labels,
            Zoom = zoom,
            Centiseconds = 12,
        };
    }

    private static Span<float> CellOf(CellState state, int cell) => state.Values.AsSpan(cell * state.Channels, state.Channels);

    // The eight neighbours take on a tint; the cell itself shows what it became.
    private static Pixels Marked(Pixels picture, int cell)
    {
        var (row, column) = (cell / picture.Width, cell % picture.Width);
        for (var y = Math.Max(0, row - 1); y <= Math.Min(picture.Height - 1, row + 1); y++)
            for (var x = Math.Max(0, column - 1); x <= Math.Min(picture.Width - 1, column + 1); x++)
            {
                if (y == row && x == column)
                    continue;
                var rgb = picture.Rgb.AsSpan((y * picture.Width + x) * 3, 3);
                (rgb[0], rgb[1], rgb[2]) = (Half(rgb[0], Mark.Red), Half(rgb[1], Mark.Green), Half(rgb[2], Mark.Blue));
            }

        return picture;

        static byte Half(int own, int mark) => (byte)((own + mark) / 2);
    }
}
