using BenchmarkDotNet.Attributes;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Torch;
using Nca.Targets;
using Nca.Training;

namespace Nca.Bench;

/// <summary>One training iteration's rollout with gradient, on states that begin at the target.</summary>
public class RolloutBenchmark
{
    private readonly AutomatonConfig _automaton = new();
    private readonly UpdateRuleWeights _gradient = new(16, 128);
    private UpdateRuleWeights _weights = null!;
    private TorchRolloutEngine _engine = null!;
    private CellState _state = null!;
    private PatternLoss _loss = null!;

    /// <summary>Steps of the rollout.</summary>
    [Params(8, 24)]
    public int Steps { get; set; }

    /// <summary>Samples of the batch.</summary>
    [Params(8)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var target = Target.Load("1f423");
        _engine = new TorchRolloutEngine();
        _weights = InitialWeights.Draw(_automaton, 1);
        _loss = new PatternLoss(target.Rgba);
        _state = new CellState(64, 64, 16);
        for (var cell = 0; cell < 4096; cell++)
            target.Rgba.AsSpan(cell * 4, 4).CopyTo(_state.Values.AsSpan(cell * 16));
    }

    [Benchmark]
    public double[] Torch() =>
        _engine.Differentiate(
            _automaton,
            _weights,
            [.. Enumerable.Range(0, Batch).Select(_ => _state.Clone())],
            [.. Enumerable.Repeat(Steps, Batch)],
            new CounterFireMasks(1, 0, 0.5),
            _loss,
            _gradient
        );

    [GlobalCleanup]
    public void End() => _engine.Dispose();
}
