using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Targets;
using Nca.Training;

namespace Nca.Training;

/// <summary>A short training, watched from within: what a stored run keeps, and looks into the pool, which no stored run keeps.</summary>
public sealed record WatchedTraining
{
    /// <summary>The hyperparameters.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>What was to grow.</summary>
    public required Target Target { get; init; }

    /// <summary>The trained rule.</summary>
    public required UpdateRuleWeights Weights { get; init; }

    /// <summary>The trained automaton, to be grown and watched.</summary>
    public TrainedAutomaton Creature => new(Config.Automaton, Weights, Target);

    /// <summary>One record per iteration.</summary>
    public required IReadOnlyList<TrainingRecord> Records { get; init; }

    /// <summary>The pool at the beginning, at equal distances, and at the end.</summary>
    public required IReadOnlyList<PoolSnapshot> Pool { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="engine">Computes; stays the caller's.</param>
    /// <param name="progress">Told each iteration's record, after the probe has looked.</param>
    /// <param name="looks">Looks into the pool after the first, at least 1.</param>
    /// <param name="entries">Entries of the pool that are looked at.</param>
    /// <param name="start">Weights to begin with, where <see cref="TrainingConfig.StartFrom"/> names a training; null elsewhere.</param>
    /// <param name="probe">Grows a sample now and then; null for none.</param>
    /// <param name="cancellation">Stops after the iteration under way.</param>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="DeadPoolException">Nothing has lived for <see cref="DeadPoolGuard.Patience"/> batches.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static WatchedTraining Run(
        TrainingConfig config,
        Target target,
        IRolloutEngine engine,
        Action<TrainingRecord>? progress = null,
        int looks = 4,
        int entries = 8,
        UpdateRuleWeights? start = null,
        GrowthProbe? probe = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        var trainer = new Trainer(config, target, engine, start);
        var pool = new PoolPictures(looks, entries);
        ITrainingObserver[] observers =
        [
            .. probe is null ? Array.Empty<ITrainingObserver>() : [probe],
            new RecordListener(record => progress?.Invoke(record)),
            pool,
        ];
        trainer.Run(observers, cancellation);
        return new WatchedTraining
        {
            Config = config,
            Target = target,
            Weights = trainer.Result,
            Records = trainer.Records,
            Pool = pool.Moments,
        };
    }
}
