using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// Rollouts on the CPU with forward and backward written by hand: the same function as the Torch engine, on the cells that matter only.
/// Each sample is one task; the gradients of samples are added in their order, so the result does not depend on the number of threads.
/// </summary>
public sealed class FusedRolloutEngine : IRolloutEngine
{
    private readonly ConcurrentBag<ISampleRollout> _idle = [];
    private long _operations;
    private int _rented;
    private volatile bool _disposed;

    /// <summary>Makes the engine.</summary>
    /// <param name="threads">Threads to use; 0 for one per core.</param>
    /// <param name="width">
    /// Width of vectors; null for the widest of this machine. Other widths give the same numbers and are there for tests.
    /// </param>
    public FusedRolloutEngine(int threads = 0, VectorWidth? width = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Threads = threads > 0 ? threads : Environment.ProcessorCount;
        Width = width ?? VectorWidths.Widest;
    }

    /// <summary>Width of the vectors in use.</summary>
    public VectorWidth Width { get; }

    /// <inheritdoc/>
    public int Threads { get; }

    /// <inheritdoc/>
    public string Name => "fused";

    /// <inheritdoc/>
    public string Arithmetic => Rounding.Once ? "fused 2" : "fused 2, products rounded";

    /// <summary>
    /// Counted as they are done: cells that neither fire nor matter cost nothing, hidden values that are computed again count again.
    /// </summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Workspaces in use at this moment.</summary>
    internal int Rented => Volatile.Read(ref _rented);

    private int Lanes => (int)Width / 32;

    /// <inheritdoc/>
    public void Advance(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0,
        CancellationToken cancellation = default
    )
    {
        RolloutArguments.RequireConsistent(automaton, weights, states);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var packed = new PackedWeights(automaton, weights, Lanes);
        using var saved = new SavedStates(states);
        ForEachSample(
            packed,
            states,
            saved,
            (rollout, sample, stop) =>
            {
                // Writing the state is the last that happens, so a single one needs no copy.
                if (states.Count > 1)
                    saved.Save(sample);
                rollout.Forward(automaton, packed, states[sample], sample, steps, fire, firstStep, keep: false, stop);
            },
            cancellation
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
        UpdateRuleWeights gradient,
        CancellationToken cancellation = default
    )
    {
        RolloutArguments.RequireConsistent(automaton, weights, states, steps, gradient);
        ArgumentNullException.ThrowIfNull(fire);
        ArgumentNullException.ThrowIfNull(loss);
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var packed = new PackedWeights(automaton, weights, Lanes);
        using var saved = new SavedStates(states);
        var losses = new double[states.Count];
        var parts = new UpdateRuleWeights[states.Count];
        ForEachSample(
            packed,
            states,
            saved,
            (rollout, sample, stop) =>
            {
                saved.Save(sample);
                rollout.Forward(automaton, packed, states[sample], sample, steps[sample], fire, 0, keep: true, stop);
                losses[sample] = loss.Evaluate(states[sample], rollout.Slope);
                parts[sample] = new UpdateRuleWeights(automaton.Channels, automaton.Hidden);
                rollout.Backward(automaton, packed, steps[sample], parts[sample], 1f / states.Count, stop);
            },
            cancellation
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
        _disposed = true;
        Empty();
    }

    // Every thread takes the next sample when it is done with one, so that long rollouts do not wait for each other. The first failure
    // stops all of them and comes through as it was thrown.
    private void ForEachSample(
        PackedWeights packed,
        IReadOnlyList<CellState> states,
        SavedStates saved,
        Action<ISampleRollout, int, CancellationToken> work,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        var next = -1;
        Parallel.For(
            0,
            Math.Min(Threads, states.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Threads },
            _ =>
            {
                try
                {
                    UseWorkspace(
                        packed,
                        states[0],
                        rollout =>
                        {
                            for (
                                var sample = Interlocked.Increment(ref next);
                                sample < states.Count;
                                sample = Interlocked.Increment(ref next)
                            )
                                work(rollout, sample, stop.Token);
                        }
                    );
                }
                catch (Exception error)
                {
                    if (Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null) is null)
                        stop.Cancel();
                }
            }
        );
        if (failure is null)
            return;
        saved.Restore();
        if (failure.SourceException is OperationCanceledException stopped && stopped.CancellationToken == stop.Token)
            throw new OperationCanceledException(stopped.Message, stopped, cancellation);
        failure.Throw();
    }

    private void UseWorkspace(PackedWeights packed, CellState state, Action<ISampleRollout> work)
    {
        var rollout = Rent(packed, state);
        var before = rollout.Operations;
        Interlocked.Increment(ref _rented);
        try
        {
            work(rollout);
        }
        finally
        {
            Interlocked.Add(ref _operations, rollout.Operations - before);
            Interlocked.Decrement(ref _rented);
            _idle.Add(rollout);
            if (_disposed)
                Empty();
        }
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

    private void Empty()
    {
        while (_idle.TryTake(out var rollout))
            rollout.Dispose();
    }
}
