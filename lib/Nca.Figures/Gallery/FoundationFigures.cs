using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Figures of one update, taken apart.</summary>
public static class FoundationFigures
{
    /// <summary>A picture, its alpha, and alpha's slopes.</summary>
    /// <param name="picture">The picture as a state.</param>
    /// <param name="alongX">Slopes of alpha along x, one per cell.</param>
    /// <param name="alongY">Slopes of alpha along y, one per cell.</param>
    public static ImageStrip Perception(CellState picture, float[] alongX, float[] alongY)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new ImageStrip
        {
            Title = "What the cells perceive",
            Caption =
                "The picture, its alpha, and alpha's slopes along x and y. A cell at the left edge sees alpha rise to the "
                + "right; one at the "
                + "right edge sees it fall.",
            Zoom = Math.Max(2, 168 / picture.Width),
            Columns = 4,
            Frames =
            [
                (Pixels.Of(picture), "the picture"),
                (Pixels.Grey(picture.Channel(CellState.Alpha), picture.Width), "alpha"),
                (Pixels.Diverging(alongX, picture.Width), "slope of alpha along x"),
                (Pixels.Diverging(alongY, picture.Width), "slope of alpha along y"),
            ],
        };
    }

    /// <summary>Change of alpha if every cell fired, who fires, and what really changes.</summary>
    /// <param name="before">The state before the update.</param>
    /// <param name="everyone">The state after it if every cell fires.</param>
    /// <param name="fires">The fire mask: 1 where a cell fires, one number per cell.</param>
    /// <param name="after">The state after it with this mask.</param>
    public static ImageStrip OneUpdate(CellState before, CellState everyone, byte[] fires, CellState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(fires);
        var largest = Change(everyone).Max(MathF.Abs);
        var changed = Change(after).Count(change => change != 0);
        return new ImageStrip
        {
            Title = "One update in pieces",
            IsThumbnail = true,
            Caption =
                $"Change of alpha under a random rule: blue falls, orange rises. {fires.Count(fire => fire == 1)} of "
                + $"{fires.Length} cells fire, and "
                + Invariant(
                    $"alpha changes in {changed} of them, by at most {largest:0.00} if every cell had fired. Where a cell does not fire, "
                )
                + "nothing changes; nor outside the picture and its rim, where nothing may live.",
            Zoom = Math.Max(2, 144 / before.Width),
            Columns = 5,
            Frames =
            [
                (Pixels.Of(before), "before"),
                (Pixels.Diverging(Change(everyone), before.Width, largest), "if every cell fired"),
                (Pixels.Grey([.. fires.Select(fire => (float)fire)], before.Width), "who fires"),
                (Pixels.Diverging(Change(after), before.Width, largest), "what really changes"),
                (Pixels.Of(after), "after"),
            ],
        };

        float[] Change(CellState state) =>
            [.. state.Channel(CellState.Alpha).Zip(before.Channel(CellState.Alpha), (now, then) => now - then)];
    }

    /// <summary>One cell's visible numbers through an update.</summary>
    /// <param name="row">Row of the cell.</param>
    /// <param name="column">Column of the cell.</param>
    /// <param name="fires">Whether it fires.</param>
    /// <param name="before">The state before.</param>
    /// <param name="slopes">Slopes along x and y of its four visible channels.</param>
    /// <param name="everyone">The state after the update if every cell fires.</param>
    /// <param name="after">The state after it.</param>
    public static Table OneCell(
        int row,
        int column,
        bool fires,
        CellState before,
        (float[] X, float[] Y) slopes,
        CellState everyone,
        CellState after
    )
    {
        ArgumentNullException.ThrowIfNull(before);
        return new Table(
            [$"cell ({row}, {column}), which {(fires ? "fires" : "does not fire")}", "red", "green", "blue", "alpha"],
            [
                Row("state before", Visible(before)),
                Row("slope along x", slopes.X),
                Row("slope along y", slopes.Y),
                Row("proposed change", Visible(everyone).Zip(Visible(before), (now, then) => now - then)),
                Row("state after", Visible(after)),
            ]
        );

        float[] Visible(CellState state) => state.Cell(row, column)[..CellState.VisibleChannels].ToArray();
        static IReadOnlyList<string> Row(string name, IEnumerable<float> values) =>
            [name, .. values.Select(value => Invariant($"{value:0.00}"))];
    }
}
