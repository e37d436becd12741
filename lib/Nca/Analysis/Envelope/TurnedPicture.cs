using Nca.Targets;

namespace Nca.Analysis.Envelope;

/// <summary>A picture turned about the seed cell.</summary>
public static class TurnedPicture
{
    /// <summary>
    /// The picture turned clockwise on its canvas about the cell (grid / 2, grid / 2), from which it grows. Between cells it is
    /// interpolated linearly, which blurs it a little; a quarter turn is exact. What leaves the canvas is cut off.
    /// </summary>
    /// <param name="target">The picture, its colour premultiplied by alpha where it is to be interpolated.</param>
    /// <param name="degrees">The angle, a finite number.</param>
    public static Target Of(Target target, double degrees)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (cos, sin) = FoldedWeights.Direction(degrees);
        var (grid, middle, turned) = (target.Grid, target.Grid / 2, new float[target.Rgba.Length]);
        for (var row = 0; row < grid; row++)
        {
            for (var column = 0; column < grid; column++)
            {
                // Where this cell was before the turn; rows run down, so a turn from x towards y is clockwise.
                var (x, y) = (column - middle, row - middle);
                var (fromX, fromY) = (middle + cos * x + sin * y, middle + cos * y - sin * x);
                for (var channel = 0; channel < 4; channel++)
                    turned[(row * grid + column) * 4 + channel] = Between(target, fromX, fromY, channel);
            }
        }

        return target with
        {
            Rgba = turned,
        };
    }

    private static float Between(Target target, double x, double y, int channel)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        return (float)(
            (1 - down) * ((1 - right) * At(left, top) + right * At(left + 1, top))
            + down * ((1 - right) * At(left, top + 1) + right * At(left + 1, top + 1))
        );

        double At(int column, int row) =>
            (uint)column < (uint)target.Grid && (uint)row < (uint)target.Grid ? target.Rgba[(row * target.Grid + column) * 4 + channel] : 0;
    }
}
