using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

public sealed class RunStoreTests : TinyRuns
{
    [Fact]
    public void A_run_is_trained_once_and_then_remembered()
    {
        var store = new RunStore(Folder);
        var count = new Counter();
        var first = store.LoadOrTrain(Config, Canvas, Engine, progress: count, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(12, count.Iterations);
        var second = store.LoadOrTrain(Config, Canvas, Engine, progress: count, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(12, count.Iterations);
        Assert.Equal(first.Weights.Values, second.Weights.Values);
        Assert.Equal(Config, second.Config);
        Assert.Equal(Canvas.Fingerprint, second.Target.Fingerprint);
        Assert.Equal([0, 40, 70, 100], second.Snapshots.Select(snapshot => snapshot.Percent));
        Assert.Equal(second.Weights.Values, second.Snapshots[^1].Weights.Values);
        Assert.Equal(12, second.Metrics.Count);
        var third = store.LoadOrTrain(
            Config,
            Canvas,
            Engine,
            retrain: true,
            progress: count,
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal(24, count.Iterations);
        Assert.Equal(first.Weights.Values, third.Weights.Values);
        store.LoadOrTrain(Config with { Seed = 1 }, Canvas, Engine, progress: count, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(36, count.Iterations);
    }

    [Fact]
    public void A_processor_that_rounds_otherwise_finds_what_is_shipped_and_trains_its_own()
    {
        Assert.SkipUnless(Rounding.Once, "This processor rounds products before it adds them.");
        var (shipped, own) = (Path.Combine(Folder, "shipped"), Path.Combine(Folder, "own"));
        new RunStore(shipped).LoadOrTrain(Config, Canvas, Engine, cancellation: TestContext.Current.CancellationToken);
        var (store, rounded) = (new RunStore(own, shipped), Engine.Arithmetic + ", products rounded");
        Assert.NotNull(store.Find(Config, Canvas, rounded));
        Assert.Single(store.FindSeeds(Config, Canvas, rounded));
        Assert.Null(new RunStore(shipped).Find(Config, Canvas, rounded));
        Assert.Null(store.Find(Config, Canvas, "torch 0.107.0 CPU 1"));
        Assert.Empty(store.FindSeeds(Config, Canvas, "torch 0.107.0 CPU 1"));
    }

    [Fact]
    public async Task Two_that_train_the_same_run_at_once_both_get_it()
    {
        var runs = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        using var engine = new FusedRolloutEngine(1);
                        return new RunStore(Folder).LoadOrTrain(
                            Config,
                            Canvas,
                            engine,
                            cancellation: TestContext.Current.CancellationToken
                        );
                    })
                )
        );
        Assert.All(runs, run => Assert.Equal(runs[0].Weights.Values, run.Weights.Values));
        Assert.Single(Directory.GetDirectories(Folder));
        Assert.Empty(Directory.GetFiles(Folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_identity_knows_every_hyperparameter_target_and_arithmetic()
    {
        var identity = RunIdentity.Of(Config, Canvas, "a");
        Assert.Equal(identity, RunIdentity.Of(Config with { }, Target.Load("1f423", 12, 8), "a"));
        Assert.NotEqual(identity, RunIdentity.Of(Config, Canvas, "b"));
        Assert.NotEqual(identity, RunIdentity.Of(Config, Target.Load("1f98e", 12, 8), "a"));
        Assert.Equal(
            typeof(TrainingConfig)
                .GetProperties()
                .Count(property =>
                    property.CanWrite
                    && (property.PropertyType.IsValueType || property.PropertyType == typeof(string))
                    && !property.GetMethod!.IsStatic
                ),
            TrainingConfigFields.Names.Count
        );
        foreach (
            var (field, value) in new[]
            {
                ("Seed", "43"),
                ("StartFrom", new string('a', 64)),
                ("LearningRateShape", "cosine"),
                ("WeightAverage", "0.9"),
                ("Steps", "13"),
                ("FireRate", "0.25"),
                ("ClampColour", "true"),
                ("Masking", "after"),
                ("DamageShape", "halfplane"),
            }
        )
            Assert.NotEqual(identity, RunIdentity.Of(TrainingConfigFields.Alter(Config, field, value), Canvas, "a"));
    }

    [Fact]
    public void The_data_folder_is_known_by_its_marker_wherever_it_stands()
    {
        Assert.Equal(ProjectFolder.Of("data"), DataFolder.Path);
        var inner = Directory.CreateDirectory(Path.Combine(Folder, "a", "b")).FullName;
        var data = Directory.CreateDirectory(Path.Combine(Folder, DataFolder.Name)).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "a", DataFolder.Name));
        Assert.NotEqual(data, DataFolder.Above(inner));
        File.WriteAllText(Path.Combine(data, DataFolder.Marker), "");
        Assert.Equal(data, DataFolder.Above(inner));
        Assert.Equal(ProjectFolder.Path, DataFolder.Workplace);
    }

    [Fact]
    public void A_study_is_known_by_its_marker_from_anywhere_within()
    {
        var inner = Directory.CreateDirectory(Path.Combine(Folder, "study", "notebooks")).FullName;
        Assert.Null(StudyFolder.Above(inner));
        File.WriteAllText(Path.Combine(Folder, "study", StudyFolder.Marker), "");
        Assert.Equal(Path.Combine(Folder, "study"), StudyFolder.Above(inner));
    }

    [Fact]
    public void Renamed_hyperparameters_keep_their_names_in_files_and_identities()
    {
        var config = Config with { AlphaMode = AlphaMode.Listing, ReseedPolicy = ReseedPolicy.Kept };
        var stored = TrainingConfigFields.AlteredToJson(config);
        Assert.Equal(("Listing", "Kept"), ((string)stored["CanvasForm"]!, (string)stored["WorstSample"]!));
        Assert.Equal(stored.Select(field => field.Key).Order(StringComparer.Ordinal), stored.Select(field => field.Key));
        Assert.Equal(config, TrainingConfigFields.FromJson(System.Text.Json.JsonSerializer.SerializeToElement(stored)));
        foreach (var name in new[] { "ReseedPolicy", "WorstSample", "worstsample" })
            Assert.Equal(ReseedPolicy.ReseededAfter, TrainingConfigFields.Alter(Config, name, "reseededafter").ReseedPolicy);
        foreach (var name in new[] { "AlphaMode", "CanvasForm" })
            Assert.Equal(AlphaMode.Straight, TrainingConfigFields.Alter(Config, name, "straight").AlphaMode);
        Assert.Contains("ReseedPolicy", TrainingConfigFields.Names);
        Assert.DoesNotContain("WorstSample", TrainingConfigFields.Names);
        Assert.Equal("Kept", TrainingConfigFields.TextOf(config, "ReseedPolicy"));
    }

    [Fact]
    public void Channel_activity_is_kept_and_thinned_to_means()
    {
        var run = new RunStore(Folder).LoadOrTrain(
            Config with
            {
                Steps = 250,
            },
            Canvas,
            Engine,
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal(84, run.ChannelActivity.Count); // stretches of ⌈250 / 100⌉ = 3
        Assert.Equal([0, 3, 6], run.ChannelActivity.Take(3).Select(stretch => stretch.Iteration));
        var trainer = new Trainer(Config with { Steps = 250 }, Canvas, Engine);
        var first = Enumerable.Range(0, 3).Select(_ => trainer.Iterate().ChannelVariance[3]).Average();
        Assert.Equal(first, run.ChannelActivity[0].Variance[3], first * 1e-4); // five digits
        Assert.Equal(Engine is Nca.Engines.Fused.FusedRolloutEngine fused ? (int)fused.Width : 0, run.Provenance.VectorBits);
        var path = Path.Combine(run.Folder, "channels.csv");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n3,", "\n3,x,", StringComparison.Ordinal));
        Assert.Contains("channels.csv, line 3", Assert.Throws<RunException>(() => StoredRun.Load(run.Folder)).Message);
        File.Delete(path);
        Assert.Empty(StoredRun.Load(run.Folder).ChannelActivity);
    }

    [Fact]
    public void A_hyperparameter_that_a_file_does_not_know_has_its_default()
    {
        var json = TrainingConfigFields.ToJson(Config);
        Assert.Equal(Config, TrainingConfigFields.FromJson(Element(json)));
        Assert.Equal(Config, TrainingConfigFields.FromJson(Element(TrainingConfigFields.AlteredToJson(Config))));
        json.Remove("Reseeded");
        Assert.Equal(Config, TrainingConfigFields.FromJson(Element(json)));
        Assert.Empty(TrainingConfigFields.AlteredToJson(new TrainingConfig()));

        static System.Text.Json.JsonElement Element(System.Text.Json.Nodes.JsonObject json) =>
            System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(json.ToJsonString());
    }

    [Fact]
    public void Bad_hyperparameters_are_named_with_what_is_allowed()
    {
        Assert.StartsWith(
            "There is no hyperparameter Stepps; known: AlphaMode, ",
            Assert.Throws<InvalidConfigException>(() => TrainingConfigFields.Alter(Config, "Stepps", "1")).Message
        );
        Assert.Equal(
            "Steps = 1.5 is not possible; allowed: a whole number.",
            Assert.Throws<InvalidConfigException>(() => TrainingConfigFields.Alter(Config, "Steps", "1.5")).Message
        );
        Assert.Equal(
            "FireRate = 0,5 is not possible; allowed: a number with a decimal point.",
            Assert.Throws<InvalidConfigException>(() => TrainingConfigFields.Alter(Config, "FireRate", "0,5")).Message
        );
        Assert.Equal(
            "Masking = 3 is not possible; allowed: After, BeforeAndAfter.",
            Assert.Throws<InvalidConfigException>(() => TrainingConfigFields.Alter(Config, "Masking", "3")).Message
        );
    }

    [Fact]
    public void Damaged_and_altered_files_are_named()
    {
        var run = new RunStore(Folder).LoadOrTrain(Config, Canvas, Engine, cancellation: TestContext.Current.CancellationToken);
        foreach (
            var file in Directory.GetFiles(run.Folder).Where(file => Path.GetFileName(file) is not (".training" or "training_metrics.npz"))
        )
        {
            var good = File.ReadAllBytes(file);
            File.WriteAllBytes(file, good[..(good.Length / 2)]);
            Assert.Contains(Path.GetFileName(file), Assert.Throws<RunException>(() => StoredRun.Load(run.Folder)).Message);
            File.WriteAllBytes(file, good);
        }

        var config = Path.Combine(run.Folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"Seed\": 42", "\"Seed\": 43", StringComparison.Ordinal));
        Assert.Contains("was altered", Assert.Throws<RunException>(() => StoredRun.Load(run.Folder)).Message);
        Assert.Contains("There is no run", Assert.Throws<RunException>(() => StoredRun.Load(Path.Combine(Folder, "nowhere"))).Message);
    }

    [Fact]
    public void Weights_are_plain_safetensors()
    {
        var path = Path.Combine(Folder, "some.safetensors");
        SafeTensors.Save(path, [("a", [2, 3], [1, 2, 3, 4, 5, 6]), ("b", [1], [7])], new Dictionary<string, string> { ["why"] = "test" });
        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Contains(
            "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}",
            System.Text.Encoding.UTF8.GetString(bytes, 8, (int)length)
        );
        Assert.Equal(7f, BitConverter.ToSingle(bytes, bytes.Length - 4));
        var (tensors, metadata) = SafeTensors.Load(path);
        Assert.Equal([1f, 2, 3, 4, 5, 6], tensors["a"].Values);
        Assert.Equal("test", metadata["why"]);
        var random = new Random(2);
        for (var trial = 0; trial < 200; trial++)
        {
            var bad = (byte[])bytes.Clone();
            bad[random.Next(8 + (int)length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);

            // A flipped letter of a name or text is still a valid file; anything else must be refused in one line.
            if (Record.Exception(() => SafeTensors.Load(path)) is { } error)
                Assert.IsType<RunException>(error);
        }
    }

    [Fact]
    public void Metrics_add_up_when_thinned()
    {
        var trainer = new Trainer(Config, Canvas, Engine);
        while (trainer.Iteration < Config.Steps)
            trainer.Iterate();
        var (full, thinned) = (MetricsWindow.Of(trainer.Records), MetricsWindow.Of(trainer.Records, 5));
        Assert.Equal([5, 5, 2], thinned.Select(window => window.Iterations));
        Assert.Equal(full.Take(5).Average(window => window.Loss), thinned[0].Loss, 1e-12);
        Assert.Equal(full.Skip(5).Take(5).Max(window => window.Loss), thinned[1].HighestLoss);
        var path = Path.Combine(Folder, "metrics.csv");
        MetricsTable.Save(path, full);
        Assert.Equal(full.Select(window => window.Loss), MetricsTable.Load(path).Select(window => window.Loss), (a, b) =>
            Math.Abs(a - b) <= 1e-5 * a
        );
    }

    private sealed class Counter : IProgress<TrainingProgress>
    {
        public int Iterations { get; private set; }

        public void Report(TrainingProgress value) => Iterations++;
    }
}
