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
        for (var round = 0; round < 20; round++)
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
    public void A_sweep_is_trained_once_and_a_failure_is_a_cell_that_says_so()
    {
        // A rate of 1 leaves the finite numbers or kills the pool; the other cells go on.
        var folder = SweepFolder.Begin(_folder, TinySweep.Of("Picture=1f423,nowhere.png", "Seed=1..2"));
        var ended = new List<CellStatus>();
        Run();
        Assert.Equal(4, ended.Count);
        Assert.Equal(
            [CellStatus.Done, CellStatus.Done, CellStatus.Failed, CellStatus.Failed],
            SweepResult.Of(folder).Select(result => result.Status)
        );
        Assert.Contains("nowhere.png", folder.FailureOf(folder.Cells[2]));
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder.RunOf(folder.Cells[0]), "weights.safetensors"));

        ended.Clear();
        Run();
        Assert.Equal([2, 2], ended.GroupBy(status => status).Select(group => group.Count()));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(folder.RunOf(folder.Cells[0]), "weights.safetensors")));

        void Run() =>
            new LocalJobs(folder, jobs: 2).Run(
                (_, _) => { },
                (_, status) =>
                {
                    lock (ended)
                        ended.Add(status);
                },
                TestContext.Current.CancellationToken
            );
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
                new CellTraining(whole, "test").Run(cell, engine, cancellation: TestContext.Current.CancellationToken)
            );
        foreach (var cell in parts.Cells)
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() =>
                new CellTraining(parts, "test").Run(cell, engine, new StopAt(7, stop), stop.Token)
            );
            Assert.Equal(CellStatus.Interrupted, parts.StatusOf(cell));
            Assert.Equal(
                CellStatus.Done,
                new CellTraining(parts, "test").Run(cell, engine, cancellation: TestContext.Current.CancellationToken)
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

    private sealed class StopAt(int iteration, CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Record.Iteration >= iteration)
                stop.Cancel();
        }
    }
}
