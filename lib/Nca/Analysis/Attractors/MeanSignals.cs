using Nca.Automaton;
using Nca.Progress;

namespace Nca.Analysis.Attractors;

/// <summary>What of a trajectory is listened to: the mean of each visible channel over the canvas.</summary>
public static class MeanSignals
{
    /// <summary>Follows a state.</summary>
    /// <param name="map">The map; tangents are not asked for.</param>
    /// <param name="state">The first state; afterwards the last one.</param>
    /// <param name="channels">Numbers of a cell, at least 4.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <returns>Red, green, blue, alpha; shape [4, steps].</returns>
    public static double[][] Of(TangentMap map, double[] state, int channels, int steps)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, CellState.VisibleChannels);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var work = LongWork.Begin($"A signal of {steps} steps", steps);
        double[][] signals = [.. Enumerable.Range(0, CellState.VisibleChannels).Select(_ => new double[steps])];
        for (var step = 0; step < steps; step++)
        {
            map(step, state, []);
            for (var place = 0; place < state.Length; place++)
                if (place % channels < CellState.VisibleChannels)
                    signals[place % channels][step] += state[place] * channels / state.Length;
            work.Report(1);
        }

        return signals;
    }
}
