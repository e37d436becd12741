using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Engines.Torch;

namespace Nca.Engines.Benchmark;

/// <summary>
/// Measures the engines on states that a trained creature really takes: grown from the seed cell by its own rule, each sample at another
/// age. What is compared is measured one after the other, and the machine's peak around every timing: other work on a machine, and its own
/// clock, change both alike.
/// </summary>
/// <param name="automaton">The kind of step.</param>
/// <param name="weights">A trained rule.</param>
/// <param name="grid">Rows and columns of the canvas.</param>
/// <param name="loss">The loss that the rule was trained with.</param>
/// <param name="threads">Threads; 0 for one per core.</param>
internal sealed class EngineBenchmark(AutomatonConfig automaton, UpdateRuleWeights weights, int grid, IStateLoss loss, int threads = 0)
{
    private const int GrowthLength = 96,
        MostSamples = 16,
        Repeats = 7;
    private readonly int _threads = threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>The iterations that are measured, in the order of all results.</summary>
    public static IReadOnlyList<(int Batch, int Steps)> Iterations { get; } =
    [.. new[] { MostSamples, 8 }.SelectMany(_ => new[] { 8, 24, 40, 64, 96 }, (batch, steps) => (batch, steps))];

    /// <summary>Measures the fused engine.</summary>
    /// <param name="told">Called with the name of what is being measured.</param>
    /// <param name="cancellation">Stops within an iteration.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EngineReport MeasureFused(Action<string>? told = null, CancellationToken cancellation = default)
    {
        using var engine = new FusedRolloutEngine(_threads);
        var states = Grow(engine, cancellation);
        for (var round = 0; round < 12; round++)
            Iterate(engine, states, MostSamples, 24, cancellation);
        told?.Invoke("growth");
        var growth = Median(
            2 * Repeats,
            () => engine.Advance(automaton, weights, [states[0].Clone()], GrowthLength, Fire(0), 0, cancellation)
        );
        var before = WorkingSet();
        var timings = new List<EngineTiming>();
        foreach (var (batch, steps) in Iterations)
        {
            told?.Invoke($"fused, batch {batch}, T = {steps}");
            var peak = PeakRate.Measure(_threads);
            var operations = engine.Operations;
            var milliseconds = Median(Repeats, () => Iterate(engine, states, batch, steps, cancellation));
            var rate = (engine.Operations - operations) / Repeats / milliseconds / 1e6;
            timings.Add(new EngineTiming(batch, steps, milliseconds, rate, Math.Max(peak, PeakRate.Measure(_threads))));
        }

        var memory = (WorkingSet() - before) / 1024.0 / 1024.0;
        return new EngineReport(engine.Width, _threads, PeakRate.Measure(1), timings, GrowthLength / growth * 1000, growth, memory);
    }

    /// <summary>
    /// Measures the Torch engine, which takes minutes and, at T = 96, some ten gigabytes. What its memory costs depends on the process's
    /// allocator, so it is best measured in a process of its own.
    /// </summary>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>Milliseconds of each of <see cref="Iterations"/>.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double[] MeasureTorch(CancellationToken cancellation = default)
    {
        using var fused = new FusedRolloutEngine(_threads);
        using var torch = new TorchRolloutEngine();
        TorchSharp.torch.set_num_threads(_threads);
        var states = Grow(fused, cancellation);

        // The longest first: an allocator that keeps memory then has it.
        var longest = Iterations.Max(iteration => iteration.Steps);
        Iterate(torch, states, MostSamples, longest, cancellation);
        return
        [
            .. Iterations.Select(iteration =>
                Median(iteration.Steps <= 24 ? 3 : 1, () => Iterate(torch, states, iteration.Batch, iteration.Steps, cancellation))
            ),
        ];
    }

    private CellState[] Grow(FusedRolloutEngine engine, CancellationToken cancellation)
    {
        var states = Enumerable.Range(0, MostSamples).Select(_ => InitialState.Plant(grid, grid, automaton.Channels)).ToArray();
        for (var sample = 0; sample < states.Length; sample++)
            engine.Advance(automaton, weights, [states[sample]], GrowthLength + 8 * sample, Fire((uint)sample), 0, cancellation);
        return states;
    }

    private void Iterate(IRolloutEngine engine, CellState[] states, int batch, int steps, CancellationToken cancellation) =>
        engine.Differentiate(
            automaton,
            weights,
            [.. states.Take(batch).Select(state => state.Clone())],
            [.. Enumerable.Repeat(steps, batch)],
            Fire(0),
            loss,
            new UpdateRuleWeights(automaton.Channels, automaton.Hidden),
            cancellation
        );

    private CounterFireMasks Fire(uint iteration) => new(1, iteration, automaton.FireRate);

    private static double Median(int repeats, Action work)
    {
        var times = new double[repeats];
        foreach (ref var time in times.AsSpan())
        {
            var watch = Stopwatch.StartNew();
            work();
            time = watch.Elapsed.TotalMilliseconds;
        }

        Array.Sort(times);
        return times[repeats / 2];
    }

    private static long WorkingSet()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
