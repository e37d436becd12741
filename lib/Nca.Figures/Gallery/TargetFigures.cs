using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Figures of target pictures and of the ways to store their transparency.</summary>
public static class TargetFigures
{
    private const float FringeScale = 0.3f;

    /// <summary>The target over white.</summary>
    /// <param name="target">The target.</param>
    public static ImageStrip Canvas(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new ImageStrip
        {
            Title = "Target",
            IsThumbnail = true,
            Caption =
                $"The picture to grow: {target.Size}×{target.Size} cells on a canvas of {target.Grid}×{target.Grid}, "
                + $"{target.Padding} empty cells "
                + $"on each side, {target.AliveCells()} of {target.Grid * target.Grid} cells alive.",
            Zoom = Math.Max(1, 384 / target.Grid),
            Frames = [(Pixels.Of(target), "")],
        };
    }

    /// <summary>One picture in several forms, composed over white by the formula for premultiplied colour.</summary>
    /// <param name="targets">The picture in each form.</param>
    public static ImageStrip AlphaModes(IReadOnlyList<Target> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return new ImageStrip
        {
            Title = "Three ways to store transparency",
            Caption =
                "All composed over white by the same formula. Premultiplied is clean. Straight colour is too bright at the "
                + "rim, because it was never "
                + "multiplied by alpha. The listing's squared alpha lets too much white through.",
            Zoom = Math.Max(1, 256 / targets[0].Grid),
            Columns = 3,
            Frames = [.. targets.Select(target => (Pixels.Of(target), target.AlphaMode.ToString()))],
        };
    }

    /// <summary>Where the listing's alpha and straight colour's red differ from the premultiplied form.</summary>
    /// <param name="premultiplied">The premultiplied form.</param>
    /// <param name="straight">The straight form.</param>
    /// <param name="listing">The listing's form.</param>
    public static ImageStrip Fringe(Target premultiplied, Target straight, Target listing)
    {
        ArgumentNullException.ThrowIfNull(premultiplied);
        var (alpha, red) = (Difference(listing, CellState.Alpha), Difference(straight, channel: 0));
        return new ImageStrip
        {
            Title = "The fringe",
            Caption =
                Invariant(
                    $"Absolute difference from the premultiplied form, dark where it is large (full scale {FringeScale}). Squaring alpha "
                )
                + Invariant(
                    $"changes it by up to {alpha.Max():0.00}, straight colour changes red by up to {red.Max():0.00}, both only at the rim."
                ),
            Zoom = Math.Max(1, 256 / premultiplied.Grid),
            Frames =
            [
                (Pixels.Grey(alpha, premultiplied.Grid, FringeScale), "listing: alpha"),
                (Pixels.Grey(red, premultiplied.Grid, FringeScale), "straight: red"),
            ],
        };

        float[] Difference(Target other, int channel) =>
            [.. other.ToState(4).Channel(channel).Zip(premultiplied.ToState(4).Channel(channel), (a, b) => MathF.Abs(a - b))];
    }

    /// <summary>Living cells of each form, and how far it is from the first.</summary>
    /// <param name="targets">The picture in each form.</param>
    public static Table LivingCells(IReadOnlyList<Target> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return Table.Of(
            targets.Select(target => new
            {
                Alpha_mode = target.AlphaMode.ToString(),
                Living_cells = target.AliveCells(),
                Mean_squared_difference_from_the_first = Invariant($"{ImageError.MeanSquared(target.Rgba, targets[0].Rgba):0.00000}"),
            })
        );
    }

    /// <summary>Every shipped picture on a canvas of 64×64.</summary>
    public static ImageStrip All() =>
        new()
        {
            Title = "All targets",
            Caption =
                $"The {TargetCatalog.All.Count} shipped pictures on a canvas of 64×64. Thin parts (the threads of the web, the "
                + "legs of the beetle) are "
                + "the hard ones: a leg one cell wide has few cells to store its plan in.",
            Zoom = 2,
            Columns = 4,
            Frames = [.. TargetCatalog.All.Select(entry => (Pixels.Of(Target.Load(entry.CodePoint, 64, 40)), entry.Name))],
        };
}
