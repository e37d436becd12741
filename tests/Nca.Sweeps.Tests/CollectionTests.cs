using System.Diagnostics;
using Nca.Studies;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Collection;

namespace Nca.Sweeps.Tests;

public sealed class CollectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void Missing_failed_and_half_written_cells_are_on_the_page_as_what_they_are()
    {
        var folder = SweepFolder.Begin(_folder, TinySweep.Of("FireRate=0.4,0.5", "Seed=1..3"));
        Keep(folder, 0, 0.001);
        Keep(folder, 1, 0.002);
        Directory.CreateDirectory(folder.FolderOf(folder.Cells[2]));
        folder.KeepFailure(folder.Cells[3], "the pool died <b>at</b> 12");
        Keep(folder, 4, 0.01);
        File.WriteAllText(Path.Combine(folder.FolderOf(folder.Cells[4]), "measured.csv"), "half");
        var results = SweepResult.Of(folder).ToArray();
        Assert.Equal(
            [CellStatus.Done, CellStatus.Done, CellStatus.Waiting, CellStatus.Failed, CellStatus.Failed, CellStatus.Waiting],
            results.Select(result => result.Status)
        );
        var page = File.ReadAllText(SweepPage.Save(folder, results));
        Assert.Contains("6 trainings of the recipe Quick: 2 done, 2 failed, 2 to come.", page);
        Assert.Contains("the pool died &lt;b&gt;at&lt;/b&gt; 12", page);
        Assert.Contains("measured.csv is damaged", page);
        SweepTable.Save(folder, results);
        var lines = File.ReadAllLines(Path.Combine(_folder, "sweep.csv"));
        Assert.StartsWith("cell,FireRate,Seed,status,final_loss,mse_96,mse_200", lines[0]);
        Assert.StartsWith("0,0.4,1,done,", lines[1]);
        Assert.StartsWith("3,0.5,1,failed,", lines[4]);
        Assert.Equal(7, lines.Length);
        Assert.Contains("| 0.4 | 2 | 0.0015 [0.001, 0.002] |", File.ReadAllText(Path.Combine(_folder, "sweep.md")));
    }

    [Fact]
    public void Only_what_seeds_do_not_explain_is_marked()
    {
        SweepGroup Group(params double[] errors) => new(new Dictionary<string, string>(), errors, errors);
        Assert.True(Group(3, 4).DiffersBeyondSeeds(Group(1, 2)));
        Assert.True(Group(1, 2).DiffersBeyondSeeds(Group(3, 4)));
        Assert.False(Group(1, 3).DiffersBeyondSeeds(Group(2, 4)));
        Assert.False(Group(9).DiffersBeyondSeeds(Group(1, 2))); // one seed explains nothing
        var best = Group(1, 2);
        Assert.Equal("best", SweepTable.Verdict(best, best));
        Assert.Equal("worse beyond seeds", SweepTable.Verdict(Group(3, 4), best));
        Assert.Equal("not measured", SweepTable.Verdict(Group(), best));
    }

    [Fact]
    public void A_thousand_cells_are_collected_without_loading_a_run()
    {
        var folder = SweepFolder.Begin(_folder, TinySweep.Of("FireRate=0.1..1:0.1", "Seed=1..100"));
        Assert.Equal(1000, folder.Cells.Count);
        foreach (var cell in folder.Cells)
            Keep(folder, cell.Index, 0.001 + cell.Index * 1e-6);
        var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var results = SweepResult.Of(folder).ToArray();
        SweepTable.Save(folder, results);
        SweepPage.Save(folder, results);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s, {allocated / 1e6:0} MB allocated");

        // A run that is loaded costs half a megabyte: a thousand of them would show.
        Assert.InRange(allocated, 0, 250_000_000);
        Assert.Equal(1001, File.ReadLines(Path.Combine(_folder, "sweep.csv")).Count());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Keep(SweepFolder folder, int index, double error) =>
        folder.Keep(
            folder.Cells[index],
            new EvaluationRow
            {
                Arm = $"cell-{index}",
                Seed = 1,
                Identity = new string('a', 64),
                Samples = 2,
                FinalLoss = error,
                ErrorYoung = error,
                ErrorGrown = error,
                Similarity = 1,
                SimilarityInBox = 1,
                Persistent = 1,
                DiscsHealed = [1, 1, 1],
                HalvesHealed = 1,
                Seconds = 1,
            }
        );
}
