using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _target = Target.Load("1f423", 12, 8);

    private static TrainingConfig Config { get; } =
        TrainingConfig.Regenerating with
        {
            Hidden = 8,
            PoolSize = 6,
            BatchSize = 4,
            Steps = 24,
            RolloutStart = 6,
            RolloutCap = 6,
            RolloutMinimum = 3,
        };

    [Theory]
    [InlineData(0, OptimiserKind.Adam)]
    [InlineData(0.9, OptimiserKind.Adam)]
    [InlineData(0.9, OptimiserKind.Soap)]
    public void A_training_goes_on_bit_for_bit(double weightAverage, OptimiserKind optimiser)
    {
        var config = Config with { WeightAverage = weightAverage, Optimiser = optimiser };
        var whole = new Trainer(config, _target, _engine);
        while (whole.Iteration < Config.Steps)
            whole.Iterate();
        var first = new Trainer(config, _target, _engine);
        while (first.Iteration < 13)
            first.Iterate();
        Checkpoint.Save(_folder, "me", first, new TrainingEffort(12.5, 3, 7_000_000_000));
        var second = new Trainer(config, _target, _engine);
        Assert.Equal(new TrainingEffort(12.5, 3, 7_000_000_000), Checkpoint.Restore(_folder, "me", second));
        Assert.Equal(13, second.Iteration);
        while (second.Iteration < Config.Steps)
            second.Iterate();
        Assert.Equal(whole.Weights.Values, second.Weights.Values);
        Assert.Equal(whole.Result.Values, second.Result.Values);
        Assert.Equal(whole.Optimiser.Memory, second.Optimiser.Memory);
        Assert.Equal(whole.Pool.States.SelectMany(state => state.Values), second.Pool.States.SelectMany(state => state.Values));
        Assert.Equal(whole.Records.Select(record => record.Loss), second.Records.Select(record => record.Loss));
        Assert.Equal(whole.Records.SelectMany(record => record.AliveCells), second.Records.SelectMany(record => record.AliveCells));
        Assert.Equal(
            whole.Snapshots.SelectMany(snapshot => snapshot.Weights.Values),
            second.Snapshots.SelectMany(snapshot => snapshot.Weights.Values)
        );
    }

    [Fact]
    public void No_damaged_file_is_ever_believed()
    {
        var trainer = new Trainer(Config, _target, _engine);
        for (var iteration = 0; iteration < 5; iteration++)
            trainer.Iterate();
        Checkpoint.Save(_folder, "me", trainer, new TrainingEffort(1, 0, 0));
        var good = File.ReadAllBytes(Checkpoint.PathIn(_folder));
        var random = new Random(4);
        for (var trial = 0; trial < 200; trial++)
        {
            var bad = (byte[])good.Clone();
            if (trial % 2 == 0)
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            else
                bad = bad[..random.Next(bad.Length)];
            File.WriteAllBytes(Checkpoint.PathIn(_folder), bad);
            var fresh = new Trainer(Config, _target, _engine);
            var before = fresh.Weights.Values.ToArray();
            Assert.Contains("is damaged or none", Assert.Throws<RunException>(() => Checkpoint.Restore(_folder, "me", fresh)).Message);
            Assert.Equal(0, fresh.Iteration);
            Assert.Equal(before, fresh.Weights.Values);
        }
    }

    [Fact]
    public void The_previous_checkpoint_steps_in_and_says_so()
    {
        var trainer = new Trainer(Config, _target, _engine);
        trainer.Iterate();
        Checkpoint.Save(_folder, "me", trainer, new TrainingEffort(1, 0, 0));
        trainer.Iterate();
        Checkpoint.Save(_folder, "me", trainer, new TrainingEffort(2, 0, 0));
        File.WriteAllText(Checkpoint.PathIn(_folder), "rubbish");
        var (fresh, warnings) = (new Trainer(Config, _target, _engine), new List<string>());
        Checkpoint.Restore(_folder, "me", fresh, warnings.Add);
        Assert.Equal(1, fresh.Iteration);
        Assert.Contains("Going on from the one before it, at iteration 1.", Assert.Single(warnings));
    }

    [Fact]
    public void A_foreign_checkpoint_is_refused()
    {
        var trainer = new Trainer(Config, _target, _engine);
        Checkpoint.Save(_folder, "me", trainer, new TrainingEffort(1, 0, 0));
        Assert.Contains("belongs to another run", Assert.Throws<RunException>(() => Checkpoint.Restore(_folder, "you", trainer)).Message);
        Assert.Contains(
            "cannot be read",
            Assert.Throws<RunException>(() => Checkpoint.Restore(Path.Combine(_folder, "nowhere"), "me", trainer)).Message
        );
    }

    [Fact]
    public void A_cancelled_training_keeps_what_it_learned()
    {
        using var stop = new CancellationTokenSource();
        using (var training = ResumableTraining.Open(_folder, Config, _target, _engine)!)
        {
            Assert.Null(ResumableTraining.Open(_folder, Config, _target, _engine));
            Assert.Throws<OperationCanceledException>(() => training.Run(new At(7, stop.Cancel), stop.Token));
        }

        Assert.False(StoredRun.IsIn(_folder));
        Assert.Contains("is not finished", Assert.Throws<RunException>(() => StoredRun.Load(_folder)).Message);
        using var again = ResumableTraining.Open(_folder, Config, _target, _engine)!;
        Assert.Equal(7, again.Trainer.Iteration);
        Assert.Equal(1, again.Run(cancellation: TestContext.Current.CancellationToken).Provenance.Resumptions);
        Assert.False(Checkpoint.IsIn(_folder));
    }

    [Fact]
    public void Operations_of_an_interrupted_training_add_up()
    {
        var token = TestContext.Current.CancellationToken;
        var whole = Path.Combine(_folder, "whole");
        long? expected;
        using (var training = ResumableTraining.Open(whole, Config, _target, _engine)!)
            expected = training.Run(cancellation: token).Provenance.Operations;
        Assert.InRange(expected!.Value, 1, _engine.Operations);

        // Interrupted twice, on other engines with other threads, one of which has computed something else before.
        var parts = Path.Combine(_folder, "parts");
        foreach (var iterations in new[] { 7, 18 })
        {
            using var stop = new CancellationTokenSource();
            using var training = ResumableTraining.Open(parts, Config, _target, _engine)!;
            Assert.Throws<OperationCanceledException>(() => training.Run(new At(iterations, stop.Cancel), stop.Token));
        }

        using var other = new FusedRolloutEngine(2);
        using var last = ResumableTraining.Open(parts, Config, _target, other)!;
        var told = new List<long?>();
        var provenance = last.Run(new Each(told), token).Provenance;
        Assert.Equal(expected, provenance.Operations);
        Assert.Equal((2, 2), (provenance.Threads, provenance.Resumptions));
        Assert.Equal(told.Order(), told);
        Assert.Equal(expected, told[^1]);
    }

    [Fact]
    public void A_checkpoint_without_operations_goes_on_uncounted()
    {
        var trainer = new Trainer(Config, _target, _engine);
        trainer.Iterate();
        Checkpoint.Save(_folder, "me", trainer, new TrainingEffort(1.5, 4, 99));

        // As the version before wrote it: another mark, and no number behind the resumptions.
        var bytes = File.ReadAllBytes(Checkpoint.PathIn(_folder)).ToList();
        var mark = "nca checkpoint ".Length;
        bytes[mark] = (byte)'1';
        bytes.RemoveRange(mark + 1 + 3 + sizeof(double) + sizeof(int), sizeof(long));
        var content = bytes.ToArray().AsSpan(0, bytes.Count - 32);
        File.WriteAllBytes(Checkpoint.PathIn(_folder), [.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
        var fresh = new Trainer(Config, _target, _engine);
        Assert.Equal(new TrainingEffort(1.5, 4, null), Checkpoint.Restore(_folder, "me", fresh));
        Assert.Equal(trainer.Weights.Values, fresh.Weights.Values);
        Checkpoint.Save(_folder, "me", fresh, new TrainingEffort(2, 5, null));
        Assert.Equal(new TrainingEffort(2, 5, null), Checkpoint.Restore(_folder, "me", fresh));
    }

    [Fact]
    public void A_record_without_operations_and_threads_still_loads()
    {
        using (var training = ResumableTraining.Open(_folder, Config with { Steps = 2 }, _target, _engine)!)
            training.Run(cancellation: TestContext.Current.CancellationToken);
        var path = Path.Combine(_folder, StoredRun.ProvenanceFile);
        var record = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(record.Remove(nameof(Provenance.Operations)));
        Assert.True(record.Remove(nameof(Provenance.Threads)));
        File.WriteAllText(path, record.ToJsonString());
        var provenance = StoredRun.Load(_folder).Provenance;
        Assert.Equal((null, 0), (provenance.Operations, provenance.Threads));
    }

    [Fact]
    public void A_diverging_training_keeps_the_weights_from_before()
    {
        var config = Config with
        {
            LearningRate = 1,
            GradientControl = GradientControl.None,
            SobelScale = 1,
            Steps = 400,
            RolloutStart = 60,
            RolloutCap = 60,
            RolloutMinimum = 60,
            Masking = AliveMasking.After,
        };
        using var training = ResumableTraining.Open(_folder, config, _target, _engine)!;
        var error = Record.Exception(() => training.Run(cancellation: TestContext.Current.CancellationToken));
        Assert.SkipWhen(error is null, "This recipe did not diverge.");
        Assert.IsType<DivergedException>(error);
        Assert.True(training.Trainer.Weights.Values.All(float.IsFinite));
        Assert.True(Checkpoint.IsIn(_folder));
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Each(List<long?> operations) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => operations.Add(value.Operations);
    }

    private sealed class At(int iterations, Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Record.Iteration + 1 == iterations)
                act();
        }
    }
}
