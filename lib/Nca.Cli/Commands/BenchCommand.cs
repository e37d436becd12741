using System.CommandLine;
using System.Text;
using System.Text.Json;
using Nca.Cli.Console;
using Nca.Engines;
using Nca.Engines.Benchmark;
using Nca.Runs;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca bench</c>: what this machine and the engines can do.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create()
    {
        var run = new Option<string?>("--run")
        {
            Description = "Folder of the trained run whose states are used; a shipped one by default.",
        };
        var threads = new Option<int>("--threads") { Description = "Threads; 0 for one per core." };
        var alone = new Option<bool>("--no-torch") { Description = "Skips the Torch engine: seconds instead of minutes." };
        var json = new Option<string?>("--json") { Description = "Also writes the results to this JSON file." };
        var times = new Option<bool>(TorchTimes.Option) { Description = "Only prints the Torch engine's times.", Hidden = true };
        var command = new Command("bench", "Measures both engines on a trained creature's states.") { run, threads, alone, json, times };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (wished, folder) = (parsed.GetValue(threads), parsed.GetValue(run) ?? ShippedRun());
                if (wished is < 0 or > 1024)
                    throw new InvalidConfigException($"--threads {wished} is not possible; allowed: 0 to 1024.");
                if (parsed.GetValue(times))
                    System.Console.WriteLine(
                        JsonSerializer.Serialize(Benchmark(StoredRun.Load(folder), wished).MeasureTorch(cancellation), Readable)
                    );
                else
                    await RunAsync(folder, wished, !parsed.GetValue(alone), parsed.GetValue(json), cancellation);
                return 0;
            }
        );
        return command;
    }

    private static EngineBenchmark Benchmark(StoredRun run, int threads) =>
        new(run.Config.Automaton, run.Weights, run.Target.Grid, new PatternLoss(run.Target.Rgba), threads);

    private static async Task RunAsync(string folder, int threads, bool withTorch, string? json, CancellationToken cancellation)
    {
        OutputPlace.Require(json, "--json");
        var run = StoredRun.Load(folder);
        System.Console.WriteLine(
            $"States of {run.Target}, {run.Config.Channels} channels, {run.Config.Hidden} hidden units, fire rate {run.Config.FireRate}"
        );
        var report = Benchmark(run, threads).MeasureFused(Tell, cancellation);
        if (withTorch)
            report = await WithTorchAsync(report, folder, cancellation);
        if (!System.Console.IsOutputRedirected)
            Terminal.Raw.Write("\r\u001b[K");
        Print(report, withTorch);
        if (json is not null)
            AtomicFile.Write(json, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, Readable)));
    }

    private static async Task<EngineReport> WithTorchAsync(EngineReport report, string folder, CancellationToken cancellation)
    {
        var kept = report.Timings.Select(_ => double.NaN).ToArray();
        if (TorchTimes.CanKeepMemory)
        {
            Tell("torch, its allocator keeps memory: minutes");
            kept = await TorchTimes.MeasureAsync(folder, report.Threads, keepMemory: true, cancellation);
        }

        Tell("torch as it comes: minutes");
        var asItComes = await TorchTimes.MeasureAsync(folder, report.Threads, keepMemory: false, cancellation);
        return report with
        {
            Timings =
            [
                .. report.Timings.Select(
                    (timing, index) => timing with { TorchMilliseconds = kept[index], TorchAsItComesMilliseconds = asItComes[index] }
                ),
            ],
        };
    }

    private static void Tell(string what)
    {
        if (!System.Console.IsOutputRedirected)
            Terminal.Raw.Write($"\r{what}\u001b[K");
    }

    private static void Print(EngineReport report, bool withTorch)
    {
        System.Console.WriteLine(
            $"{report.Threads} threads, vectors of {(int)report.Width} bits; peak {report.Peak:0} GFLOP/s, of one thread "
                + $"{report.PeakOfOneThread:0}"
        );
        System.Console.WriteLine(
            " batch    T   fused ms  GFLOP/s  of peak" + (withTorch ? "   torch ms    ratio   torch as it comes    ratio" : "")
        );
        foreach (var timing in report.Timings)
        {
            var torch = withTorch
                ? $"{Cell(timing.TorchMilliseconds, 11)}{Cell(timing.Ratio, 8, "0.0")}× {Cell(timing.TorchAsItComesMilliseconds, 19)}"
                    + $"{Cell(timing.RatioAsItComes, 8, "0.0")}×"
                : "";
            System.Console.WriteLine(
                $"{timing.Batch,6} {timing.Steps,4} {timing.FusedMilliseconds,10:0.0} {timing.Rate,8:0} "
                    + $"{timing.ShareOfPeak,8:0%}{torch}"
            );
        }

        if (withTorch)
            System.Console.WriteLine(
                "torch: with an allocator that keeps memory (GLIBC_TUNABLES); by default every tensor costs page faults"
            );
        System.Console.WriteLine(
            $"training: {OperationCount.Text(report.OperationsPerSecond)} a second; the TFLOP that nca train reports, divided by "
                + "this, give its time here"
        );
        System.Console.WriteLine(
            $"growth: {report.GrowthSteps:0} steps a second of one grid (96 steps in {report.GrowthMilliseconds:0.0} ms); "
                + $"memory of the largest iterations: {report.MemoryMegabytes:0} MB"
        );
    }

    private static string Cell(double value, int width, string format = "0") =>
        (double.IsNaN(value) ? "–" : value.ToString(format)).PadLeft(width);

    private static string ShippedRun()
    {
        var shipped = Path.Combine(Suite.Data(), "runs");
        var runs = StoredRun.FoldersIn(shipped);
        return runs.FirstOrDefault(folder => StoredRun.LoadSettings(folder).Target.Grid == 64)
            ?? throw new RunException(
                "No run is shipped to take states from; train one with nca train --out DIR and name it with --run DIR."
            );
    }
}
