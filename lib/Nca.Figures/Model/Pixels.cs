using Nca.Automaton;
using Nca.Targets;

namespace Nca.Figures.Model;

/// <summary>A small picture in bytes.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Red, green, blue, shape [H, W, 3].</param>
public sealed record Pixels(int Width, int Height, byte[] Rgb)
{
    /// <summary>A state composed over white.</summary>
    /// <param name="state">The state.</param>
    public static Pixels Of(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new Pixels(state.Width, state.Height, Rendering.OverWhite(state));
    }

    /// <summary>
    /// A target composed over white, its colour taken as premultiplied whatever its form, so that a straight canvas shows its fringe.
    /// </summary>
    /// <param name="target">The target.</param>
    public static Pixels Of(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Of(new CellState(target.Grid, target.Grid, CellState.VisibleChannels, target.Rgba));
    }

    /// <summary>Numbers as a blue – white – orange picture, zero being white.</summary>
    /// <param name="values">Shape [H, W].</param>
    /// <param name="width">Columns.</param>
    /// <param name="largest">The absolute value that gets the full colour; the largest of the values by default.</param>
    public static Pixels Diverging(float[] values, int width, float? largest = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var scale = largest ?? values.Max(MathF.Abs);
        var rgb = new byte[values.Length * 3];
        for (var index = 0; index < values.Length; index++)
        {
            var strength = scale > 0 ? Math.Clamp(values[index] / scale, -1, 1) : 0;
            var (red, green, blue) = strength < 0 ? (0, 114, 178) : (213, 94, 0);
            foreach (var (offset, colour) in new[] { (0, red), (1, green), (2, blue) })
                rgb[index * 3 + offset] = (byte)MathF.Round(255 - MathF.Abs(strength) * (255 - colour));
        }

        return new Pixels(width, values.Length / width, rgb);
    }

    /// <summary>Numbers as a grey picture, white at zero and dark at the largest.</summary>
    /// <param name="values">Shape [H, W], not negative.</param>
    /// <param name="width">Columns.</param>
    /// <param name="largest">The value that gets the darkest grey; the largest of the values by default.</param>
    public static Pixels Grey(float[] values, int width, float? largest = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var scale = largest ?? values.Max();
        var rgb = new byte[values.Length * 3];
        for (var index = 0; index < values.Length; index++)
            rgb.AsSpan(index * 3, 3).Fill((byte)MathF.Round(255 - 225 * (scale > 0 ? Math.Clamp(values[index] / scale, 0, 1) : 0)));
        return new Pixels(width, values.Length / width, rgb);
    }

    /// <summary>Pictures in a row on white, each in the middle of the height.</summary>
    /// <param name="pictures">The pictures, at least one.</param>
    /// <param name="gap">Empty columns between two of them.</param>
    public static Pixels Beside(IReadOnlyList<Pixels> pictures, int gap = 2)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var (width, height) = (
            pictures.Sum(picture => picture.Width) + gap * (pictures.Count - 1),
            pictures.Max(picture => picture.Height)
        );
        var rgb = new byte[width * height * 3];
        Array.Fill(rgb, (byte)255);
        var left = 0;
        foreach (var picture in pictures)
        {
            var top = (height - picture.Height) / 2;
            for (var y = 0; y < picture.Height; y++)
                picture.Rgb.AsSpan(y * picture.Width * 3, picture.Width * 3).CopyTo(rgb.AsSpan(((top + y) * width + left) * 3));
            left += picture.Width + gap;
        }

        return new Pixels(width, height, rgb);
    }
}
