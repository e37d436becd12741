using Nca.Automaton;
using Nca.Engines;

namespace Nca.Training;

/// <summary>
/// The training objective of one sample: the mean over cells and red, green, blue, alpha of (s − X*)², plus, where asked for, the overflow
/// penalty: weight · mean over cells and channels of max(0, |s| − limit). (Tutorial, section 1, with the mean of squares that its
/// listing takes.)
/// </summary>
public sealed class PatternLoss : IStateLoss
{
    private readonly float[] _target;
    private readonly double _overflowPenalty;
    private readonly float _overflowLimit;

    /// <summary>Makes the loss.</summary>
    /// <param name="target">X*, shape [H, W, 4].</param>
    /// <param name="overflowPenalty">Weight of the penalty, at least 0.</param>
    /// <param name="overflowLimit">Limit of a state value.</param>
    public PatternLoss(float[] target, double overflowPenalty = 0, double overflowLimit = 2)
    {
        ArgumentNullException.ThrowIfNull(target);
        (_target, _overflowPenalty, _overflowLimit) = (target, overflowPenalty, (float)overflowLimit);
    }

    /// <inheritdoc/>
    public double Evaluate(CellState state, Span<float> gradient)
    {
        RequireFit(state);
        gradient.Clear();
        var slope = 2.0f / _target.Length;
        var sum = 0.0;
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            var values = state.Values.AsSpan(cell * state.Channels, CellState.VisibleChannels);
            var wanted = _target.AsSpan(cell * CellState.VisibleChannels, CellState.VisibleChannels);
            var slopes = gradient.Slice(cell * state.Channels, CellState.VisibleChannels);
            for (var channel = 0; channel < slopes.Length; channel++)
            {
                var difference = values[channel] - wanted[channel];
                sum += (double)difference * difference;
                slopes[channel] = slope * difference;
            }
        }

        var loss = sum / _target.Length;
        return _overflowPenalty > 0 ? loss + AddOverflow(state.Values, gradient) : loss;
    }

    /// <summary>The mean squared error alone, without penalty and gradient.</summary>
    /// <param name="state">A state on the target's canvas.</param>
    public double MeanSquaredError(CellState state)
    {
        RequireFit(state);
        var sum = 0.0;
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            for (var channel = 0; channel < CellState.VisibleChannels; channel++)
            {
                var difference = state.Values[cell * state.Channels + channel] - _target[cell * CellState.VisibleChannels + channel];
                sum += (double)difference * difference;
            }
        }

        return sum / _target.Length;
    }

    private double AddOverflow(float[] values, Span<float> gradient)
    {
        var sum = 0.0;
        var slope = (float)(_overflowPenalty / values.Length);
        for (var index = 0; index < values.Length; index++)
        {
            var excess = MathF.Abs(values[index]) - _overflowLimit;
            if (excess <= 0)
                continue;
            sum += excess;
            gradient[index] += values[index] > 0 ? slope : -slope;
        }

        return _overflowPenalty * sum / values.Length;
    }

    private void RequireFit(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Height * state.Width * CellState.VisibleChannels != _target.Length)
            throw new ArgumentException(
                $"A {state} does not lie on a target canvas of {_target.Length / CellState.VisibleChannels} cells.",
                nameof(state)
            );
    }
}
