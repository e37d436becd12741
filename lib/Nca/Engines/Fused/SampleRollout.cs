using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// One sample's rollout, forward and backward. States lie cell by cell with a border of one empty cell, so that no step asks where the grid ends.
/// Only cells that fire and lie within two cells of something that is not zero are computed. Nothing but the states is kept for the way back; hidden
/// values are computed again.
/// </summary>
internal sealed unsafe class SampleRollout
{
    private const int Block = 96;
    private const byte Survived = 16, Updated = 32;

    private readonly AutomatonConfig _automaton;
    private readonly PackedWeights _weights;
    private readonly int _height, _width, _pitch, _stride, _hidden;
    private readonly bool _everywhere;
    private readonly List<float[]> _states = [];
    private readonly List<byte[]> _marks = [];
    private readonly byte[] _active, _wide, _fires;
    private readonly int[] _cells;
    private readonly float[] _perceived, _hiddenValues, _change, _hiddenSlope, _perceivedSlope;
    private float[] _slope, _earlierSlope;

    public SampleRollout(AutomatonConfig automaton, PackedWeights weights, int height, int width)
    {
        (_automaton, _weights, _height, _width) = (automaton, weights, height, width);
        (_pitch, _stride, _hidden) = (width + 2, weights.Stride, weights.Hidden);
        _everywhere = !weights.EmptySpaceStaysEmpty();
        var padded = (height + 2) * _pitch;
        (_active, _wide, _fires, _cells) = (new byte[padded], new byte[padded], new byte[height * width], new int[height * width]);
        (_perceived, _perceivedSlope) = (new float[Block * 3 * _stride], new float[Block * 3 * _stride]);
        (_hiddenValues, _hiddenSlope) = (new float[Block * _hidden], new float[Block * _hidden]);
        _change = new float[Block * _stride];
        (_slope, _earlierSlope) = ([], []);
        FirstGradient = new float[3 * _stride * _hidden];
        FirstBiasGradient = new float[_hidden];
        SecondGradient = new float[_hidden * _stride];
        SecondBiasGradient = new float[_stride];
    }

    /// <summary>∂L/∂W₁ᵀ, shape [3 · stride, hidden].</summary>
    public float[] FirstGradient { get; }

    /// <summary>∂L/∂b₁, shape [hidden].</summary>
    public float[] FirstBiasGradient { get; }

    /// <summary>∂L/∂W₂ᵀ, shape [hidden, stride].</summary>
    public float[] SecondGradient { get; }

    /// <summary>∂L/∂b₂, shape [stride].</summary>
    public float[] SecondBiasGradient { get; }

    /// <summary>Rolls a state out.</summary>
    /// <param name="state">The state, advanced in place.</param>
    /// <param name="sample">The sample's number, for the fire masks.</param>
    /// <param name="steps">T.</param>
    /// <param name="fire">Which cells fire.</param>
    /// <param name="firstStep">The number of the first step, for the fire masks.</param>
    /// <param name="keep">Whether all states are kept for <see cref="Backward"/>.</param>
    public void Forward(CellState state, int sample, int steps, IFireMasks fire, int firstStep, bool keep)
    {
        Room(0);
        Load(state, _states[0]);
        for (var step = 0; step < steps; step++)
        {
            var (from, to) = keep ? (step, step + 1) : (step % 2, (step + 1) % 2);
            Room(to);
            fire.Fill(sample, firstStep + step, _fires);
            Step(_states[from], _states[to], _marks[to]);
        }

        Store(_states[keep ? steps : steps % 2], state);
    }

    /// <summary>Carries the gradient of the last state back to the weights.</summary>
    /// <param name="gradient">∂L/∂s_T, shape [H, W, C].</param>
    /// <param name="steps">T.</param>
    public void Backward(float[] gradient, int steps)
    {
        foreach (var sum in new[] { FirstGradient, FirstBiasGradient, SecondGradient, SecondBiasGradient }) Array.Clear(sum);
        if (_slope.Length == 0) (_slope, _earlierSlope) = (new float[_states[0].Length], new float[_states[0].Length]);
        Array.Clear(_slope);
        Load(new CellState(_height, _width, _automaton.Channels, gradient), _slope);
        for (var step = steps; step > 0; step--)
        {
            StepBack(_states[step - 1], _marks[step]);
            (_slope, _earlierSlope) = (_earlierSlope, _slope);
        }
    }

    private void Step(float[] before, float[] after, byte[] marks)
    {
        FindActive(before);
        Array.Copy(before, after, before.Length);
        Array.Clear(marks);
        var count = 0;
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                if (_fires[y * _width + x] != 0 && _active[At(y, x)] != 0) _cells[count++] = At(y, x);

        fixed (float* old = before, next = after, change = _change)
        {
            for (var start = 0; start < count; start += Block)
            {
                var cells = _cells.AsSpan(start, Math.Min(Block, count - start));
                Propose(old, cells);
                for (var index = 0; index < cells.Length; index++)
                {
                    marks[cells[index]] = Updated;
                    Add(next + (long)cells[index] * _stride, change + index * _stride);
                }
            }

            var twice = _automaton.Masking == AliveMasking.BeforeAndAfter;
            for (var y = 0; y < _height; y++)
            {
                for (var x = 0; x < _width; x++)
                {
                    var cell = At(y, x);
                    if (_active[cell] == 0) continue;
                    if (HasLivingNeighbour(next, cell) && (!twice || HasLivingNeighbour(old, cell))) marks[cell] |= Survived | 15;
                }
            }

            // Only now may cells be emptied or clamped: until here their neighbours still looked at them.
            for (var cell = 0; cell < marks.Length; cell++)
            {
                if (_active[cell] == 0) continue;
                var values = next + (long)cell * _stride;
                if ((marks[cell] & Survived) == 0) new Span<float>(values, _stride).Clear();
                else if (_automaton.ClampColour) marks[cell] = Clamp(values, marks[cell]);
            }
        }
    }

    private void StepBack(float[] before, byte[] marks)
    {
        Array.Clear(_earlierSlope);
        var count = 0;
        fixed (float* slope = _slope, earlier = _earlierSlope, old = before)
        {
            for (var cell = 0; cell < marks.Length; cell++)
            {
                if ((marks[cell] & Survived) == 0) continue;
                var values = slope + (long)cell * _stride;
                for (var channel = 0; channel < CellState.VisibleChannels; channel++)
                    if ((marks[cell] & 1 << channel) == 0) values[channel] = 0;
                Add(earlier + (long)cell * _stride, values);
                if ((marks[cell] & Updated) != 0) _cells[count++] = cell;
            }

            for (var start = 0; start < count; start += Block)
                BackThroughRule(old, slope, earlier, _cells.AsSpan(start, Math.Min(Block, count - start)));
        }
    }

    // Perception → hidden → change for a block of cells.
    private void Propose(float* old, ReadOnlySpan<int> cells)
    {
        fixed (float* perceived = _perceived, hidden = _hiddenValues, change = _change, first = _weights.FirstByInput, second = _weights.SecondByHidden)
        {
            HiddenOf(old, cells, perceived, hidden, first);
            for (var index = 0; index < cells.Length; index++) _weights.SecondBias.CopyTo(new Span<float>(change + index * _stride, _stride));
            MatrixKernels.MultiplyAdd(hidden, _hidden, 1, second, _stride, change, _stride, cells.Length, _hidden, _stride);
        }
    }

    private void HiddenOf(float* old, ReadOnlySpan<int> cells, float* perceived, float* hidden, float* first)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            Perceive(old + (long)cells[index] * _stride, perceived + index * 3 * _stride);
            _weights.FirstBias.CopyTo(new Span<float>(hidden + index * _hidden, _hidden));
        }

        MatrixKernels.MultiplyAdd(perceived, 3 * _stride, 1, first, _hidden, hidden, _hidden, cells.Length, 3 * _stride, _hidden);
        for (var at = 0; at < cells.Length * _hidden; at += MatrixKernels.Lanes)
        {
            // x > 0 ? x : x·0 keeps NaN, as torch's relu does.
            var value = Vector512.Load(hidden + at);
            Vector512.ConditionalSelect(Vector512.LessThanOrEqual(value, Vector512<float>.Zero), Vector512<float>.Zero, value).Store(hidden + at);
        }
    }

    private void BackThroughRule(float* old, float* slope, float* earlier, ReadOnlySpan<int> cells)
    {
        fixed (float* perceived = _perceived, hidden = _hiddenValues, change = _change, hiddenSlope = _hiddenSlope, perceivedSlope = _perceivedSlope,
            first = _weights.FirstByInput, firstBack = _weights.FirstByHidden, secondBack = _weights.SecondByOutput,
            firstGradient = FirstGradient, firstBias = FirstBiasGradient, secondGradient = SecondGradient, secondBias = SecondBiasGradient)
        {
            HiddenOf(old, cells, perceived, hidden, first);
            for (var index = 0; index < cells.Length; index++)
            {
                var own = slope + (long)cells[index] * _stride;
                Unsafe.CopyBlock(change + index * _stride, own, (uint)_stride * sizeof(float));
                Add(secondBias, own, _stride);
            }

            // ∂h = W₂ᵀ ∂Δ where the unit was on; ∂W₂ and ∂W₁ are sums over cells; ∂p = W₁ᵀ ∂h.
            MatrixKernels.MultiplyAdd(hidden, 1, _hidden, change, _stride, secondGradient, _stride, _hidden, cells.Length, _stride);
            new Span<float>(hiddenSlope, cells.Length * _hidden).Clear();
            MatrixKernels.MultiplyAdd(change, _stride, 1, secondBack, _hidden, hiddenSlope, _hidden, cells.Length, _stride, _hidden);
            for (var at = 0; at < cells.Length * _hidden; at += MatrixKernels.Lanes)
            {
                var on = Vector512.GreaterThan(Vector512.Load(hidden + at), Vector512<float>.Zero);
                (Vector512.Load(hiddenSlope + at) & on).Store(hiddenSlope + at);
            }

            for (var index = 0; index < cells.Length; index++) Add(firstBias, hiddenSlope + index * _hidden, _hidden);
            MatrixKernels.MultiplyAdd(perceived, 1, 3 * _stride, hiddenSlope, _hidden, firstGradient, _hidden, 3 * _stride, cells.Length, _hidden);
            new Span<float>(perceivedSlope, cells.Length * 3 * _stride).Clear();
            MatrixKernels.MultiplyAdd(hiddenSlope, _hidden, 1, firstBack, 3 * _stride, perceivedSlope, 3 * _stride, cells.Length, _hidden, 3 * _stride);
            for (var index = 0; index < cells.Length; index++) SpreadBack(perceivedSlope + index * 3 * _stride, earlier + (long)cells[index] * _stride);
        }
    }

    // [s, ∂x s, ∂y s] of a cell from its eight neighbours.
    private void Perceive(float* cell, float* perceived)
    {
        var row = (long)_pitch * _stride;
        var two = Vector512.Create(2f);
        for (var lane = 0; lane < _stride; lane += MatrixKernels.Lanes)
        {
            var here = cell + lane;
            Vector512<float> a = Vector512.Load(here - row - _stride), b = Vector512.Load(here - row), c = Vector512.Load(here - row + _stride);
            Vector512<float> d = Vector512.Load(here - _stride), e = Vector512.Load(here + _stride);
            Vector512<float> f = Vector512.Load(here + row - _stride), g = Vector512.Load(here + row), h = Vector512.Load(here + row + _stride);
            Vector512.Load(here).Store(perceived + lane);
            (c - a + two * (e - d) + (h - f)).Store(perceived + _stride + lane);
            (f - a + two * (g - b) + (h - c)).Store(perceived + 2 * _stride + lane);
        }
    }

    // The transpose: each neighbour gets the slope with the weight by which it was seen.
    private void SpreadBack(float* slope, float* cell)
    {
        var row = (long)_pitch * _stride;
        for (var lane = 0; lane < _stride; lane += MatrixKernels.Lanes)
        {
            var own = Vector512.Load(slope + lane);
            var x = Vector512.Load(slope + _stride + lane);
            var y = Vector512.Load(slope + 2 * _stride + lane);
            var here = cell + lane;
            (Vector512.Load(here) + own).Store(here);
            (Vector512.Load(here - row - _stride) - x - y).Store(here - row - _stride);
            (Vector512.Load(here - row) - y - y).Store(here - row);
            (Vector512.Load(here - row + _stride) + x - y).Store(here - row + _stride);
            (Vector512.Load(here - _stride) - x - x).Store(here - _stride);
            (Vector512.Load(here + _stride) + x + x).Store(here + _stride);
            (Vector512.Load(here + row - _stride) - x + y).Store(here + row - _stride);
            (Vector512.Load(here + row) + y + y).Store(here + row);
            (Vector512.Load(here + row + _stride) + x + y).Store(here + row + _stride);
        }
    }

    // Cells within two of a cell that is not zero.
    private void FindActive(float[] state)
    {
        if (_everywhere)
        {
            for (var y = 0; y < _height; y++) _active.AsSpan(At(y, 0), _width).Fill(1);
            return;
        }

        Array.Clear(_wide);
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                if (state.AsSpan(At(y, x) * _stride, _stride).ContainsAnyExcept(0f))
                    for (var near = Math.Max(0, x - 2); near <= Math.Min(_width - 1, x + 2); near++) _wide[At(y, near)] = 1;
        Array.Clear(_active);
        for (var y = 0; y < _height; y++)
            for (var near = Math.Max(0, y - 2); near <= Math.Min(_height - 1, y + 2); near++)
                for (var x = 0; x < _width; x++) _active[At(near, x)] |= _wide[At(y, x)];
    }

    private bool HasLivingNeighbour(float* state, int cell)
    {
        for (var row = -1; row <= 1; row++)
            for (var column = -1; column <= 1; column++)
                if (state[((long)cell + row * _pitch + column) * _stride + CellState.Alpha] > AutomatonConfig.AliveThreshold) return true;
        return false;
    }

    // Clears the mark of each channel whose gradient stops: outside [0, 1], both ends belonging to the range as in torch.
    private static byte Clamp(float* values, byte mark)
    {
        for (var channel = 0; channel < CellState.VisibleChannels; channel++)
        {
            var value = values[channel];
            if (value is >= 0 and <= 1) continue;
            mark &= (byte)~(1 << channel);
            if (value < 0) values[channel] = 0;
            else if (value > 1) values[channel] = 1;
        }

        return mark;
    }

    private void Add(float* target, float* source) => Add(target, source, _stride);

    private static void Add(float* target, float* source, int length)
    {
        for (var at = 0; at < length; at += MatrixKernels.Lanes) (Vector512.Load(target + at) + Vector512.Load(source + at)).Store(target + at);
    }

    private int At(int y, int x) => (y + 1) * _pitch + x + 1;

    private void Room(int index)
    {
        while (_states.Count <= index)
        {
            _states.Add(new float[(_height + 2) * _pitch * _stride]);
            _marks.Add(new byte[(_height + 2) * _pitch]);
        }
    }

    private void Load(CellState state, float[] padded)
    {
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                state.Cell(y, x).CopyTo(padded.AsSpan(At(y, x) * _stride));
    }

    private void Store(float[] padded, CellState state)
    {
        for (var y = 0; y < _height; y++)
            for (var x = 0; x < _width; x++)
                padded.AsSpan(At(y, x) * _stride, state.Channels).CopyTo(state.Cell(y, x));
    }
}
