using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Tests.Studies;

public sealed class ExperimentTests : IDisposable
{
    private static readonly TrainingConfig _tiny = TrainingConfig.Document with
    {
        Steps = 6,
        PoolSize = 4,
        BatchSize = 2,
        Channels = 5,
        Hidden = 4,
        RolloutStart = 3,
        RolloutCap = 3,
    };
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-experiments").FullName;
    private readonly Experiment _experiment = new(
        "tiny",
        "Does it work?",
        [
            new ExperimentArm("plain", "plain", _tiny, "1f423", 12, 8),
            new ExperimentArm("all-fire", "all fire", _tiny with { FireRate = 1 }, "1f423", 12, 8),
        ],
        [1, 2]
    );

    [Fact]
    public void The_catalogue_can_be_trained_as_it_stands()
    {
        var runs = ExperimentCatalog.All.SelectMany(experiment => experiment.Runs).ToArray();
        Assert.All(runs, run => Assert.Equal(run.Config, run.Config.Validated()));
        Assert.All(runs, run => Assert.Equal(run.Arm.Grid, run.Arm.LoadTarget().Grid));
        Assert.Equal(runs.Length, runs.Select(run => run.Path).Distinct().Count());
        Assert.All(ExperimentCatalog.All.Where(experiment => experiment.Seeds.Count > 1), experiment =>
            Assert.True(experiment.Seeds.Count >= 3)
        );
        Assert.Contains("known: presets", Assert.Throws<InvalidConfigException>(() => ExperimentCatalog.Named("none")).Message);
    }

    [Fact]
    public void Every_arm_of_the_recipe_differs_from_the_document_in_what_it_says()
    {
        var arms = ExperimentCatalog.Recipe.Arms;
        var plain = arms[0].Config;
        Assert.Equal(arms.Count, arms.Select(arm => arm.Config).Distinct().Count());
        foreach (var arm in arms.Skip(1))
            Assert.NotEmpty(TrainingConfigFields.Differences(plain, arm.Config));
    }

    [Fact]
    public void Training_several_at_once_gives_the_bits_of_training_one()
    {
        var together = Path.Combine(_folder, "together");
        var report = new Collected();
        Assert.True(new ExperimentTraining(together, 3).Train(_experiment.Runs, report, CancellationToken.None));
        Assert.Equal(4, report.Finished.Count);
        Assert.Equal(24, report.Iterations);
        using var engine = new FusedRolloutEngine(1);
        foreach (var run in _experiment.Runs)
        {
            using var alone = ResumableTraining.Open(Path.Combine(_folder, "alone", run.Path), run.Config, run.Arm.LoadTarget(), engine)!;
            Assert.Equal(
                alone.Run(cancellation: TestContext.Current.CancellationToken).Weights.Values,
                StoredRun.Load(Path.Combine(together, run.Path)).Weights.Values
            );
        }
    }

    [Fact]
    public void What_is_trained_is_not_trained_again_also_under_another_name()
    {
        var training = new ExperimentTraining(_folder, 1);
        Assert.True(training.Train(_experiment.Runs, new Collected(), CancellationToken.None));
        var again = new Collected();
        Assert.True(training.Train((_experiment with { Name = "other" }).Runs, again, CancellationToken.None));
        Assert.Equal(0, again.Iterations);
        Assert.Equal(4, again.Stored.Count);
    }

    [Fact]
    public void A_stopped_experiment_goes_on_from_its_checkpoints()
    {
        using var stop = new CancellationTokenSource();
        var training = new ExperimentTraining(_folder, 1);
        Assert.Throws<OperationCanceledException>(() =>
            training.Train(
                _experiment.Runs,
                new Collected(iterations =>
                {
                    if (iterations == 9)
                        stop.Cancel();
                }),
                stop.Token
            )
        );
        var rest = new Collected();
        Assert.True(training.Train(_experiment.Runs, rest, CancellationToken.None));
        Assert.Equal(24 - 9, rest.Iterations);
        Assert.Single(rest.Stored);
    }

    [Fact]
    public void A_folder_that_another_process_holds_is_left_to_it()
    {
        var run = _experiment.Runs[0];
        using var engine = new FusedRolloutEngine(1);
        using var elsewhere = ResumableTraining.Open(Path.Combine(_folder, run.Path), run.Config, run.Arm.LoadTarget(), engine)!;
        var report = new Collected();
        Assert.False(new ExperimentTraining(_folder, 2).Train(_experiment.Runs, report, CancellationToken.None));
        Assert.Equal(3, report.Finished.Count);
        Assert.Equal(run, Assert.Single(report.Held));
    }

    [Fact]
    public void A_foreign_run_in_the_place_of_another_is_named()
    {
        new ExperimentTraining(_folder, 1).Train([_experiment.Runs[0]], new Collected(), CancellationToken.None);
        var other = _experiment.Runs[0] with { Seed = 77 };
        var error = Assert.Throws<RunException>(() =>
            new ExperimentTraining(_folder, 1).Train([other], new Collected(), CancellationToken.None)
        );
        Assert.Contains("holds another run", error.Message);
    }

    [Fact]
    public void A_shipped_run_is_found_under_any_name()
    {
        new ExperimentTraining(_folder, 1).Train([_experiment.Runs[0]], new Collected(), CancellationToken.None);
        var run = _experiment.Runs[0];
        using var engine = new FusedRolloutEngine(1);
        var store = new RunStore(Path.Combine(_folder, "own"), _folder);
        Assert.Equal(
            Path.Combine(_folder, run.Path),
            store.LoadOrTrain(run.Config, run.Arm.LoadTarget(), engine, cancellation: TestContext.Current.CancellationToken).Folder
        );
        Assert.Null(store.Find(run.Config with { Seed = 5 }, run.Arm.LoadTarget(), engine.Arithmetic));
    }

    [Fact]
    public void Findings_come_back_from_their_table_and_a_damaged_one_names_the_line()
    {
        new ExperimentTraining(_folder, 1).Train([_experiment.Runs[0]], new Collected(), CancellationToken.None);
        using var engine = new FusedRolloutEngine(1);
        var found = EvaluationRow.Of("plain", StoredRun.Load(Path.Combine(_folder, _experiment.Runs[0].Path)), engine, 2);
        Assert.Equal(1, found.Seed);
        Assert.True(found.ErrorGrown > 0 && found.Similarity < 1);
        var path = Path.Combine(_folder, "rows.csv");
        EvaluationTable.Save(path, [found, found with { Seed = 2 }]);
        var loaded = EvaluationTable.Load(path);
        Assert.Equal([1, 2], loaded.Select(row => row.Seed));
        Assert.Equal(found.Identity, loaded[0].Identity);
        Assert.Equal(found.DiscsHealed, loaded[0].DiscsHealed);
        Assert.Equal(found.ErrorGrown, loaded[0].ErrorGrown, found.ErrorGrown * 1e-4); // five digits
        File.WriteAllText(path, File.ReadAllText(path).Replace("plain,2,", "plain,two,", StringComparison.Ordinal));
        Assert.Contains("line 3", Assert.Throws<RunException>(() => EvaluationTable.Load(path)).Message);
    }

    [Fact]
    public void A_thinned_run_keeps_what_comparisons_need()
    {
        new ExperimentTraining(_folder, 1).Train([_experiment.Runs[0]], new Collected(), CancellationToken.None);
        var place = Path.Combine(_folder, _experiment.Runs[0].Path);
        var whole = StoredRun.Load(place);
        Assert.Equal(4, whole.Snapshots.Count);
        StoredRun.Thin(place);
        var thin = StoredRun.Load(place);
        Assert.Empty(thin.Snapshots);
        Assert.Equal(whole.Weights.Values, thin.Weights.Values);
        Assert.Equal(whole.Metrics, thin.Metrics);
        Assert.False(File.Exists(Path.Combine(place, "training_metrics.npz")));
        Assert.Contains("no finished run", Assert.Throws<RunException>(() => StoredRun.Thin(_folder)).Message);
    }

    [Fact]
    public void An_experiment_knows_what_was_trained_and_trains_nothing()
    {
        new ExperimentTraining(_folder, 1).Train(_experiment.Runs.Take(3).ToArray(), new Collected(), CancellationToken.None);
        var known = _experiment.StoredRuns(new RunStore(Path.Combine(_folder, "own"), _folder));
        Assert.Equal(_experiment.Runs.Take(3), known.Select(entry => entry.Run));
        Assert.Equal(known.Select(entry => entry.Run.Config), known.Select(entry => entry.Result.Config));
    }

    [Fact]
    public void The_comparison_takes_numbers_of_ones_own()
    {
        var experiment = ExperimentCatalog.ComparisonOf(dropout: 0.9, channels: 8, hidden: 32, steps: 100, seeds: 2);
        Assert.Equal(6, experiment.Runs.Count);
        Assert.Equal([0.5, 0.1, 0.5], experiment.Arms.Select(arm => arm.Config.FireRate));
        Assert.Equal([16, 16, 8], experiment.Arms.Select(arm => arm.Config.Channels));
        Assert.All(experiment.Arms, arm => Assert.Equal(100, arm.Config.Steps));
        Assert.Equal(
            ExperimentCatalog.Comparison.Arms.Select(arm => arm.Config),
            ExperimentCatalog.ComparisonOf(0.8, 32, 256, ExperimentCatalog.ReducedSteps, 3).Arms.Select(arm => arm.Config)
        );
    }

    [Fact]
    public void The_text_sums_the_seeds_up()
    {
        var text = EvaluationText.Write(_experiment, [Found("plain", 1, 0.001), Found("plain", 2, 0.003)]);
        Assert.StartsWith("# Does it work?", text);
        Assert.Contains("8×8 cells on 12×12, 6 iterations, batches of 2", text);
        Assert.Contains("| plain | 2 | 0.00100 [0.00100, 0.00100] | 0.00200 [0.00200, 0.00200] | 0.00200 [0.00100, 0.00300] |", text);
        Assert.Contains("100%, 50%, 0%", text);
        Assert.DoesNotContain("all fire", text);
    }

    [Fact]
    public void An_arm_is_worse_or_better_only_when_all_its_seeds_say_so()
    {
        ExperimentArm Arm(string name) => new(name, name, _tiny, "1f423", 12, 8);
        var experiment = new Experiment("x", "?", [Arm("plain"), Arm("worse"), Arm("better"), Arm("either"), Arm("lost")], [1, 2]);
        EvaluationRow[] rows =
        [
            Found("plain", 1, 0.2),
            Found("plain", 2, 0.4),
            Found("worse", 1, 0.5),
            Found("worse", 2, 0.7),
            Found("better", 1, 0.1),
            Found("better", 2, 0.05),
            Found("either", 1, 0.3),
            Found("either", 2, 0.9),
        ];
        var compared = ArmComparison.WithFirst(experiment, rows, row => row.ErrorGrown);
        Assert.Equal(
            [ArmVerdict.WorseInEverySeed, ArmVerdict.BetterInEverySeed, ArmVerdict.NoClearDifference, ArmVerdict.NeverFinished],
            compared.Select(arm => arm.Verdict)
        );

        // Means 0.3 against 0.6, 0.075 and 0.6; to rounding.
        Assert.Equal(2, compared[0].Factor, 1e-12);
        Assert.Equal(0.25, compared[1].Factor, 1e-12);
        Assert.Equal(2, compared[2].Factor, 1e-12);
        Assert.Equal(double.NaN, compared[3].Factor);
        Assert.Contains(
            "plain",
            Assert.Throws<ArgumentException>(() => ArmComparison.WithFirst(experiment, rows[2..], row => row.ErrorGrown)).Message
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static EvaluationRow Found(string arm, long seed, double error) =>
        new()
        {
            Arm = arm,
            Seed = seed,
            Identity = "x",
            Samples = 16,
            FinalLoss = 0.001,
            ErrorYoung = 0.002,
            ErrorGrown = error,
            Similarity = 0.9,
            SimilarityInBox = 0.8,
            Persistent = 0.5,
            DiscsHealed = [1, 0.5, 0],
            HalvesHealed = 0.25,
            Seconds = 60,
        };

    private sealed class Collected(Action<int>? told = null) : IProgress<ExperimentProgress>
    {
        private readonly Lock _gate = new();

        public int Iterations { get; private set; }

        public List<ExperimentRun> Finished { get; } = [];

        public List<ExperimentRun> Stored { get; } = [];

        public List<ExperimentRun> Held { get; } = [];

        public void Report(ExperimentProgress value)
        {
            lock (_gate)
            {
                if (value.Stage == ExperimentStage.Training)
                {
                    Iterations++;
                    told?.Invoke(Iterations);
                }

                if (value.Stage == ExperimentStage.Finished)
                    Finished.Add(value.Run);
                if (value.Stage == ExperimentStage.Stored)
                    Stored.Add(value.Run);
                if (value.Stage == ExperimentStage.TrainedByAnotherProcess)
                    Held.Add(value.Run);
            }
        }
    }
}
