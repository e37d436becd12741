using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Tests.Studies;

/// <summary>
/// The trained runs in <c>data/runs/</c> and the tables in <c>data/studies/</c>: whole, small, and what this code would train.
/// </summary>
public sealed class ShippedRunsTests
{
    private static readonly string Data = ProjectFolder.Of("data");

    [Fact]
    public void Every_run_can_be_loaded_is_small_and_says_where_it_comes_from()
    {
        var folders = StoredRun.FoldersIn(Path.Combine(Data, "runs"));
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            var run = StoredRun.Load(folder);
            Assert.True(run.Provenance.Seconds > 0, folder);
            Assert.NotEmpty(run.Metrics);
            Assert.Equal(run.Config.Steps, run.Metrics[^1].Iteration + run.Metrics[^1].Iterations);
            Assert.True(new FileInfo(Path.Combine(folder, "weights.safetensors")).Length <= 200 * 1024, folder);
        }

        var megabytes =
            Directory.GetFiles(Path.Combine(Data, "runs"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)
            / 1024.0
            / 1024.0;
        Assert.InRange(megabytes, 0, 30);
    }

    // The listing on the reduced scale leaves the finite numbers with every seed: that is the row, and there is no run to ship.
    [Theory]
    [InlineData("presets", "")]
    [InlineData("sprout", "")]
    [InlineData("document-recipe", "all-listing")]
    [InlineData("comparison", "")]
    [InlineData("dropout", "")]
    [InlineData("channels", "")]
    [InlineData("targets", "")]
    public void Every_training_of_an_experiment_is_there(string name, string diverges)
    {
        var experiment = ExperimentCatalog.Named(name);
        var known = experiment.StoredRuns(new RunStore(Path.Combine(Data, "none"), Path.Combine(Data, "runs")));
        Assert.Equal(experiment.Runs.Where(run => run.Arm.Name != diverges).Select(run => run.Path), known.Select(entry => entry.Run.Path));
        Assert.Equal(known.Count, EvaluationTable.Load(Path.Combine(Data, "studies", name + ".csv")).Count);
    }

    // Document takes 334 TFLOP and Regenerating 261, by the reckoning in data/studies/time-to-quality.md.
    [Theory]
    [InlineData(nameof(TrainingConfig.SmallBatches), 334 / 10.0)]
    [InlineData(nameof(TrainingConfig.DocumentSoap), 334 / 20.0)]
    [InlineData(nameof(TrainingConfig.RegeneratingSoap), 261 / 4.0)]
    public void A_cheap_recipe_comes_with_three_seeds_that_keep_to_their_operations(string recipe, double most)
    {
        var store = new RunStore(Path.Combine(Data, "none"), Path.Combine(Data, "runs"));
        var preset = TrainingPreset.Named(recipe);
        var seeds = store.FindSeeds(preset.Config, preset.LoadTarget(), "fused 2");
        Assert.Equal([1, 2, 3], seeds.Select(run => run.Config.Seed));
        Assert.All(seeds, run => Assert.InRange(run.Provenance.Operations!.Value / 1e12, most / 2, most));
    }

    [Fact]
    public void Every_finding_is_about_a_run_that_is_there()
    {
        var identities = StoredRun.FoldersIn(Path.Combine(Data, "runs")).Select(folder => StoredRun.Load(folder).Identity).ToHashSet();
        var tables = Directory.GetFiles(Path.Combine(Data, "studies"), "*.csv");
        Assert.NotEmpty(tables);
        foreach (var table in tables)
        {
            var experiment = ExperimentCatalog.Named(Path.GetFileNameWithoutExtension(table));
            Assert.All(EvaluationTable.Load(table), row =>
            {
                Assert.Contains(row.Identity, identities);
                Assert.NotNull(experiment.Arm(row.Arm));
            });
        }
    }

    [Fact]
    public void The_recorded_settings_give_the_recorded_bits()
    {
        var run = Assert.Single(ExperimentCatalog.Sprout.Runs);
        var shipped = StoredRun.Load(Path.Combine(Data, "runs", run.Path));
        using var engine = new FusedRolloutEngine();
        Assert.SkipWhen(
            engine.Arithmetic != shipped.Arithmetic,
            "This processor rounds products on their own; the shipped runs come from one that does not."
        );
        var folder = Directory.CreateTempSubdirectory("nca-sprout").FullName;
        try
        {
            using var training = ResumableTraining.Open(Path.Combine(folder, "sprout"), shipped.Config, shipped.Target, engine)!;
            var again = training.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(shipped.Identity, again.Identity);
            Assert.Equal(shipped.Weights.Values, again.Weights.Values);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
