using Nca.Automaton;
using Nca.Engines;

namespace Nca.Tests.Engines;

/// <summary>
/// The rollout and its gradient in double precision, written straight from the equations: every cell, every step, nothing clever. The
/// engines' oracle.
/// </summary>
internal sealed class PlainRollout(AutomatonConfig automaton, UpdateRuleWeights weights, int height, int width)
{
    private readonly int _c = automaton.Channels,
        _h = automaton.Hidden;
    private readonly double[] _w = [.. weights.Values.Select(value => (double)value)];
    private readonly List<double[]> _states = [];
    private readonly List<(bool[] Fires, bool[] Survives, bool[] Passes)> _steps = [];

    /// <summary>∂L/∂weights, in PyTorch's order.</summary>
    public double[] Gradient { get; } = new double[weights.Values.Length];

    /// <summary>Least distance of any alpha from the threshold in any mask that was taken: small where rounding may flip a mask.</summary>
    public double Margin { get; private set; } = double.PositiveInfinity;

    /// <summary>
    /// Least distance of any hidden unit from its kink at 0, as a share of the terms that it sums: small where rounding may flip its
    /// slope. Units that are exactly 0 do not count.
    /// </summary>
    public double KinkMargin { get; private set; } = double.PositiveInfinity;

    public double[] Forward(float[] first, int steps, IFireMasks fire)
    {
        var state = first.Select(value => (double)value).ToArray();
        _states.Add(state);
        var bytes = new byte[height * width];
        for (var step = 0; step < steps; step++)
        {
            fire.Fill(0, step, bytes);
            bool[] fires = [.. bytes.Select(value => value != 0)];
            var next = (double[])state.Clone();
            for (var cell = 0; cell < fires.Length; cell++)
            {
                if (!fires[cell])
                    continue;
                var (perceived, hidden) = Hidden(state, cell);
                KinkMargin = Math.Min(KinkMargin, DistanceFromKink(perceived, hidden));
                for (var c = 0; c < _c; c++)
                    next[cell * _c + c] += Bias2(c) + Enumerable.Range(0, _h).Sum(u => W2(c, u) * Math.Max(0, hidden[u]));
            }

            var survives = new bool[fires.Length];
            for (var cell = 0; cell < survives.Length; cell++)
                survives[cell] = AliveAround(next, cell) && (automaton.Masking == AliveMasking.After || AliveAround(state, cell));
            var passes = new bool[next.Length];
            for (var index = 0; index < next.Length; index++)
            {
                var clamped = automaton.ClampColour && index % _c < 4;
                var value = survives[index / _c] ? next[index] : 0;
                passes[index] = survives[index / _c] && (!clamped || value is >= 0 and <= 1);
                next[index] = clamped ? Math.Clamp(value, 0, 1) : value;
            }

            _steps.Add((fires, survives, passes));
            state = next;
            _states.Add(state);
        }

        return state;
    }

    public void Backward(double[] slope)
    {
        for (var step = _steps.Count - 1; step >= 0; step--)
        {
            var (fires, _, passes) = _steps[step];
            double[] changed = [.. slope.Select((value, index) => passes[index] ? value : 0)];
            var earlier = (double[])changed.Clone();
            for (var cell = 0; cell < fires.Length; cell++)
                if (fires[cell])
                    BackThroughRule(_states[step], changed.AsSpan(cell * _c, _c), cell, earlier);
            slope = earlier;
        }
    }

    private void BackThroughRule(double[] state, Span<double> change, int cell, double[] earlier)
    {
        var (perceived, hidden) = Hidden(state, cell);
        var perceivedSlope = new double[3 * _c];
        for (var c = 0; c < _c; c++)
            Gradient[_h * (4 * _c + 1) + c] += change[c];
        for (var u = 0; u < _h; u++)
        {
            if (hidden[u] <= 0)
                continue;
            var slope = 0.0;
            for (var c = 0; c < _c; c++)
            {
                slope += change[c] * W2(c, u);
                Gradient[_h * (3 * _c + 1) + c * _h + u] += change[c] * hidden[u];
            }

            Gradient[_h * 3 * _c + u] += slope;
            for (var i = 0; i < 3 * _c; i++)
            {
                Gradient[u * 3 * _c + i] += slope * perceived[i];
                perceivedSlope[i] += slope * _w[u * 3 * _c + i];
            }
        }

        for (var i = 0; i < 3 * _c; i++)
            foreach (var (place, weight) in Seen(cell, i))
                earlier[place] += perceivedSlope[i] * weight;
    }

    private (double[] Perceived, double[] Hidden) Hidden(double[] state, int cell)
    {
        double[] perceived = [.. Enumerable.Range(0, 3 * _c).Select(i => Seen(cell, i).Sum(seen => state[seen.Place] * seen.Weight))];
        return (
            perceived,
            [
                .. Enumerable
                    .Range(0, _h)
                    .Select(u => _w[_h * 3 * _c + u] + Enumerable.Range(0, 3 * _c).Sum(i => _w[u * 3 * _c + i] * perceived[i])),
            ]
        );
    }

    private double DistanceFromKink(double[] perceived, double[] hidden) =>
        Enumerable
            .Range(0, _h)
            .Where(u => hidden[u] != 0)
            .Select(u =>
                Math.Abs(hidden[u])
                / (Math.Abs(_w[_h * 3 * _c + u]) + Enumerable.Range(0, 3 * _c).Sum(i => Math.Abs(_w[u * 3 * _c + i] * perceived[i])))
            )
            .DefaultIfEmpty(double.PositiveInfinity)
            .Min();

    // Which numbers of the state input i of the rule is made of, and with which weights.
    private IEnumerable<(int Place, double Weight)> Seen(int cell, int input)
    {
        if (input < _c)
        {
            yield return (cell * _c + input, 1);
            yield break;
        }

        var output = input - _c;
        var alongX = output < _c;
        var channel = automaton.Perception == PerceptionOrder.Listing ? output / 2 : output % _c;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                var (y, x) = (cell / width + dy, cell % width + dx);
                var weight = alongX ? dx * (2 - Math.Abs(dy)) : dy * (2 - Math.Abs(dx));
                if (weight != 0 && y >= 0 && y < height && x >= 0 && x < width)
                    yield return ((y * width + x) * _c + channel, weight * (double)(float)automaton.SobelScale);
            }
        }
    }

    private bool AliveAround(double[] state, int cell)
    {
        var alive = false;
        for (var y = Math.Max(0, cell / width - 1); y <= Math.Min(height - 1, cell / width + 1); y++)
        {
            for (var x = Math.Max(0, cell % width - 1); x <= Math.Min(width - 1, cell % width + 1); x++)
            {
                var alpha = state[(y * width + x) * _c + CellState.Alpha];
                Margin = Math.Min(Margin, Math.Abs(alpha - AutomatonConfig.AliveThreshold));
                alive |= alpha > AutomatonConfig.AliveThreshold;
            }
        }

        return alive;
    }

    private double W2(int channel, int unit) => _w[_h * (3 * _c + 1) + channel * _h + unit];

    private double Bias2(int channel) => _w[_h * (4 * _c + 1) + channel];
}
