using System.Diagnostics;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Sweeps.Cells;

namespace Nca.Sweeps.Tests;

/// <summary>Workers in processes of their own: scripts that die, refuse and wait, and the program itself, killed.</summary>
[Trait("lane", "slow")]
public sealed class LocalJobsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void A_worker_that_dies_is_replaced_until_its_cell_is_what_kills_it()
    {
        var folder = Sweep("deaths", "Seed=1..3");
        var (heard, runs) = (new List<WorkerEvent>(), Path.Combine(_folder, "runs"));
        // The first two are killed in cell 1, the third has nothing left to do.
        var script = $"""
            echo run >> {runs}
            [ $(wc -l < {runs}) -gt 2 ] && exit 0
            echo '{WorkerEvent.Begun(folder.Cells[1]).ToLine()}'
            kill -9 $$
            """;
        new LocalJobs(folder, jobs: 1, ["sh", "-c", script]).Run(heard.Add, TestContext.Current.CancellationToken);
        Assert.Equal(3, File.ReadAllLines(runs).Length);
        Assert.Equal("Its process died 2 times, at last with code 137; is there enough memory?", folder.FailureOf(folder.Cells[1]));
        Assert.Equal([null, null, CellStatus.Failed], heard.Select(news => news.Ended));
    }

    [Fact]
    public void What_a_worker_is_refused_ends_the_sweep_with_its_words()
    {
        const string Script = "echo 'No space left on device' >&2; exit 1";
        var jobs = new LocalJobs(Sweep("refused", "Seed=1..3"), jobs: 2, ["sh", "-c", Script]);
        var refusal = Assert.Throws<SweepException>(() => jobs.Run(_ => { }, TestContext.Current.CancellationToken));
        Assert.Equal("No space left on device", refusal.Message);
    }

    [Fact]
    public void Stopping_closes_the_workers_input_and_waits_for_them()
    {
        var folder = Sweep("stopped", "Seed=1..2");
        var kept = Path.Combine(_folder, "kept");
        var script = $"echo '{WorkerEvent.Begun(folder.Cells[0]).ToLine()}'; cat > /dev/null; echo kept > {kept}; exit 143";
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new LocalJobs(folder, jobs: 1, ["sh", "-c", script]).Run(_ => stop.Cancel(), stop.Token)
        );
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task A_sweep_whose_processes_are_killed_loses_no_run_and_trains_none_twice()
    {
        var place = Path.Combine(_folder, "sweep");
        var arguments = new[] { "sweep", "--seeds", "1..6", "--grid", "12", "--size", "8", "--samples", "2", "--jobs", "2", "--out", place }
            .Concat(TinySweep.Small.SelectMany(pair => new[] { "--set", $"{pair.Key}={(pair.Key == "Steps" ? "600" : pair.Value)}" }))
            .ToArray();

        // Killed without warning once a cell is done; its workers are left to see that it died.
        using (var sweep = Start(arguments))
        {
            await LineAsync(sweep, "done");
            sweep.Kill();
            await sweep.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var folder = SweepFolder.Open(place);
        await UntilAsync(() => folder.Cells.All(cell => folder.StatusOf(cell) != CellStatus.Training));
        var before = Finished(folder);
        Assert.InRange(before.Count, 1, 5);

        // The same command goes on; now a worker is killed in the middle of a cell, and replaced.
        using (var sweep = Start(arguments))
        {
            var worker = 0;
            await UntilAsync(() =>
                sweep.HasExited || folder.Cells.Any(cell => folder.StatusOf(cell) == CellStatus.Training && HolderOf(cell, out worker))
            );
            using (var process = Process.GetProcessById(worker))
                process.Kill();
            await LineAsync(sweep, "6 of 6 done, 0 failed");
            await sweep.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, sweep.ExitCode);
        }

        var after = Finished(folder);
        Assert.All(before, pair => Assert.Equal(pair.Value, after[pair.Key]));
        Assert.Equal(6, Directory.GetDirectories(Path.Combine(_folder, "store")).Length);
        var whole = SweepFolder.Begin(Path.Combine(_folder, "whole"), folder.Sweep);
        using var engine = new FusedRolloutEngine(threads: 1);
        new Worker(whole, _ => { }, store: null).Run(engine, TestContext.Current.CancellationToken);
        foreach (var cell in folder.Cells)
            Assert.Equal(StoredRun.Load(whole.RunOf(cell)).Weights.Values, StoredRun.Load(folder.RunOf(cell)).Weights.Values);

        bool HolderOf(Grid.SweepCell cell, out int process)
        {
            process = 0;
            return CellLease.HolderOf(folder.FolderOf(cell)) is { } holder && int.TryParse(holder.Split("process ")[^1], out process);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<int, DateTime> Finished(SweepFolder folder) =>
        folder
            .Cells.Where(cell => StoredRun.IsIn(folder.RunOf(cell)))
            .ToDictionary(cell => cell.Index, cell => File.GetLastWriteTimeUtc(Path.Combine(folder.RunOf(cell), "weights.safetensors")));

    private static async Task LineAsync(Process process, string part)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.Contains(part, StringComparison.Ordinal))
                return;
        Assert.Fail($"it ended without saying '{part}'");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private SweepFolder Sweep(string name, string axis) => SweepFolder.Begin(Path.Combine(_folder, name), TinySweep.Of(axis));

    private Process Start(string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        start.Environment["NCA_RUNS"] = Path.Combine(_folder, "store");
        return Process.Start(start)!;
    }
}
