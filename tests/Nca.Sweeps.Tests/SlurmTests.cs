using System.Diagnostics;
using Nca.Runs;
using Nca.Sweeps.Cells;

namespace Nca.Sweeps.Tests;

/// <summary>A sweep on a real Slurm: a job array over two nodes, of which one dies, and a task that is preempted.</summary>
[Trait("lane", "slow")]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SlurmTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact(Timeout = 600_000)]
    public async Task A_sweep_survives_a_dead_node_and_a_preemption_bit_for_bit()
    {
        Assert.SkipUnless(SlurmCluster.IsPossible, "Slurm and munge are not installed here, or this is not root.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var cluster = await SlurmCluster.StartAsync(cancellation);
        string[] grid =
        [
            .. TinySweep.Small.Where(entry => entry.Key != "Steps").SelectMany(entry => new[] { "--set", $"{entry.Key}={entry.Value}" }),
            .. new[] { "--set", "Steps=4000", "--set", "FireRate=0.4,0.5,0.6", "--set", "LearningRate=0.001,0.002", "--seeds", "1..2" },
            .. new[] { "--grid", "12", "--size", "8", "--samples", "2" },
        ];
        var there = Path.Combine(_folder, "there");
        var (exit, output) = await NcaAsync(cluster, ["sweep", .. grid, "--out", there, "--slurm"]);
        Assert.True(exit == 0, output);
        Assert.Contains("12 cells as job", output);
        var folder = SweepFolder.Open(there);

        // A node dies, and a task of the other one is told to end as a preemption does; both have begun to train by then.
        await RunningAsync(cluster, "n2", cancellation);
        cluster.Kill("n2");
        var preempted = await RunningAsync(cluster, "n1", cancellation);
        var told = cluster.RunAsync("scancel", "--signal=TERM", "--batch", preempted.Job);

        await SlurmCluster.WaitAsync(
            () => Task.FromResult(string.Join(' ', folder.Cells.Select(folder.StatusOf))),
            said => said.Split(' ').All(status => status == nameof(CellStatus.Done)),
            cancellation
        );
        await told;
        Assert.True(StoredRun.Load(folder.RunOf(folder.Cells[preempted.Cell])).Provenance.Resumptions > 0);
        Assert.Contains("Stopped; the checkpoint is kept.", await File.ReadAllTextAsync(LogOf(there, preempted.Cell), cancellation));
        (_, output) = await NcaAsync(cluster, ["sweep", "status", there]);
        Assert.Contains("12  done", output);

        var here = Path.Combine(_folder, "here");
        (exit, output) = await NcaAsync(cluster, ["sweep", .. grid, "--out", here]);
        Assert.True(exit == 0, output);
        var local = SweepFolder.Open(here);
        foreach (var cell in folder.Cells)
            Assert.Equal(StoredRun.Load(local.RunOf(cell)).Weights.Values, StoredRun.Load(folder.RunOf(cell)).Weights.Values);
        (exit, output) = await NcaAsync(cluster, ["sweep", "collect", there]);
        Assert.True(exit == 0, output);
        Assert.Contains("12 of 12 done, 0 failed", output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A task that runs on a node and has written a first checkpoint.
    private async Task<(string Job, int Cell)> RunningAsync(SlurmCluster cluster, string node, CancellationToken cancellation)
    {
        var folder = SweepFolder.Open(Path.Combine(_folder, "there"));
        var found = ("", -1);
        await SlurmCluster.WaitAsync(
            () => cluster.RunAsync("squeue", "--noheader", "--states=R", $"--nodelist={node}", "--format=%F_%K %K"),
            said =>
            {
                foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    if (line.Split(' ') is [var job, var number] && int.TryParse(number, out var cell))
                        if (Checkpoint.IsIn(folder.RunOf(folder.Cells[cell])))
                            found = (job, cell);
                return found.Item2 >= 0;
            },
            cancellation
        );
        return found;
    }

    private static string LogOf(string folder, int cell) => Directory.GetFiles(Path.Combine(folder, "slurm"), $"*_{cell}.out").Single();

    private async Task<(int Exit, string Output)> NcaAsync(SlurmCluster cluster, string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = cluster.Configuration;
        start.Environment[CellLease.ExpiryVariable] = "8";
        // What the cluster trains is not known here, so that both train.
        start.Environment["NCA_RUNS"] = Path.Combine(_folder, arguments.Contains("--slurm") ? "runs-there" : "runs-here");
        start.WorkingDirectory = AppContext.BaseDirectory;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
