using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>There is one training loop: whoever trains stops on a dead pool, and observers are told in their order.</summary>
public sealed class TrainingLoopTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-loop-").FullName;

    // An empty canvas as the target: whatever lives is wrong, and soon nothing does. Every cell fires in every step, so that no seed cell
    // is spared by chance.
    private readonly Target _nothing = Target.Load("1f423", 12, 8) with { Rgba = new float[12 * 12 * 4] };

    private readonly TrainingConfig _deadly = TrainingConfig.Distill with
    {
        Hidden = 8,
        Steps = 2000,
        PoolSize = 8,
        BatchSize = 2,
        RolloutStart = 4,
        RolloutCap = 4,
        RolloutMinimum = 4,
        LearningRate = 0.01,
        FireRate = 1,
    };

    [Fact]
    public void Every_training_stops_on_a_dead_pool_and_again_when_it_is_resumed()
    {
        var trainer = new Trainer(_deadly, _nothing, _engine);
        var plain = Assert.Throws<DeadPoolException>(() => trainer.Run(cancellation: TestContext.Current.CancellationToken));
        var watched = Assert.Throws<DeadPoolException>(() =>
            WatchedTraining.Run(_deadly, _nothing, _engine, cancellation: TestContext.Current.CancellationToken)
        );
        Assert.Equal(plain.Iteration, watched.Iteration);
        using (var stored = ResumableTraining.Open(_folder, _deadly, _nothing, _engine)!)
            Assert.Equal(
                plain.Iteration,
                Assert.Throws<DeadPoolException>(() => stored.Run(cancellation: TestContext.Current.CancellationToken)).Iteration
            );
        using var resumed = ResumableTraining.Open(_folder, _deadly, _nothing, _engine)!;
        Assert.Equal(
            plain.Iteration + 1,
            Assert.Throws<DeadPoolException>(() => resumed.Run(cancellation: TestContext.Current.CancellationToken)).Iteration
        );
    }

    [Fact]
    public void Observers_are_told_of_the_beginning_of_every_iteration_and_of_an_interruption()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<string>();
        var trainer = new Trainer(_deadly with { Steps = 5 }, _nothing, _engine);
        trainer.Run([new Scribe("a", told), new Scribe("b", told)], TestContext.Current.CancellationToken);
        Assert.Equal(["begin a", "begin b"], told[..2]);
        Assert.Equal(["0 a", "0 b", "1 a", "1 b"], told[2..6]);
        Assert.DoesNotContain(told, line => line.StartsWith("interrupt", StringComparison.Ordinal));
        told.Clear();
        var stopped = new Trainer(_deadly with { Steps = 5 }, _nothing, _engine);
        Assert.Throws<OperationCanceledException>(() =>
            stopped.Run([new Scribe("a", told), new RecordListener(_ => stop.Cancel())], stop.Token)
        );
        Assert.Equal(["begin a", "0 a", "interrupt a"], told);
    }

    [Fact]
    public void The_parts_of_a_config_are_altered_under_their_flat_names()
    {
        var altered = new TrainingConfig() with { FireRate = 0.25, RolloutCap = 40, FirstDecay = 0.5 };
        Assert.Equal((0.25, 40, 0.5), (altered.Automaton.FireRate, altered.Rollout.Cap, altered.LearningRateSchedule.First));
        Assert.Equal(altered, TrainingConfigFields.Alter(altered, "firerate", "0.25"));
        Assert.Equal(0.125, TrainingConfigFields.Alter(altered, "LearningRate", "0.125").LearningRateSchedule.Initial);
        Assert.DoesNotContain(TrainingConfigFields.Names, name => name is "Automaton" or "Rollout" or "LearningRateSchedule");
        Assert.Equal(["FireRate", "FirstDecay", "RolloutCap"], TrainingConfigFields.AlteredToJson(altered).Select(field => field.Key));
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Scribe(string name, List<string> told) : ITrainingObserver
    {
        public void Begin(Trainer trainer) => told.Add($"begin {name}");

        public void Observe(Trainer trainer, TrainingRecord record) => told.Add($"{record.Iteration} {name}");

        public void Interrupt(Trainer trainer) => told.Add($"interrupt {name}");
    }
}
