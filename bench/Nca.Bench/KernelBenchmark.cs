using BenchmarkDotNet.Attributes;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;

namespace Nca.Bench;

/// <summary>
/// The fused engine's parts on one core: a block of the update rule forward and backward, perception, its transpose, fire masks.
/// </summary>
public unsafe class KernelBenchmark
{
    private const int Grid = 64,
        Stride = 16,
        Hidden = 128;
    private const int Cells = RuleBlock<Lanes512>.Cells;
    private readonly PackedWeights _weights = new(new AutomatonConfig(), InitialWeights.Draw(new AutomatonConfig(), 1), Lanes512.Count);
    private readonly RuleBlock<Lanes512> _block = new(Stride, Hidden);
    private readonly AlignedNumbers _perceived = new(Cells * 3 * Stride),
        _change = new(Cells * Stride),
        _grid = new((Grid + 2) * (Grid + 2) * Stride);
    private readonly CounterFireMasks _fire = new(1, 2, 0.5);
    private readonly byte[] _fires = new byte[Grid * Grid];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        foreach (var numbers in new[] { _perceived, _change, _grid })
            foreach (ref var number in numbers.Span)
                number = (float)(random.NextDouble() - 0.5);
    }

    /// <summary>p → Δ for one block: 2 · 48 · (48 · 128 + 128 · 16) operations.</summary>
    [Benchmark]
    public void Propose() => _block.Propose(_weights, _perceived.Pointer, _change.Pointer, Cells);

    /// <summary>∂Δ → gradients and ∂p for one block.</summary>
    [Benchmark]
    public void Differentiate() => _block.Differentiate(_weights, _perceived.Pointer, _change.Pointer, Cells, spread: true);

    /// <summary>The perception of one block.</summary>
    [Benchmark]
    public void Look()
    {
        for (var cell = 0; cell < Cells; cell++)
            Perceiving.Look<Lanes512>(
                _grid.Pointer + (100 + cell) * Stride,
                (Grid + 2) * Stride,
                Stride,
                _perceived.Pointer + cell * 3 * Stride
            );
    }

    /// <summary>The transpose of one block's perception.</summary>
    [Benchmark]
    public void SummaryStatistics()
    {
        for (var cell = 0; cell < Cells; cell++)
            Perceiving.SummaryStatistics<Lanes512>(
                _perceived.Pointer + cell * 3 * Stride,
                (Grid + 2) * Stride,
                Stride,
                _grid.Pointer + (100 + cell) * Stride
            );
    }

    /// <summary>The fire mask of one step of 64×64 cells.</summary>
    [Benchmark]
    public void Fire() => _fire.Fill(0, 1, _fires);

    /// <summary>The same, four cells at a time.</summary>
    [Benchmark]
    public void FireScalar() => _fire.FillScalar(0, 1, _fires);

    [GlobalCleanup]
    public void End()
    {
        _weights.Dispose();
        _block.Dispose();
        foreach (var numbers in new[] { _perceived, _change, _grid })
            numbers.Dispose();
    }
}
