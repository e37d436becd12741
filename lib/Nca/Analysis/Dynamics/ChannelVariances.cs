using Nca.Automaton;
using Nca.Metrics;
using Nca.Training;

namespace Nca.Analysis.Dynamics;

/// <summary>How lively each channel is: its variance over the canvas (tutorial, section 8), with n − 1 as torch's <c>var</c>.</summary>
public static class ChannelVariances
{
    /// <summary>The variance of every channel of one state.</summary>
    /// <param name="state">The state.</param>
    public static double[] Of(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return StateSummary.ChannelVariance([StateSummary.Of(state)], state.Height * state.Width);
    }

    /// <summary>log10 of variances as a table for a heat map: a channel that does not vary is NaN.</summary>
    /// <param name="moments">For each moment the variance of every channel.</param>
    /// <returns>Shape [channels, moments].</returns>
    public static double[,] LogTable(IReadOnlyList<IReadOnlyList<double>> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        ArgumentOutOfRangeException.ThrowIfZero(moments.Count, nameof(moments));
        var table = new double[moments[0].Count, moments.Count];
        for (var moment = 0; moment < moments.Count; moment++)
            for (var channel = 0; channel < moments[moment].Count; channel++)
                table[channel, moment] = moments[moment][channel] > 0 ? Math.Log10(moments[moment][channel]) : double.NaN;
        return table;
    }
}
