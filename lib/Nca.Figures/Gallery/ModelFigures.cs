using Nca.Automaton;
using Nca.Figures.Model;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Figures of the model before it is trained: its initial state, what it perceives, its alive mask.</summary>
public static class ModelFigures
{
    /// <summary>The initial state in colour, in alpha, and in its first hidden channel.</summary>
    /// <param name="state">The state.</param>
    public static ImageStrip InitialState(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var hidden = Math.Min(CellState.VisibleChannels, state.Channels - 1);
        return new ImageStrip
        {
            Title = "The initial state",
            Caption = $"One living cell in the middle of {state.Height}×{state.Width}: colour, alpha, and a hidden channel.",
            Zoom = Math.Max(2, 256 / state.Width),
            Columns = 3,
            Frames =
            [
                (Pixels.Of(state), "colour over white"),
                (Pixels.Grey(state.Channel(CellState.Alpha), state.Width), "alpha"),
                (Pixels.Grey(state.Channel(hidden), state.Width), "a hidden channel"),
            ],
        };
    }

    /// <summary>A channel, its slopes along x and y, and the length of the slope.</summary>
    /// <param name="state">The state that was perceived; its alpha is shown.</param>
    /// <param name="alongX">Slopes of alpha along x, one per cell.</param>
    /// <param name="alongY">Slopes of alpha along y, one per cell.</param>
    public static ImageStrip Slopes(CellState state, float[] alongX, float[] alongY)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ImageStrip
        {
            Title = "Responses to a disc",
            IsThumbnail = true,
            Caption =
                "Alpha of a disc, its slopes along x and y, and the length of the slope. Together the two slopes tell a cell "
                + "in which direction "
                + "the picture lies: a compass that needs no centre.",
            Zoom = Math.Max(2, 192 / state.Width),
            Columns = 4,
            Frames =
            [
                (Pixels.Grey(state.Channel(CellState.Alpha), state.Width), "alpha"),
                (Pixels.Diverging(alongX, state.Width), "along x"),
                (Pixels.Diverging(alongY, state.Width), "along y"),
                (Pixels.Grey([.. alongX.Zip(alongY, float.Hypot)], state.Width), "length"),
            ],
        };
    }

    /// <summary>The two responses that the tutorial's listing computes from one channel, and how much they differ.</summary>
    /// <param name="first">The first response, one number per cell.</param>
    /// <param name="second">The second response.</param>
    /// <param name="width">Columns.</param>
    public static ImageStrip ListingPerception(float[] first, float[] second, int width)
    {
        var difference = first.Zip(second, (a, b) => MathF.Abs(a - b)).Max();
        return new ImageStrip
        {
            Title = "The listing's perception of alpha",
            Caption =
                Invariant($"The two responses that the listing computes from alpha. They differ by at most {difference:0.###}: ")
                + (difference == 0 ? "it is the same slope twice." : "they are two slopes."),
            Zoom = Math.Max(2, 192 / width),
            Frames = [(Pixels.Diverging(first, width), "first"), (Pixels.Diverging(second, width), "second")],
        };
    }

    /// <summary>Alpha around the threshold, the mask that follows from it, and a noisy hidden channel before and after one step.</summary>
    /// <param name="before">A state with a few cells of known alpha, its last channel full of noise.</param>
    /// <param name="mask">The alive mask of that state, one number per cell.</param>
    /// <param name="after">The state one step later.</param>
    public static ImageStrip AliveMask(CellState before, float[] mask, CellState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (alpha, last) = (before.Channel(CellState.Alpha), before.Channels - 1);
        var levels = alpha.Where(value => value > 0).ToArray();
        return new ImageStrip
        {
            Title = "The alive mask at work",
            Caption =
                Invariant($"{levels.Length} cells with alpha {string.Join(", ", levels.Select(value => Invariant($"{value:0.##}")))} ")
                + "from left to "
                + Invariant(
                    $"right (the third is the next number above 0.1), and where life is allowed: {mask.Count(value => value > 0)} cells "
                )
                + Invariant($"around the {levels.Count(value => value > AutomatonConfig.AliveThreshold)} that count as alive. Of ")
                + Invariant($"{alpha.Length} noisy cells one step leaves {after.Channel(last).Count(value => value != 0)}."),
            Zoom = Math.Max(2, 192 / before.Width),
            Columns = 4,
            Frames =
            [
                (Pixels.Grey(alpha, before.Width, 1), "alpha"),
                (Pixels.Grey(mask, before.Width), "mask"),
                (Pixels.Grey(before.Channel(last), before.Width, 1), "hidden channel before"),
                (Pixels.Grey(after.Channel(last), before.Width, 1), "after one step"),
            ],
        };
    }

    /// <summary>The liveliest of several untrained rules, animated.</summary>
    /// <param name="films">One trajectory per rule, all of the same length.</param>
    /// <param name="liveliest">Which one is shown.</param>
    public static Animation RandomRule(IReadOnlyList<IReadOnlyList<CellState>> films, int liveliest)
    {
        ArgumentNullException.ThrowIfNull(films);
        var film = films[liveliest];
        var end = film[^1];
        return new Animation
        {
            Title = "A random rule",
            Caption =
                Invariant(
                    $"The liveliest of {films.Count} untrained rules: {end.AliveCells()} of {end.Height * end.Width} cells live after "
                )
                + Invariant($"{film.Count - 1} steps, and the largest number in them is {end.Values.Max(MathF.Abs):0.0}. Of the ")
                + Invariant($"{films.Count} rules, ")
                + Invariant($"{films.Count(other => other[^1].AliveCells() == 0)} had died by then."),
            Frames = [.. film.Select(Pixels.Of)],
            Labels = [.. film.Select((_, step) => $"step {step}")],
            Zoom = Math.Max(2, 288 / end.Width),
        };
    }
}
