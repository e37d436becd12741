namespace Nca.Automaton;

/// <summary>Turns a state's premultiplied colour into pictures.</summary>
public static class Rendering
{
    /// <summary>Composes over white: v = c + (1 − α), with colour and alpha first clamped to [0, 1], rounded to bytes.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Red, green, blue, shape [H, W, 3].</returns>
    public static byte[] OverWhite(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var picture = new byte[state.Height * state.Width * 3];
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            var channels = state.Values.AsSpan(cell * state.Channels, CellState.VisibleChannels);
            var uncovered = 1 - Unit(channels[CellState.Alpha]);
            for (var colour = 0; colour < 3; colour++)
                picture[cell * 3 + colour] = ToByte(Unit(channels[colour]) + uncovered);
        }

        return picture;
    }

    /// <summary>
    /// Straight (not premultiplied) RGBA bytes for formats with transparency; colour is divided by alpha, so no dark fringe.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <returns>Red, green, blue, alpha, shape [H, W, 4].</returns>
    public static byte[] Transparent(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var picture = new byte[state.Height * state.Width * 4];
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            var channels = state.Values.AsSpan(cell * state.Channels, CellState.VisibleChannels);
            var alpha = Unit(channels[CellState.Alpha]);
            for (var colour = 0; colour < 3; colour++)
                picture[cell * 4 + colour] = alpha > 0 ? ToByte(Unit(channels[colour]) / alpha) : (byte)0;
            picture[cell * 4 + CellState.Alpha] = ToByte(alpha);
        }

        return picture;
    }

    // NaN shows as 0: a picture of a diverged state must not throw.
    private static float Unit(float value) => value > 0 ? MathF.Min(value, 1) : 0;

    private static byte ToByte(float value) => (byte)MathF.Round(MathF.Min(value, 1) * 255, MidpointRounding.AwayFromZero);
}
