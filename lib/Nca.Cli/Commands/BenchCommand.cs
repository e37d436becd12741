using System.CommandLine;
using System.Text;
using System.Text.Json;
using Nca.Cli.Console;
using Nca.Engines;
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
        var alone = new Option<bool>("--no-torch") { Description = "Leaves the Torch engine out: seconds instead of minutes." };
        var json = new Option<string?>("--json") { Description = "Also writes the figures to this file." };
        var command = new Command("bench", "Measures both engines on a trained creature's states.") { run, threads, alone, json };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(Run(parsed.GetValue(run), parsed.GetValue(threads), !parsed.GetValue(alone), parsed.GetValue(json)))
        );
        return command;
    }

    private static int Run(string? folder, int threads, bool withTorch, string? json)
    {
        OutputPlace.Require(json, "--json");
        if (threads is < 0 or > 1024)
            throw new InvalidConfigException($"--threads {threads} is not possible; allowed: 0 to 1024.");
        var run = StoredRun.Load(folder ?? ShippedRun());
        System.Console.WriteLine(
            $"States of {run.Target}, {run.Config.Channels} channels, {run.Config.Hidden} hidden units, fire rate {run.Config.FireRate}"
        );
        var report = EngineBenchmark.Measure(
            run,
            threads,
            withTorch,
            System.Console.IsOutputRedirected ? null : what => Terminal.Raw.Write($"\r{what}\u001b[K")
        );
        if (!System.Console.IsOutputRedirected)
            Terminal.Raw.Write("\r\u001b[K");
        System.Console.WriteLine(
            $"{report.Threads} threads, vectors of {(int)report.Width} bits; measured peak {report.Peak:0} GFLOP/s, of one thread {report.PeakOfOneThread:0}"
        );
        System.Console.WriteLine(" batch    T     fused ms     torch ms    ratio   GFLOP/s  of peak");
        foreach (var timing in report.Timings)
        {
            var torch = withTorch ? $"{timing.TorchMilliseconds, 12:0} {timing.Ratio, 7:0.0}×" : $"{"–", 12} {"–", 8}";
            System.Console.WriteLine(
                $"{timing.Batch, 6} {timing.Steps, 4} {timing.FusedMilliseconds, 12:0.0} {torch} {timing.Rate, 9:0} {timing.ShareOfPeak, 8:0%}"
            );
        }

        System.Console.WriteLine(
            $"growth: {report.GrowthSteps:0} steps a second of one grid (96 steps in {report.GrowthMilliseconds:0.0} ms); memory of the largest iterations: {report.MemoryMegabytes:0} MB"
        );
        if (json is not null)
            AtomicFile.Write(json, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(report, Readable)));
        return 0;
    }

    private static string ShippedRun()
    {
        var shipped = Path.Combine(Suite.Folder(), "data", "runs");
        var runs = StoredRun.FoldersIn(shipped);
        return runs.FirstOrDefault(folder => StoredRun.LoadSettings(folder).Target.Grid == 64)
            ?? throw new RunException(
                "No run is shipped to take states from; train one with nca train --out DIR and name it with --run DIR."
            );
    }
}
