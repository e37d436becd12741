using System.Diagnostics;
using System.Runtime.CompilerServices;
using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// The rollout that ties the parts together. One step forward:
/// <list type="number">
/// <item>find the cells that matter (sets of bits), keep those that fire;</item>
/// <item>look (perception) and propose a change, block by block, while the grid still holds the old state;</item>
/// <item>add the changes in place;</item>
/// <item>empty the cells that the alive mask does not let live, clamp the rest where the automaton asks for it.</item>
/// </list>
/// Which cells matter: with the mask before and after a survivor has a living neighbour in the old state, and its other mask looks one cell
/// further, so two cells around the living suffice. With the mask after alone, a cell whose neighbourhood is all zero gets the constant
/// f(0): as long as that is not alive (asked once per call), two cells around whatever is not zero suffice, and else all cells are
/// computed. Exact in every case.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class SampleRollout<TLanes> : ISampleRollout
    where TLanes : struct, ILanes<TLanes>
{
    private readonly PaddedGrid _grid;
    private readonly RuleBlock<TLanes> _rule;
    private readonly AlignedNumbers _state,
        _slope,
        _change,
        _perceived;
    private readonly CellSet _alive,
        _mature,
        _occupied,
        _needed,
        _firing,
        _touched,
        _emptied,
        _survivors;
    private readonly float[] _lastSlope;
    private readonly byte[] _fires;
    private readonly int[] _cells;
    private readonly List<StepTrace> _traces = [];
    private readonly int _hidden;

    /// <summary>Makes the workspace for one size of grid.</summary>
    /// <param name="weights">Weights of the size to come.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public SampleRollout(PackedWeights weights, int height, int width)
    {
        _grid = new PaddedGrid(height, width, weights.Channels, weights.Stride);
        _hidden = weights.Hidden;
        _rule = new RuleBlock<TLanes>(weights.Stride, weights.Hidden);
        (_state, _slope) = (new AlignedNumbers(_grid.Length), new AlignedNumbers(_grid.Length));
        _change = new AlignedNumbers(height * width * weights.Stride);
        _perceived = new AlignedNumbers(RuleBlock<TLanes>.Cells * 3 * weights.Stride);
        _lastSlope = new float[height * width * weights.Channels];
        (_fires, _cells) = (new byte[height * width], new int[height * width]);
        CellSet NewSet() => new(height, width);
        (_alive, _mature, _occupied, _needed, _firing, _touched, _emptied, _survivors) = (
            NewSet(),
            NewSet(),
            NewSet(),
            NewSet(),
            NewSet(),
            NewSet(),
            NewSet(),
            NewSet()
        );
    }

    /// <inheritdoc/>
    public int Lanes => TLanes.Count;

    /// <inheritdoc/>
    public long Operations { get; private set; }

    /// <inheritdoc/>
    public Span<float> Slope => _lastSlope;

    private int Inputs => 3 * _grid.Stride;

    /// <inheritdoc/>
    public bool Fits(PackedWeights weights, CellState state) =>
        (weights.Channels, weights.Hidden, weights.Stride, state.Height, state.Width)
        == (_grid.Channels, _hidden, _grid.Stride, _grid.Height, _grid.Width);

    /// <inheritdoc/>
    public void Forward(
        AutomatonConfig automaton,
        PackedWeights weights,
        CellState state,
        int sample,
        int steps,
        IFireMasks fire,
        int firstStep,
        bool keep,
        CancellationToken stop
    )
    {
        _grid.Load(state.Values, _state.Span);
        Survey();
        for (var step = 0; step < steps; step++)
        {
            stop.ThrowIfCancellationRequested();
            fire.Fill(sample, firstStep + step, _fires);
            _firing.CopyFrom(_fires);
            if (keep && _traces.Count <= step)
                _traces.Add(new StepTrace(_grid.Height, _grid.Width));
            Step(automaton, weights, keep ? _traces[step] : null, first: step == 0);
        }

        // Cells that the automaton never computed may hold what no step lets live, say colour far from anything alive.
        _grid.Store(_state.Span, state);
    }

    /// <inheritdoc/>
    public void Backward(
        AutomatonConfig automaton,
        PackedWeights weights,
        int steps,
        UpdateRuleWeights gradient,
        float factor,
        CancellationToken stop
    )
    {
        _rule.Clear();
        _slope.Span.Clear();
        _grid.Load(_lastSlope, _slope.Span);
        _touched.FillAll();
        for (var step = steps - 1; step >= 0; step--)
        {
            stop.ThrowIfCancellationRequested();
            StepBack(automaton, weights, _traces[step], first: step == 0);
        }

        Operations += new FusedCost(automaton.Channels, automaton.Hidden).Gathering;
        weights.AddTo(
            gradient,
            _rule.FirstGradient.Span,
            _rule.FirstBiasGradient.Span,
            _rule.SecondGradient.Span,
            _rule.SecondBiasGradient.Span,
            factor
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var numbers in new[] { _state, _slope, _change, _perceived })
            numbers.Dispose();
        foreach (var trace in _traces)
            trace.Dispose();
        _rule.Dispose();
    }

    // Reads off a loaded state which cells are alive and which are not zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Survey()
    {
        _alive.Clear();
        _occupied.Clear();
        for (var y = 0; y < _grid.Height; y++)
        {
            for (var x = 0; x < _grid.Width; x++)
            {
                var values = _state.Span.Slice((_grid.RowStart(y) + x) * _grid.Stride, _grid.Channels);
                if (values[CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    _alive.Add(y, x);
                if (values.ContainsAnyExcept(0f))
                    _occupied.Add(y, x);
            }
        }
    }

    private void Step(AutomatonConfig automaton, PackedWeights weights, StepTrace? trace, bool first)
    {
        FindNeeded(automaton, weights);
        _firing.Intersect(_needed);
        var count = List(_firing, _cells);
        trace?.Reserve(count, Inputs);
        Propose(weights, count, trace);
        Operations += count * new FusedCost(automaton.Channels, automaton.Hidden).Forward;
        AddChanges();
        _survivors.Widen(_alive);
        if (automaton.Masking == AliveMasking.BeforeAndAfter)
            _survivors.Intersect(_mature);
        _occupied.Unite(_firing);
        Empty(_state.Pointer, _occupied);
        _alive.Intersect(_survivors);
        if (trace is not null)
            Record(trace);
        if (!automaton.ClampColour)
            return;
        if (trace is not null)
            NoteStops(trace);

        // What did not fire was clamped before, except in the first state, which may have been given with any values.
        if (first)
            count = List(_occupied, _cells);
        Clamp(_cells.AsSpan(0, count));
    }

    private void FindNeeded(AutomatonConfig automaton, PackedWeights weights)
    {
        if (automaton.Masking == AliveMasking.BeforeAndAfter)
        {
            _mature.Widen(_alive);
            _needed.Widen(_mature);
        }
        else if (weights.EmptySpaceStaysEmpty)
        {
            _needed.Widen(_occupied);
            _needed.Widen(_needed);
        }
        else
        {
            _needed.FillAll();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Propose(PackedWeights weights, int count, StepTrace? trace)
    {
        var (row, stride) = (_grid.Pitch * _grid.Stride, _grid.Stride);
        Debug.Assert(count * stride <= _change.Length, "Every cell that fires has room for its change.");
        Debug.Assert(trace is null || count * Inputs <= trace.Perceived.Length, "The trace has room for every perception.");
        for (var start = 0; start < count; start += RuleBlock<TLanes>.Cells)
        {
            var cells = Math.Min(RuleBlock<TLanes>.Cells, count - start);
            float* perceived = trace is null ? _perceived.Pointer : trace.Perceived.Pointer + start * Inputs;
            for (var index = 0; index < cells; index++)
                Perceiving.Look<TLanes>(_state.Pointer + _cells[start + index] * stride, row, stride, perceived + index * Inputs);
            _rule.Propose(weights, perceived, _change.Pointer + start * stride, cells);
        }
    }

    // Adds the proposed changes in place and notes who is alive now; the order of cells is that of List.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddChanges()
    {
        float* change = _change.Pointer;
        _alive.Subtract(_firing);
        var cells = _firing.In(_grid);
        while (cells.MoveNext())
        {
            float* values = _state.Pointer + cells.Current * _grid.Stride;
            for (var lane = 0; lane < _grid.Stride; lane += TLanes.Count, change += TLanes.Count)
                TLanes.Store(TLanes.Load(values + lane) + TLanes.Load(change), values + lane);
            if (values[CellState.Alpha] > AutomatonConfig.AliveThreshold)
                _alive.Words[cells.Word] |= cells.Bit;
        }
    }

    // Sets to zero the cells of a set that do not survive, and takes them out of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Empty(float* numbers, CellSet set)
    {
        _emptied.CopyFrom(set);
        _emptied.Subtract(_survivors);
        set.Intersect(_survivors);
        foreach (var cell in _emptied.In(_grid))
            for (var lane = 0; lane < _grid.Stride; lane += TLanes.Count)
                TLanes.Store(TLanes.Zero, numbers + cell * _grid.Stride + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Record(StepTrace trace)
    {
        trace.Survivors.CopyFrom(_survivors);
        trace.Changed.CopyFrom(_firing);
        trace.Changed.Intersect(_survivors);
        var (fired, kept) = (0, 0);
        var cells = _firing.In(_grid);
        for (; cells.MoveNext(); fired++)
        {
            if ((trace.Changed.Words[cells.Word] & cells.Bit) == 0)
                continue;
            (trace.Cells[kept], trace.Rows[kept]) = (cells.Current, fired);
            kept++;
        }

        trace.Count = kept;
    }

    // A channel outside [0, 1] passes no gradient; both ends belong to the range, as in torch.
    private void NoteStops(StepTrace trace)
    {
        for (var index = 0; index < trace.Count; index++)
        {
            float* values = _state.Pointer + trace.Cells[index] * _grid.Stride;
            byte stops = 0;
            for (var channel = 0; channel < CellState.VisibleChannels; channel++)
                if (!(values[channel] is >= 0 and <= 1))
                    stops |= (byte)(1 << channel);
            trace.Stops[index] = stops;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Clamp(ReadOnlySpan<int> cells)
    {
        foreach (var cell in cells)
        {
            float* values = _state.Pointer + cell * _grid.Stride;
            for (var channel = 0; channel < CellState.VisibleChannels; channel++)
            {
                if (values[channel] < 0)
                    values[channel] = 0;
                else if (values[channel] > 1)
                    values[channel] = 1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StepBack(AutomatonConfig automaton, PackedWeights weights, StepTrace trace, bool first)
    {
        _survivors.CopyFrom(trace.Survivors);
        Empty(_slope.Pointer, _touched);
        var (row, stride) = (_grid.Pitch * _grid.Stride, _grid.Stride);
        for (var index = 0; index < trace.Count; index++)
        {
            float* own = _slope.Pointer + trace.Cells[index] * stride;
            if (automaton.ClampColour)
                Stop(own, trace.Stops[index]);
            Copy(own, _change.Pointer + index * stride, stride);
        }

        for (var start = 0; start < trace.Count; start += RuleBlock<TLanes>.Cells)
        {
            var cells = Math.Min(RuleBlock<TLanes>.Cells, trace.Count - start);
            float* perceived = Gather(trace, start, cells);
            _rule.Differentiate(weights, perceived, _change.Pointer + start * stride, cells, spread: !first);
            if (first)
                continue;
            for (var index = 0; index < cells; index++)
                Perceiving.SummaryStatistics<TLanes>(
                    _rule.PerceivedSlope.Pointer + index * Inputs,
                    row,
                    stride,
                    _slope.Pointer + trace.Cells[start + index] * stride
                );
        }

        var cost = new FusedCost(automaton.Channels, automaton.Hidden);
        Operations += trace.Count * (first ? cost.BackwardFirstStep : cost.Backward);
        _needed.Widen(trace.Changed);
        _touched.Unite(_needed);
    }

    // The perceptions of a block side by side: where every cell that fired survived they already are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* Gather(StepTrace trace, int start, int cells)
    {
        var from = trace.Rows[start];
        if (trace.Rows[start + cells - 1] - from == cells - 1)
            return trace.Perceived.Pointer + from * Inputs;
        for (var index = 0; index < cells; index++)
            Copy(trace.Perceived.Pointer + trace.Rows[start + index] * Inputs, _perceived.Pointer + index * Inputs, Inputs);
        return _perceived.Pointer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int length)
    {
        for (var at = 0; at < length; at += TLanes.Count)
            TLanes.Store(TLanes.Load(source + at), target + at);
    }

    private static void Stop(float* slope, byte stops)
    {
        for (var channel = 0; channel < CellState.VisibleChannels; channel++)
            if ((stops >> channel & 1) != 0)
                slope[channel] = 0;
    }

    // The cells of a set in rows, by their number in the padded grid.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int List(CellSet set, int[] cells)
    {
        var count = 0;
        foreach (var cell in set.In(_grid))
            cells[count++] = cell;
        return count;
    }
}
