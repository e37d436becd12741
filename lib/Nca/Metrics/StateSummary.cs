using Nca.Automaton;

namespace Nca.Metrics;

/// <summary>What the training record tells of one state, gathered in a single pass.</summary>
internal sealed class StateSummary
{
    private readonly double[] _sums,
        _squares;

    private StateSummary(int channels) => (_sums, _squares) = (new double[channels], new double[channels]);

    /// <summary>Cells whose own alpha exceeds the threshold.</summary>
    public int AliveCells { get; private set; }

    /// <summary>Largest absolute value of a hidden channel.</summary>
    public float LargestHidden { get; private set; }

    /// <summary>Whether every number is finite.</summary>
    public bool IsFinite { get; private set; }

    /// <summary>Whether no cell is alive.</summary>
    public bool IsDead => AliveCells == 0;

    /// <summary>Summarises a state.</summary>
    public static StateSummary Of(CellState state)
    {
        var summary = new StateSummary(state.Channels) { IsFinite = state.IsFinite() };
        var (sums, squares, largest) = (summary._sums, summary._squares, 0f);
        for (var start = 0; start < state.Values.Length; start += state.Channels)
        {
            var cell = state.Values.AsSpan(start, state.Channels);

            // Most of a canvas is empty, and adds nothing.
            if (!cell.ContainsAnyExcept(0f))
                continue;
            if (cell[CellState.Alpha] > AutomatonConfig.AliveThreshold)
                summary.AliveCells++;
            for (var channel = 0; channel < cell.Length; channel++)
            {
                double value = cell[channel];
                sums[channel] += value;
                squares[channel] += value * value;
                if (channel >= CellState.VisibleChannels && Math.Abs(cell[channel]) > largest)
                    largest = Math.Abs(cell[channel]);
            }
        }

        summary.LargestHidden = largest;
        return summary;
    }

    /// <summary>Variance of each channel over all cells of several states, with n − 1 as torch's var.</summary>
    /// <param name="summaries">One per state, added in order.</param>
    /// <param name="cells">Cells of one state.</param>
    public static double[] ChannelVariance(IReadOnlyList<StateSummary> summaries, int cells)
    {
        var variance = new double[summaries[0]._sums.Length];
        var count = (double)summaries.Count * cells;
        for (var channel = 0; channel < variance.Length; channel++)
        {
            var (sum, square) = (0.0, 0.0);
            foreach (var summary in summaries)
            {
                sum += summary._sums[channel];
                square += summary._squares[channel];
            }

            variance[channel] = Math.Max(0, square - sum * sum / count) / Math.Max(1, count - 1);
        }

        return variance;
    }
}
