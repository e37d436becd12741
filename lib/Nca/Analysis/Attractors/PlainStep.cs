using System.Numerics;
using System.Runtime.InteropServices;
using Nca.Automaton;

namespace Nca.Analysis.Attractors;

/// <summary>
/// One step of the automaton in double precision, and its derivative: what the study of attractors needs and no engine offers. Fire mask,
/// alive mask and the kinks of the hidden units are taken as they are at the state, so the derivative is exact wherever the step has one.
/// Some twenty times slower than the engines. One instance may serve many threads.
/// </summary>
public sealed class PlainStep
{
    private readonly AutomatonConfig _automaton;
    private readonly int _height,
        _width,
        _channels,
        _hidden;
    private readonly double _scale;
    private readonly double[] _first,
        _firstBias,
        _second,
        _secondBias;

    /// <summary>Prepares the step.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The update rule, with the automaton's channels and hidden units.</param>
    /// <param name="height">Rows of the grid, at least 1.</param>
    /// <param name="width">Columns of the grid, at least 1.</param>
    /// <exception cref="ArgumentException">The weights do not fit the automaton.</exception>
    public PlainStep(AutomatonConfig automaton, UpdateRuleWeights weights, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        weights.RequireFit(automaton);
        (_automaton, _height, _width, _channels, _hidden) = (automaton, height, width, automaton.Channels, automaton.Hidden);

        // What the engines multiply by is in single precision.
        _scale = (float)automaton.SobelScale;
        _first = Transposed(weights.HiddenWeights, _hidden, automaton.PerceptionLength);
        _second = Doubles(weights.OutputWeights);
        (_firstBias, _secondBias) = (Doubles(weights.HiddenBiases), Doubles(weights.OutputBiases));
    }

    /// <summary>Numbers of a state: rows · columns · channels.</summary>
    public int Length => _height * _width * _channels;

    /// <summary>A state's numbers in double precision, cell by cell in rows (shape [H, W, C]).</summary>
    /// <param name="state">The state.</param>
    public static double[] Doubles(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Doubles(state.Values);
    }

    /// <summary>The numbers as a state in single precision.</summary>
    /// <param name="numbers">As many as <see cref="Length"/>.</param>
    public CellState ToState(double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return new CellState(_height, _width, _channels, [.. numbers.Select(value => (float)value)]);
    }

    /// <summary>
    /// Advances a state x by one step to f(x), and each tangent v to Df(x) · v, the derivative of the step at x in the direction v.
    /// </summary>
    /// <param name="state">The state; replaced by the next.</param>
    /// <param name="fires">One byte per cell in rows: 1 where the cell fires, 0 elsewhere.</param>
    /// <param name="tangents">Directions, as long as the state; each is replaced by its image. None by default.</param>
    /// <exception cref="ArgumentException">A length does not fit the grid.</exception>
    public void Advance(double[] state, byte[] fires, IReadOnlyList<double[]>? tangents = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(fires);
        var (before, directions) = ((double[])state.Clone(), tangents ?? []);
        if (state.Length != Length || fires.Length != _height * _width || directions.Any(tangent => tangent.Length != Length))
            throw new ArgumentException($"State, mask or tangents do not fit a grid of {_height}×{_width} with {_channels} channels.");
        double[][] directionsBefore = [.. directions.Select(tangent => (double[])tangent.Clone())];
        var aliveBefore = AliveAround(before);
        var always = _automaton.Masking == AliveMasking.After;

        // Each cell writes only its own numbers, so the result does not depend on the threads.
        Parallel.For(0, _height, row =>
        {
            var (seen, units) = (new double[3 * _channels], new double[_hidden]);
            for (var cell = row * _width; cell < (row + 1) * _width; cell++)
            {
                // A cell that was not alive before is emptied at the end, whatever it does now.
                if (fires[cell] != 0 && (always || aliveBefore[cell]))
                    Update(cell, before, state, directionsBefore, directions, seen, units);
            }
        });
        Mask(state, directions, aliveBefore, AliveAround(state));
    }

    private void Update(
        int cell,
        double[] before,
        double[] state,
        double[][] directionsBefore,
        IReadOnlyList<double[]> directions,
        double[] seen,
        double[] units
    )
    {
        Perceive(before, cell, seen);
        _firstBias.CopyTo(units, 0);
        Hidden(seen, units);
        var active = new double[_hidden];
        for (var unit = 0; unit < _hidden; unit++)
        {
            active[unit] = units[unit] > 0 ? 1 : 0;
            units[unit] = Math.Max(0, units[unit]);
        }

        var change = state.AsSpan(cell * _channels, _channels);
        for (var channel = 0; channel < _channels; channel++)
            change[channel] += _secondBias[channel];
        Output(units, change);
        for (var index = 0; index < directions.Count; index++)
        {
            Perceive(directionsBefore[index], cell, seen);
            if (Array.TrueForAll(seen, value => value == 0))
                continue;
            Array.Clear(units);
            Hidden(seen, units);
            for (var unit = 0; unit < _hidden; unit++)
                units[unit] *= active[unit];
            Output(units, directions[index].AsSpan(cell * _channels, _channels));
        }
    }

    // Perception is linear: the same for states and for tangents.
    private void Perceive(double[] numbers, int cell, double[] seen)
    {
        var (y, x) = (cell / _width, cell % _width);
        Array.Clear(seen);
        numbers.AsSpan(cell * _channels, _channels).CopyTo(seen);
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                if (y + dy < 0 || y + dy >= _height || x + dx < 0 || x + dx >= _width)
                    continue;
                var place = (dy + 1) * 3 + dx + 1;
                var (alongX, alongY) = (Sobel.X[place] * _scale, Sobel.Y[place] * _scale);
                var neighbour = numbers.AsSpan(((y + dy) * _width + x + dx) * _channels, _channels);
                for (var output = 0; output < 2 * _channels; output++)
                    seen[_channels + output] += (output < _channels ? alongX : alongY) * neighbour[ChannelOf(output)];
            }
        }
    }

    private int ChannelOf(int output) => _automaton.Perception == PerceptionOrder.Listing ? output / 2 : output % _channels;

    private void Hidden(double[] seen, double[] units)
    {
        for (var input = 0; input < seen.Length; input++)
            if (seen[input] != 0)
                AddScaled(units, seen[input], _first.AsSpan(input * _hidden, _hidden));
    }

    private void Output(double[] units, Span<double> change)
    {
        for (var channel = 0; channel < _channels; channel++)
            change[channel] += Product(units, _second.AsSpan(channel * _hidden, _hidden));
    }

    private void Mask(double[] state, IReadOnlyList<double[]> directions, bool[] before, bool[] after)
    {
        for (var index = 0; index < state.Length; index++)
        {
            var cell = index / _channels;
            var survives = after[cell] && (_automaton.Masking == AliveMasking.After || before[cell]);
            var clamped = _automaton.ClampColour && index % _channels < CellState.VisibleChannels;
            if (survives && (!clamped || state[index] is >= 0 and <= 1))
                continue;
            state[index] = survives ? Math.Clamp(state[index], 0, 1) : 0;
            foreach (var direction in directions)
                direction[index] = 0;
        }
    }

    private bool[] AliveAround(double[] state)
    {
        var around = new bool[_height * _width];
        for (var cell = 0; cell < around.Length; cell++)
        {
            if (!(state[cell * _channels + CellState.Alpha] > AutomatonConfig.AliveThreshold))
                continue;
            var (y, x) = (cell / _width, cell % _width);
            for (var row = Math.Max(0, y - 1); row <= Math.Min(_height - 1, y + 1); row++)
                for (var column = Math.Max(0, x - 1); column <= Math.Min(_width - 1, x + 1); column++)
                    around[row * _width + column] = true;
        }

        return around;
    }

    private static void AddScaled(Span<double> sum, double factor, ReadOnlySpan<double> values)
    {
        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        var others = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (var index = 0; index < sums.Length; index++)
            sums[index] += factor * others[index];
        for (var index = sums.Length * Vector<double>.Count; index < sum.Length; index++)
            sum[index] += factor * values[index];
    }

    private static double Product(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var firsts = MemoryMarshal.Cast<double, Vector<double>>(first);
        var seconds = MemoryMarshal.Cast<double, Vector<double>>(second);
        var sums = Vector<double>.Zero;
        for (var index = 0; index < firsts.Length; index++)
            sums += firsts[index] * seconds[index];
        var sum = Vector.Sum(sums);
        for (var index = firsts.Length * Vector<double>.Count; index < first.Length; index++)
            sum += first[index] * second[index];
        return sum;
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (var index = 0; index < doubles.Length; index++)
            doubles[index] = values[index];
        return doubles;
    }

    private static double[] Transposed(ReadOnlySpan<float> values, int rows, int columns)
    {
        var turned = new double[values.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                turned[column * rows + row] = values[row * columns + column];
        return turned;
    }
}
