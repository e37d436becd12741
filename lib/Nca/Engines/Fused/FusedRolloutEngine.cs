using System.Collections.Concurrent;
using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// Rollouts on the CPU with forward and backward written by hand: the same function as the Torch engine, on the cells that matter only.
/// Each sample is
/// one task; the gradients of samples are added in their order, so the result does not depend on the number of threads.
/// </summary>
public sealed class FusedRolloutEngine : IRolloutEngine
{
    private readonly ConcurrentBag<ISampleRollout> _idle = [];
    private readonly int _threads;

    /// <summary>Makes the engine.</summary>
    /// <param name="threads">Threads to use; 0 for one per core.</param>
    /// <param name="width">
    /// Width of vectors; null for the widest of this machine. Other widths give the same numbers and are there for tests.
    /// </param>
    public FusedRolloutEngine(int threads = 0, VectorWidth? width = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        _threads = threads > 0 ? threads : Environment.ProcessorCount;
        Width = width ?? VectorWidths.Widest;
    }

    /// <summary>Width of the vectors in use.</summary>
    public VectorWidth Width { get; }

    /// <inheritdoc/>
    public string Name => "fused";

    /// <inheritdoc/>
    public string Arithmetic => Rounding.Once ? "fused 2" : "fused 2, products rounded";

    /// <summary>
    /// Multiplications and additions in matrix products so far, two per fused pair, counted as they are done (hidden values that are
    /// computed again count again).
    /// </summary>
    public long Operations => _idle.Sum(rollout => rollout.Operations);

    private int Lanes => (int)Width / 32;

    /// <inheritdoc/>
    public void Advance(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0
    )
    {
        RolloutArguments.RequireConsistent(automaton, weights, states);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        using var packed = new PackedWeights(automaton, weights, Lanes);
        ForEachSample(
            packed,
            states,
            (rollout, sample) => rollout.Forward(automaton, packed, states[sample], sample, steps, fire, firstStep, keep: false)
        );
    }

    /// <inheritdoc/>
    public double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        UpdateRuleWeights gradient
    )
    {
        RolloutArguments.RequireConsistent(automaton, weights, states, steps, gradient);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentNullException.ThrowIfNull(loss);
        using var packed = new PackedWeights(automaton, weights, Lanes);
        var losses = new double[states.Count];
        var parts = new UpdateRuleWeights[states.Count];
        ForEachSample(
            packed,
            states,
            (rollout, sample) =>
            {
                rollout.Forward(automaton, packed, states[sample], sample, steps[sample], fire, 0, keep: true);
                losses[sample] = loss.Evaluate(states[sample], rollout.Slope);
                parts[sample] = new UpdateRuleWeights(automaton.Channels, automaton.Hidden);
                rollout.Backward(automaton, packed, steps[sample], parts[sample], 1f / states.Count);
            }
        );
        Array.Clear(gradient.Values);
        foreach (var part in parts)
            for (var index = 0; index < part.Values.Length; index++)
                gradient.Values[index] += part.Values[index];
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var rollout))
            rollout.Dispose();
    }

    // Every thread takes the next sample when it is done with one, so that long rollouts do not wait for each other.
    private void ForEachSample(PackedWeights packed, IReadOnlyList<CellState> states, Action<ISampleRollout, int> work)
    {
        var next = -1;
        Parallel.For(
            0,
            Math.Min(_threads, states.Count),
            new ParallelOptions { MaxDegreeOfParallelism = _threads },
            _ =>
            {
                var rollout = Rent(packed, states[0]);
                for (var sample = Interlocked.Increment(ref next); sample < states.Count; sample = Interlocked.Increment(ref next))
                    work(rollout, sample);
                _idle.Add(rollout);
            }
        );
    }

    private ISampleRollout Rent(PackedWeights packed, CellState state)
    {
        while (_idle.TryTake(out var idle))
        {
            if (idle.Fits(packed, state))
                return idle;
            idle.Dispose();
        }

        return Width switch
        {
            VectorWidth.Bits512 => new SampleRollout<Lanes512>(packed, state.Height, state.Width),
            VectorWidth.Bits256 => new SampleRollout<Lanes256>(packed, state.Height, state.Width),
            VectorWidth.Bits128 => new SampleRollout<Lanes128>(packed, state.Height, state.Width),
            _ => new SampleRollout<Lanes1>(packed, state.Height, state.Width),
        };
    }
}
