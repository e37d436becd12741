using Nca.Automaton;
using Nca.Randomness;

namespace Nca.Analysis.Envelope;

/// <summary>
/// Noise in every step: a number uniform in [−size, size) added to each number of each living cell (own alpha above the threshold) after a
/// step. It depends on seed, sample, step and place alone.
/// </summary>
public static class StepNoise
{
    private const double WordsRange = 4294967296.0;

    /// <summary>Adds one step's noise to a state, in place.</summary>
    /// <param name="state">The state after the step.</param>
    /// <param name="size">Largest number that is added, at least 0.</param>
    /// <param name="seed">The random seed.</param>
    /// <param name="sample">Which sample, from 0.</param>
    /// <param name="step">Which step, from 0.</param>
    public static void AddTo(CellState state, double size, long seed, int sample, int step)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var random = new RandomSequence(seed, RandomPurpose.StepNoise, ((long)step << 32) | (uint)sample);
        for (var start = 0; start < state.Values.Length; start += state.Channels)
        {
            if (!(state.Values[start + CellState.Alpha] > AutomatonConfig.AliveThreshold))
                continue;
            foreach (ref var value in state.Values.AsSpan(start, state.Channels))
                value += (float)(size * (2 * (random.NextWord() / WordsRange) - 1));
        }
    }
}
