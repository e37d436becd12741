using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// Rollouts on the CPU with forward and backward written by hand: the same function as the Torch engine, on the cells that matter only. Each sample is
/// one task; the gradients of samples are added in their order, so the result does not depend on the number of threads.
/// </summary>
/// <param name="threads">Threads to use; 0 for one per core.</param>
public sealed class FusedRolloutEngine(int threads = 0) : IRolloutEngine
{
    private readonly ParallelOptions _threads = new() { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };

    /// <inheritdoc/>
    public string Name => "fused";

    /// <inheritdoc/>
    public string Arithmetic => "fused 1";

    /// <inheritdoc/>
    public void Advance(AutomatonConfig automaton, UpdateRuleWeights weights, IReadOnlyList<CellState> states, int steps, IFireMasks fire, int firstStep = 0)
    {
        RolloutArguments.RequireConsistent(automaton, weights, states);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var packed = new PackedWeights(automaton, weights);
        Parallel.For(0, states.Count, _threads, sample =>
            new SampleRollout(automaton, packed, states[sample].Height, states[sample].Width).Forward(states[sample], sample, steps, fire, firstStep, keep: false));
    }

    /// <inheritdoc/>
    public double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        UpdateRuleWeights gradient)
    {
        RolloutArguments.RequireConsistent(automaton, weights, states, steps, gradient);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentNullException.ThrowIfNull(loss);
        var packed = new PackedWeights(automaton, weights);
        var losses = new double[states.Count];
        var parts = new UpdateRuleWeights[states.Count];
        Parallel.For(
            0,
            states.Count,
            _threads,
            () => new SampleRollout(automaton, packed, states[0].Height, states[0].Width),
            (sample, _, rollout) =>
            {
                rollout.Forward(states[sample], sample, steps[sample], fire, 0, keep: true);
                var slope = new float[states[sample].Values.Length];
                losses[sample] = loss.Evaluate(states[sample], slope);
                rollout.Backward(slope, steps[sample]);
                parts[sample] = new UpdateRuleWeights(automaton.Channels, automaton.Hidden);
                packed.AddTo(parts[sample], rollout.FirstGradient, rollout.FirstBiasGradient, rollout.SecondGradient, rollout.SecondBiasGradient, 1f / states.Count);
                return rollout;
            },
            _ => { });
        Array.Clear(gradient.Values);
        foreach (var part in parts)
            for (var index = 0; index < part.Values.Length; index++) gradient.Values[index] += part.Values[index];
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outlives a call.
    }
}
