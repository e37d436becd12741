using Nca.Engines.Fused;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

public sealed class WatchedTrainingTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _target = Target.Load("1f423", 12, 8);
    private readonly TrainingConfig _config = TrainingConfig.Distill with
    {
        Hidden = 8,
        Steps = 10,
        PoolSize = 8,
        BatchSize = 2,
        RolloutStart = 4,
        RolloutCap = 4,
        RolloutMinimum = 2,
    };

    [Fact]
    public void It_is_the_same_training_with_looks_into_the_pool()
    {
        var told = new List<int>();
        var watched = WatchedTraining.Run(
            _config,
            _target,
            _engine,
            record => told.Add(record.Iteration),
            looks: 4,
            entries: 3,
            cancellation: TestContext.Current.CancellationToken
        );
        var trainer = new Trainer(_config, _target, _engine);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(trainer.Weights.Values, watched.Weights.Values);
        Assert.Equal(trainer.Records.Select(record => record.Loss), watched.Records.Select(record => record.Loss));
        Assert.Equal(Enumerable.Range(0, 10), told);

        // Quarters of ten, rounded up; the pool of seeds first.
        Assert.Equal([0, 3, 5, 8, 10], watched.Pool.Select(moment => moment.Iteration));
        Assert.All(watched.Pool, moment => Assert.Equal(3, moment.Entries.Count));
        Assert.All(watched.Pool[0].Entries, state => Assert.Equal(1, state.AliveCells()));
        Assert.Equal(trainer.Pool.States.Take(3).Select(state => state.Values), watched.Pool[^1].Entries.Select(state => state.Values));
    }

    [Fact]
    public void A_probe_has_grown_before_the_record_is_told_and_changes_no_bit()
    {
        var probe = new GrowthProbe(_engine, 4);
        var seen = new List<object?>();
        var watched = WatchedTraining.Run(
            _config,
            _target,
            _engine,
            _ => seen.Add(probe.Grown),
            probe: probe,
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal([true, true, true, false], seen.Take(4).Select(grown => grown is null));
        Assert.Equal(3, seen.Skip(3).Distinct().Count()); // after 4, 8 and the last of 10 iterations
        var plain = WatchedTraining.Run(_config, _target, _engine, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(plain.Weights.Values, watched.Weights.Values);
    }

    [Fact]
    public void It_may_begin_with_anothers_weights()
    {
        var first = WatchedTraining.Run(_config, _target, _engine, cancellation: TestContext.Current.CancellationToken);
        var config = _config.StartingFrom(new string('a', 64));
        var second = WatchedTraining.Run(
            config,
            _target,
            _engine,
            start: first.Weights,
            cancellation: TestContext.Current.CancellationToken
        );
        var trainer = new Trainer(config, _target, _engine, first.Weights);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(trainer.Weights.Values, second.Weights.Values);
        Assert.Equal(3, second.Records.Count); // three eighths of ten
        Assert.Throws<InvalidConfigException>(() =>
            WatchedTraining.Run(config, _target, _engine, cancellation: TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void More_looks_than_iterations_are_one_after_each()
    {
        var watched = WatchedTraining.Run(
            _config with
            {
                Steps = 2,
            },
            _target,
            _engine,
            looks: 5,
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal([0, 1, 2], watched.Pool.Select(moment => moment.Iteration));
    }

    [Fact]
    public void A_dead_pool_is_given_up_in_words()
    {
        // An empty canvas as the target: whatever lives is wrong, and soon nothing does. Every cell fires in every step, so that no seed is
        // spared by chance.
        var config = _config with { Steps = 2000, LearningRate = 0.01, FireRate = 1, RolloutMinimum = 4 };
        var error = Assert.Throws<DeadPoolException>(() =>
            WatchedTraining.Run(
                config,
                _target with
                {
                    Rgba = new float[_target.Rgba.Length],
                },
                _engine,
                cancellation: TestContext.Current.CancellationToken
            )
        );
        Assert.Contains($"at iteration {error.Iteration}, {DeadPoolGuard.Patience} batches in a row", error.Message);
        Assert.Contains("LearningRate", error.Message);
        Assert.InRange(error.Iteration, DeadPoolGuard.Patience - 1, 1999);
    }

    [Fact]
    public void A_training_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            WatchedTraining.Run(
                _config,
                _target,
                _engine,
                record =>
                {
                    if (record.Iteration == 3)
                        stop.Cancel();
                },
                cancellation: stop.Token
            )
        );
    }

    public void Dispose() => _engine.Dispose();
}
