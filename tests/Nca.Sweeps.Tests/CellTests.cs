using System.Diagnostics;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Collection;

namespace Nca.Sweeps.Tests;

public sealed class CellTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void A_lease_has_one_holder_and_is_free_when_it_ends_or_expires()
    {
        var first = CellLease.Take(_folder, "me, process 1");
        Assert.NotNull(first);
        Assert.Null(CellLease.Take(_folder, "you"));
        Assert.Equal("me, process 1", CellLease.HolderOf(_folder));
        var later = DateTime.UtcNow + CellLease.Expiry + TimeSpan.FromSeconds(1);
        Assert.False(CellLease.IsAlive(_folder, later));
        using (var second = CellLease.Take(_folder, "you", later))
        {
            Assert.NotNull(second);
            Assert.Equal("you", CellLease.HolderOf(_folder));

            // Who was taken for dead and comes back learns of it, and its end does not end the new lease.
            Assert.False(first.Lost.IsCancellationRequested);
            first.Renew();
            Assert.True(first.Lost.IsCancellationRequested);
            first.Dispose();
            Assert.True(CellLease.IsAlive(_folder));
            second.Renew();
            Assert.False(second.Lost.IsCancellationRequested);
        }

        Assert.False(CellLease.IsAlive(_folder));
    }

    [Fact]
    public void Of_many_that_find_a_lease_expired_one_gets_it()
    {
        for (var round = 0; round < 100; round++)
        {
            var cell = Path.Combine(_folder, $"{round}");
            Assert.NotNull(CellLease.Take(cell, "dead"));
            File.SetLastWriteTimeUtc(Path.Combine(cell, "lease"), DateTime.UtcNow - 2 * CellLease.Expiry);
            var taken = new CellLease?[16];
            Parallel.For(0, taken.Length, index => taken[index] = CellLease.Take(cell, $"{index}"));
            Assert.Single(taken, lease => lease is not null);
            Assert.True(CellLease.IsAlive(cell));
        }
    }

    [Fact]
    public void A_mark_that_is_just_being_written_is_somebody_elses()
    {
        Assert.NotNull(CellLease.Take(_folder, "dead"));
        var path = Path.Combine(_folder, "lease");
        var token = File.ReadAllText(path).Split(' ')[^1].Split(':')[0];
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - 2 * CellLease.Expiry);
        using var writer = new FileStream($"{path}.after-{token}-0", FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Assert.Null(CellLease.Take(_folder, "late"));
    }

    [Fact]
    public void The_lease_of_a_process_that_has_ended_is_free_at_once()
    {
        var ended = EndedProcess();
        Assert.NotNull(CellLease.Take(_folder, "killed"));
        var path = Path.Combine(_folder, "lease");
        var text = File.ReadAllText(path);
        Assert.EndsWith(ProcessMark.Own, text);

        // Of another machine, or of a system that does not show its processes: nothing is known, so it is alive until it expires.
        File.WriteAllText(path, text.Replace(ProcessMark.Own, $"0123456789abcdef-{ended}"));
        Assert.True(CellLease.IsAlive(_folder));
        File.WriteAllText(path, text[..text.LastIndexOf(':')]);
        Assert.True(CellLease.IsAlive(_folder));

        File.WriteAllText(path, text.Replace(ProcessMark.Own, ProcessMark.Of(ended)));
        Assert.False(CellLease.IsAlive(_folder));
        var taken = new CellLease?[16];
        Parallel.For(0, taken.Length, index => taken[index] = CellLease.Take(_folder, $"{index}"));
        Assert.Single(taken, lease => lease is not null);
        Assert.True(CellLease.IsAlive(_folder));
    }

    [Fact]
    public void A_sweep_is_trained_once_and_a_failure_is_a_cell_that_says_so()
    {
        var folder = SweepFolder.Begin(_folder, TinySweep.Of("Picture=1f423,nowhere.png", "Seed=1..2"));
        CellStatus[] expected = [CellStatus.Done, CellStatus.Done, CellStatus.Failed, CellStatus.Failed];
        Assert.Equal(expected, Ends());
        Assert.Equal(expected, SweepResult.Of(folder).Select(result => result.Status));
        Assert.Contains("nowhere.png", folder.FailureOf(folder.Cells[2]));
        var weights = Path.Combine(folder.RunOf(folder.Cells[0]), "weights.safetensors");
        var written = File.GetLastWriteTimeUtc(weights);

        Assert.Empty(Ends());
        Assert.Equal(written, File.GetLastWriteTimeUtc(weights));

        CellStatus[] Ends()
        {
            using var engine = new FusedRolloutEngine(threads: 1);
            var heard = new List<WorkerEvent>();
            new Worker(folder, heard.Add, store: null).Run(engine, TestContext.Current.CancellationToken);
            Assert.All(heard, news => Assert.Equal(news, WorkerEvent.In(news.ToLine())));
            return [.. heard.OrderBy(news => news.Cell).Select(news => news.Ended).OfType<CellStatus>()];
        }
    }

    [Fact]
    public void What_a_sweep_trains_is_remembered_and_not_trained_again()
    {
        var store = new RunStore(Path.Combine(_folder, "runs"));
        var folder = SweepFolder.Begin(Path.Combine(_folder, "sweep"), TinySweep.Of("Seed=5,6"));
        using var engine = new FusedRolloutEngine(threads: 1);
        new Worker(folder, _ => { }, store).Run(engine, TestContext.Current.CancellationToken);
        foreach (var cell in folder.Cells)
        {
            var known = store.Find(cell.Config, cell.LoadTarget(), engine.Arithmetic);
            Assert.NotNull(known);
            Assert.Equal(StoredRun.Load(folder.RunOf(cell)).Weights.Values, known.Weights.Values);
        }

        // Another sweep over the same settings takes them from there.
        var again = SweepFolder.Begin(Path.Combine(_folder, "again"), TinySweep.Of("Seed=5,6"));
        new Worker(again, _ => { }, store).Run(engine, TestContext.Current.CancellationToken);
        Assert.All(again.Cells, cell => Assert.Equal(CellStatus.Done, again.StatusOf(cell)));
        Assert.All(again.Cells, cell => Assert.False(Directory.Exists(again.RunOf(cell))));
        Assert.Equal(2, Directory.GetDirectories(store.Folder).Length);
    }

    [Fact]
    public void An_interrupted_cell_goes_on_from_its_checkpoint_and_gives_the_same_bits()
    {
        var whole = SweepFolder.Begin(Path.Combine(_folder, "whole"), TinySweep.Of("Seed=1,2"));
        var parts = SweepFolder.Begin(Path.Combine(_folder, "parts"), TinySweep.Of("Seed=1,2"));
        using var engine = new FusedRolloutEngine(threads: 1);
        foreach (var cell in whole.Cells)
            Assert.Equal(
                CellStatus.Done,
                new CellTraining(whole, "test", null).Run(cell, engine, cancellation: TestContext.Current.CancellationToken)
            );
        foreach (var cell in parts.Cells)
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() =>
                new CellTraining(parts, "test", null).Run(cell, engine, new StopAt(7, stop), stop.Token)
            );
            Assert.Equal(CellStatus.Interrupted, parts.StatusOf(cell));
            Assert.Equal(
                CellStatus.Done,
                new CellTraining(parts, "test", null).Run(cell, engine, cancellation: TestContext.Current.CancellationToken)
            );
            Assert.Equal(StoredRun.Load(whole.RunOf(cell)).Weights.Values, StoredRun.Load(parts.RunOf(cell)).Weights.Values);
            Assert.Equal(1, StoredRun.Load(parts.RunOf(cell)).Provenance.Resumptions);
        }
    }

    [Fact]
    public void A_folder_with_something_else_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "thesis.txt"), "mine");
        Assert.Contains("other things", Assert.Throws<SweepException>(() => SweepFolder.Begin(_folder, TinySweep.Of())).Message);
        var place = Path.Combine(_folder, "new");
        SweepFolder.Begin(place, TinySweep.Of("Seed=1,2"));
        Assert.Equal(2, SweepFolder.Begin(place, TinySweep.Of("Seed=1,2")).Cells.Count);
        Assert.Contains("another sweep", Assert.Throws<SweepException>(() => SweepFolder.Begin(place, TinySweep.Of("Seed=1,3"))).Message);
        Assert.Contains("cells 0 to 1", Assert.Throws<SweepException>(() => SweepFolder.Open(place).Cell(2)).Message);
        File.WriteAllText(Path.Combine(place, "sweep.json"), "{");
        Assert.Contains("sweep.json", Assert.Throws<SweepException>(() => SweepFolder.Open(place)).Message);
        Assert.Contains("no sweep", Assert.Throws<SweepException>(() => SweepFolder.Open(_folder)).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int EndedProcess()
    {
        using var process = Process.Start("true");
        process.WaitForExit();
        return process.Id;
    }

    private sealed class StopAt(int iteration, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Record.Iteration >= iteration)
                stop.Cancel();
        }
    }
}
