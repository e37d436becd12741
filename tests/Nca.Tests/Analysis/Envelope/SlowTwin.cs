using Nca.Automaton;
using Nca.Engines;

namespace Nca.Tests.Analysis.Envelope;

/// <summary>
/// Steps of an automaton with another step size and another perception, in double precision and straight from the equations: the gradients
/// themselves are turned and multiplied, and the change itself is multiplied. Nothing is folded into any weights.
/// </summary>
internal sealed class SlowTwin(AutomatonConfig automaton, UpdateRuleWeights weights, double h, double degrees, double factor)
{
    private readonly int _channels = automaton.Channels;
    private readonly double _cos = Math.Cos(degrees * Math.PI / 180),
        _sin = Math.Sin(degrees * Math.PI / 180);
    private int _height,
        _width;

    public double[] Advance(CellState first, int steps, IFireMasks masks)
    {
        (_height, _width) = (first.Height, first.Width);
        double[] state = [.. first.Values.Select(value => (double)value)];
        var fires = new byte[_height * _width];
        for (var step = 0; step < steps; step++)
        {
            masks.Fill(0, step, fires);
            var (before, next) = (state, (double[])state.Clone());
            for (var cell = 0; cell < fires.Length; cell++)
                for (var channel = 0; channel < _channels && fires[cell] != 0; channel++)
                    next[cell * _channels + channel] += h * Change(before, cell)[channel];
            state = [.. next.Select((value, at) => IsAlive(before, at / _channels) && IsAlive(next, at / _channels) ? value : 0)];
        }

        return state;
    }

    private double[] Change(double[] state, int cell)
    {
        var seen = new double[3 * _channels];
        for (var channel = 0; channel < _channels; channel++)
        {
            var (x, y) = (Gradient(state, cell, channel, Sobel.X), Gradient(state, cell, channel, Sobel.Y));
            seen[channel] = state[cell * _channels + channel];
            seen[_channels + channel] = factor * (_cos * x + _sin * y);
            seen[2 * _channels + channel] = factor * (_cos * y - _sin * x);
        }

        var change = weights.OutputBiases.ToArray().Select(bias => (double)bias).ToArray();
        for (var unit = 0; unit < weights.HiddenUnits; unit++)
        {
            var hidden = (double)weights.HiddenBiases[unit];
            for (var input = 0; input < seen.Length; input++)
                hidden += weights.HiddenWeights[unit * seen.Length + input] * seen[input];
            for (var channel = 0; channel < _channels; channel++)
                change[channel] += weights.OutputWeights[channel * weights.HiddenUnits + unit] * Math.Max(0, hidden);
        }

        return change;
    }

    private double Gradient(double[] state, int cell, int channel, ReadOnlySpan<float> kernel)
    {
        var sum = 0.0;
        for (var neighbour = 0; neighbour < 9; neighbour++)
        {
            var (y, x) = (cell / _width + neighbour / 3 - 1, cell % _width + neighbour % 3 - 1);
            if (y >= 0 && y < _height && x >= 0 && x < _width)
                sum += automaton.SobelScale * kernel[neighbour] * state[(y * _width + x) * _channels + channel];
        }

        return sum;
    }

    private bool IsAlive(double[] state, int cell)
    {
        for (var y = Math.Max(0, cell / _width - 1); y <= Math.Min(_height - 1, cell / _width + 1); y++)
            for (var x = Math.Max(0, cell % _width - 1); x <= Math.Min(_width - 1, cell % _width + 1); x++)
                if (state[(y * _width + x) * _channels + CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    return true;
        return false;
    }
}
