using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Engines.Torch;
using Nca.Runs;
using Nca.Training;

namespace Nca.Engines;

/// <summary>One line of the benchmark.</summary>
/// <param name="Batch">Samples of the batch.</param>
/// <param name="Steps">T.</param>
/// <param name="FusedMilliseconds">Median time of a training iteration's rollout and gradient with the fused engine.</param>
/// <param name="TorchMilliseconds">The same with the Torch engine; NaN where it was not measured.</param>
/// <param name="Rate">Billions of multiplications and additions a second in the fused engine, counted as they are done.</param>
/// <param name="ShareOfPeak">That, as a share of the machine's measured peak.</param>
public sealed record EngineTiming(int Batch, int Steps, double FusedMilliseconds, double TorchMilliseconds, double Rate, double ShareOfPeak)
{
    /// <summary>How many times faster the fused engine is.</summary>
    public double Ratio => TorchMilliseconds / FusedMilliseconds;
}

/// <summary>What the benchmark found on this machine.</summary>
/// <param name="Width">Width of the fused engine's vectors.</param>
/// <param name="Threads">Threads of both engines.</param>
/// <param name="Peak">Measured peak of all threads, billions of operations a second.</param>
/// <param name="PeakOfOneThread">Measured peak of one thread.</param>
/// <param name="Timings">Training iterations.</param>
/// <param name="GrowthSteps">Steps a second of one grid without gradients.</param>
/// <param name="GrowthMilliseconds">Median time of 96 such steps.</param>
/// <param name="MemoryMegabytes">
/// Memory that the fused engine's largest iteration added to the process, states and gradients included.
/// </param>
public sealed record EngineReport(
    VectorWidth Width,
    int Threads,
    double Peak,
    double PeakOfOneThread,
    IReadOnlyList<EngineTiming> Timings,
    double GrowthSteps,
    double GrowthMilliseconds,
    double MemoryMegabytes
);

/// <summary>
/// Measures both engines in one process, on states that a trained creature really takes: grown from the seed by the run's own rule, each
/// sample at another
/// age. One thing is measured after the other, so the ratios are of one machine in one mood.
/// </summary>
public static class EngineBenchmark
{
    private const int GrowthLength = 96;
    private static readonly int[] Lengths = [8, 24, 40, 64, 96],
        Batches = [16, 8];

    /// <summary>Runs the benchmark.</summary>
    /// <param name="run">A trained run; its config, weights and target are used.</param>
    /// <param name="threads">Threads; 0 for one per core.</param>
    /// <param name="withTorch">
    /// Whether to measure the Torch engine too, which takes most of the time and, at T = 96, some ten gigabytes.
    /// </param>
    /// <param name="told">Told what is being measured.</param>
    public static EngineReport Measure(StoredRun run, int threads = 0, bool withTorch = true, Action<string>? told = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var used = threads > 0 ? threads : Environment.ProcessorCount;
        using var fused = new FusedRolloutEngine(used);
        var states = Grow(run, fused);
        told?.Invoke("the machine's peak");
        var (peak, single) = (PeakRate.Measure(used), PeakRate.Measure(1));
        Warm(run, fused, states);
        told?.Invoke("growth");
        var growth = Median(
            15,
            () => { },
            () => fused.Advance(run.Config.Automaton, run.Weights, [states[0].Clone()], GrowthLength, Dice(run, 0))
        );
        var before = WorkingSet();
        var measured = new List<EngineTiming>();
        foreach (var batch in Batches)
        {
            foreach (var length in Lengths)
            {
                told?.Invoke($"fused, batch {batch}, T = {length}");
                var operations = 0L;
                var milliseconds = Median(7, () => operations = fused.Operations, () => Iterate(run, fused, states, batch, length));
                var rate = (fused.Operations - operations) / milliseconds / 1e6;
                measured.Add(new EngineTiming(batch, length, milliseconds, double.NaN, rate, rate / peak));
            }
        }

        var memory = (WorkingSet() - before) / 1024.0 / 1024.0;
        if (withTorch)
            measured = [.. measured.Select(timing => timing with { TorchMilliseconds = MeasureTorch(run, states, timing, told) })];
        return new EngineReport(fused.Width, used, peak, single, measured, GrowthLength / growth * 1000, growth, memory);
    }

    private static double MeasureTorch(StoredRun run, CellState[] states, EngineTiming timing, Action<string>? told)
    {
        told?.Invoke($"torch, batch {timing.Batch}, T = {timing.Steps}");
        using var torch = new TorchRolloutEngine();
        if (timing.Steps == Lengths[0])
            Iterate(run, torch, states, timing.Batch, timing.Steps);
        return Median(timing.Steps <= 24 ? 3 : 1, () => { }, () => Iterate(run, torch, states, timing.Batch, timing.Steps));
    }

    private static CellState[] Grow(StoredRun run, FusedRolloutEngine engine)
    {
        var seeds = Enumerable
            .Range(0, Batches.Max())
            .Select(_ => Seed.Plant(run.Target.Grid, run.Target.Grid, run.Config.Channels))
            .ToArray();
        for (var sample = 0; sample < seeds.Length; sample++)
            engine.Advance(run.Config.Automaton, run.Weights, [seeds[sample]], GrowthLength + 8 * sample, Dice(run, (uint)sample));
        return seeds;
    }

    private static void Warm(StoredRun run, FusedRolloutEngine engine, CellState[] states)
    {
        for (var round = 0; round < 12; round++)
            Iterate(run, engine, states, states.Length, Lengths[1]);
    }

    private static void Iterate(StoredRun run, IRolloutEngine engine, CellState[] states, int batch, int length) =>
        engine.Differentiate(
            run.Config.Automaton,
            run.Weights,
            [.. states.Take(batch).Select(state => state.Clone())],
            [.. Enumerable.Repeat(length, batch)],
            Dice(run, 0),
            new PatternLoss(run.Target.Rgba),
            new UpdateRuleWeights(run.Config.Channels, run.Config.Hidden)
        );

    private static CounterFireMasks Dice(StoredRun run, uint iteration) => new(1, iteration, run.Config.FireRate);

    private static double Median(int repeats, Action before, Action work)
    {
        var times = new double[repeats];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            before();
            var watch = Stopwatch.StartNew();
            work();
            times[repeat] = watch.Elapsed.TotalMilliseconds;
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
