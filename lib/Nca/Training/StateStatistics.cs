using Nca.Automaton;

namespace Nca.Training;

/// <summary>What the training record tells of a batch of states.</summary>
internal static class StateStatistics
{
    /// <summary>Variance of each channel over all states and cells, with n − 1 as torch's var.</summary>
    public static double[] ChannelVariance(IReadOnlyList<CellState> states)
    {
        var channels = states[0].Channels;
        var (sum, squares) = (new double[channels], new double[channels]);
        foreach (var state in states)
        {
            for (var cell = 0; cell < state.Values.Length; cell += channels)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    double value = state.Values[cell + channel];
                    sum[channel] += value;
                    squares[channel] += value * value;
                }
            }
        }

        var count = (double)states.Count * states[0].Height * states[0].Width;
        return [.. sum.Zip(squares, (total, square) => Math.Max(0, square - total * total / count) / Math.Max(1, count - 1))];
    }

    /// <summary>Largest absolute value of a hidden channel.</summary>
    public static double LargestHidden(IReadOnlyList<CellState> states)
    {
        var largest = 0f;
        foreach (var state in states)
            for (var cell = 0; cell < state.Values.Length; cell += state.Channels)
                for (var channel = CellState.VisibleChannels; channel < state.Channels; channel++)
                    largest = MathF.Max(largest, MathF.Abs(state.Values[cell + channel]));
        return largest;
    }
}
