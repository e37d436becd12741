namespace Nca.Automaton;

/// <summary>States that show what perception and the alive mask do.</summary>
public static class TestPattern
{
    /// <summary>Alpha levels on both sides of the threshold; the third is the next number above it in single precision.</summary>
    public static IReadOnlyList<float> Levels { get; } =
    [0.05f, AutomatonConfig.AliveThreshold, MathF.BitIncrement(AutomatonConfig.AliveThreshold), 0.5f, 1];

    /// <summary>A disc of alpha, a quarter of the grid in radius, with a soft edge; all other channels are 0.</summary>
    /// <param name="grid">Rows and columns, at least 1.</param>
    /// <param name="channels">Channels of a cell, at least 4.</param>
    public static CellState Disc(int grid, int channels)
    {
        var state = new CellState(grid, grid, channels);
        for (var row = 0; row < grid; row++)
            for (var column = 0; column < grid; column++)
                state[row, column, CellState.Alpha] = Math.Clamp(grid / 4f + 0.5f - float.Hypot(row - grid / 2f, column - grid / 2f), 0, 1);
        return state;
    }

    /// <summary>Five cells of alpha <see cref="Levels"/> in the middle row, and noise from 0 to 1 in every cell's last channel.</summary>
    /// <param name="grid">Rows and columns, at least 12.</param>
    /// <param name="channels">Channels of a cell, at least 5.</param>
    /// <param name="seed">Seed of the noise.</param>
    public static CellState AroundThreshold(int grid, int channels, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(grid, 2 * (Levels.Count + 1));
        var state = new CellState(grid, grid, channels);
        var noise = new Random(seed);
        for (var row = 0; row < grid; row++)
            for (var column = 0; column < grid; column++)
                state[row, column, channels - 1] = noise.NextSingle();
        for (var level = 0; level < Levels.Count; level++)
            state[grid / 2, (level + 1) * grid / (Levels.Count + 1), CellState.Alpha] = Levels[level];
        return state;
    }
}
