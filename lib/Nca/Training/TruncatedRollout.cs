using Nca.Automaton;
using Nca.Engines;

namespace Nca.Training;

/// <summary>
/// A rollout of which only the last steps have a gradient: truncated back-propagation through time (Williams and Peng 1990).
/// </summary>
/// <param name="engine">Computes the steps.</param>
/// <param name="automaton">The kind of step.</param>
/// <param name="weights">The update rule; it is only read.</param>
/// <param name="fire">Which cells fire.</param>
/// <param name="gradientSteps">How many of the last steps have a gradient; 0 for all.</param>
internal sealed class TruncatedRollout(
    IRolloutEngine engine,
    AutomatonConfig automaton,
    UpdateRuleWeights weights,
    IFireMasks fire,
    int gradientSteps
)
{
    /// <summary>As <see cref="IRolloutEngine.Differentiate"/>, with the gradient of the last steps alone.</summary>
    /// <param name="states">The first states; the last ones replace them in place.</param>
    /// <param name="steps">Steps of each sample's whole rollout.</param>
    /// <param name="loss">The loss of a last state.</param>
    /// <param name="gradient">Receives the gradient of the mean of the losses.</param>
    /// <param name="cancellation">Stops it; the states may then be anywhere on their way.</param>
    /// <returns>Each sample's loss.</returns>
    public double[] Differentiate(
        CellState[] states,
        int[] steps,
        IStateLoss loss,
        UpdateRuleWeights gradient,
        CancellationToken cancellation
    )
    {
        if (gradientSteps == 0 || steps.Max() <= gradientSteps)
            return engine.Differentiate(automaton, weights, states, steps, fire, loss, gradient, cancellation);
        int[] before = [.. steps.Select(whole => Math.Max(0, whole - gradientSteps))];
        foreach (var some in Enumerable.Range(0, states.Length).GroupBy(sample => before[sample]))
        {
            int[] samples = [.. some];
            CellState[] batch = [.. samples.Select(sample => states[sample])];
            engine.Advance(automaton, weights, batch, some.Key, new MasksOfSome(fire, samples), cancellation: cancellation);
        }

        int[] last = [.. steps.Zip(before, (whole, start) => whole - start)];
        return engine.Differentiate(automaton, weights, states, last, new MasksFrom(fire, before), loss, gradient, cancellation);
    }

    private sealed class MasksOfSome(IFireMasks masks, int[] samples) : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires) => masks.Fill(samples[sample], step, fires);
    }

    private sealed class MasksFrom(IFireMasks masks, int[] first) : IFireMasks
    {
        public void Fill(int sample, int step, Span<byte> fires) => masks.Fill(sample, first[sample] + step, fires);
    }
}
