using Nca.Automaton;
using TorchSharp;
using static TorchSharp.torch;

namespace Nca.Engines.Torch;

/// <summary>
/// Rollouts on libtorch with its autograd, on any device: the readable reference that the fused engine is compared with.
/// </summary>
/// <param name="device">Where to compute; <see cref="ComputeDevice.Best"/> by default.</param>
public sealed class TorchRolloutEngine(Device? device = null) : IRolloutEngine
{
    private readonly Device _device = device ?? ComputeDevice.Best();
    private readonly Lock _oneAtATime = new();
    private NeuralCA? _module;
    private long _operations;
    private bool _disposed;

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public string Arithmetic => $"torch {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)} {_device.type} 1";

    /// <inheritdoc/>
    public int Threads => get_num_threads();

    /// <summary>
    /// Counted from the sizes of what libtorch is asked for: every cell of every sample up to the longest rollout, with the mean's division
    /// and autograd's own sums left out.
    /// </summary>
    public long Operations => Interlocked.Read(ref _operations);

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
        using var held = _oneAtATime.EnterScope();
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var module = ModuleWith(automaton, weights);
        var state = states.ToTensor(_device);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var stepScope = NewDisposeScope();
            state = module.Step(state, Fires(fire, states, firstStep + step)).MoveToOuterDisposeScope();
            Count(states, new TorchCost(automaton.Channels, automaton.Hidden).Forward);
        }

        state.CopyTo(states);
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
        using var held = _oneAtATime.EnterScope();
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var saved = new SavedStates(states);
        for (var sample = 0; sample < states.Count; sample++)
            saved.Save(sample);
        try
        {
            return Differentiate(automaton, weights, states, steps, fire, loss, gradient.Values, cancellation);
        }
        catch
        {
            saved.Restore();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var held = _oneAtATime.EnterScope();
        _disposed = true;
        _module?.Dispose();
        _module = null;
    }

    private double[] Differentiate(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        IReadOnlyList<int> steps,
        IFireMasks fire,
        IStateLoss loss,
        float[] gradient,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        var module = ModuleWith(automaton, weights);
        module.zero_grad(set_to_none: true);

        // s₀ → s_T; a sample whose rollout is over keeps its state.
        var state = states.ToTensor(_device);
        var (longest, cost) = (steps.Max(), new TorchCost(automaton.Channels, automaton.Hidden));
        for (var step = 0; step < longest; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = module.Step(state, Fires(fire, states, step));
            state = steps.Any(length => length <= step) ? where(StillRolling(steps, step), next, state) : next;
            Count(states, cost.Forward);
        }

        // ∂L/∂s_T from the loss, then autograd through all steps. L is the mean over the batch.
        state.CopyTo(states);
        var losses = new double[states.Count];
        var slopes = states.Select(last => new CellState(last.Height, last.Width, last.Channels)).ToArray();
        for (var sample = 0; sample < states.Count; sample++)
            losses[sample] = loss.Evaluate(states[sample], slopes[sample].Values);
        cancellation.ThrowIfCancellationRequested();
        state.backward([slopes.ToTensor(_device) / states.Count]);
        Count(states, cost.BackwardFirstStep + (longest - 1) * cost.Backward);
        Interlocked.Add(ref _operations, longest * cost.Gathering);

        foreach (var (parameter, (_, start, length, _)) in module.TrainableParameters().Zip(weights.Variables))
        {
            var target = gradient.AsSpan(start, length);
            if (parameter.grad is { } slope)
                slope.cpu().data<float>().ToArray().CopyTo(target);
            else
                target.Clear();
        }

        module.zero_grad(set_to_none: true);
        return losses;
    }

    private NeuralCA ModuleWith(AutomatonConfig automaton, UpdateRuleWeights weights)
    {
        if (_module?.Config != automaton)
        {
            _module?.Dispose();
            _module = new NeuralCA(automaton);
            _module.to(_device);
            foreach (var kept in _module.parameters())
                kept.DetachFromDisposeScope();
        }

        _module.Load(weights);
        return _module;
    }

    private void Count(IReadOnlyList<CellState> states, long perCell) =>
        Interlocked.Add(ref _operations, perCell * states.Count * states[0].Height * states[0].Width);

    private Tensor Fires(IFireMasks fire, IReadOnlyList<CellState> states, int step)
    {
        var (height, width) = (states[0].Height, states[0].Width);
        var bytes = new byte[states.Count * height * width];
        for (var sample = 0; sample < states.Count; sample++)
            fire.Fill(sample, step, bytes.AsSpan(sample * height * width, height * width));
        return tensor(bytes, [states.Count, 1, height, width]).to(_device).to(float32);
    }

    private Tensor StillRolling(IReadOnlyList<int> steps, int step) =>
        tensor(steps.Select(length => length > step).ToArray()).reshape(-1, 1, 1, 1).to(_device);
}
