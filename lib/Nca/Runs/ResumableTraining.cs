using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Targets;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// A training in a folder that survives interruption: it writes checkpoints, takes up where the last one ended, and turns into a <see
/// cref="StoredRun"/>.
/// One process at a time trains in a folder.
/// </summary>
public sealed class ResumableTraining : IDisposable
{
    private const int ProbeSample = int.MaxValue;
    private readonly RunLock _lock;
    private readonly IRolloutEngine _engine;
    private readonly Stopwatch _clock = new();
    private readonly Queue<(double Seconds, int Steps)> _recent = new();
    private TrainingEffort _before = new(0, 0, 0);
    private long? _counted;
    private double? _probe;

    private ResumableTraining(string folder, RunLock held, TrainingConfig config, Target target, IRolloutEngine engine)
    {
        (Folder, _lock, _engine) = (folder, held, engine);
        Trainer = new Trainer(config, target, engine);
        Identity = RunIdentity.Of(config, target, engine.Arithmetic);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The run's identity.</summary>
    public string Identity { get; }

    /// <summary>The training itself.</summary>
    public Trainer Trainer { get; }

    /// <summary>Iterations between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Iterations between two probes grown from the seed; 0 for none.</summary>
    public int ProbeEvery { get; init; } = 250;

    /// <summary>Takes hold of a folder and brings the training to where the folder's checkpoint left it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">What shall grow.</param>
    /// <param name="engine">Computes; stays the caller's.</param>
    /// <param name="afresh">Whether what the folder holds of this run is thrown away.</param>
    /// <param name="checkpointEvery">Iterations between two checkpoints.</param>
    /// <param name="warn">Told in one line when a damaged checkpoint was passed over.</param>
    /// <returns>The training, or null where another process trains in the folder.</returns>
    /// <exception cref="RunException">The folder holds another run, or its checkpoints are damaged.</exception>
    public static ResumableTraining? Open(
        string folder,
        TrainingConfig config,
        Target target,
        IRolloutEngine engine,
        bool afresh = false,
        int checkpointEvery = 500,
        Action<string>? warn = null
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpointEvery, 1);
        if (RunLock.Take(folder) is not { } held)
            return null;
        try
        {
            var training = new ResumableTraining(folder, held, config, target, engine) { CheckpointEvery = checkpointEvery };
            training.TakeUp(config, target, afresh, warn);
            return training;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Trains to the end, or until it is cancelled, and stores the run.</summary>
    /// <param name="progress">Told after every iteration.</param>
    /// <param name="cancellation">Stops after the iteration under way; a checkpoint is written.</param>
    /// <returns>The finished run.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite; a checkpoint of the iteration before is written.</exception>
    public StoredRun Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var steps = Trainer.Config.Steps;
        _clock.Start();
        _counted ??= _engine.Operations;
        try
        {
            while (Trainer.Iteration < steps)
            {
                cancellation.ThrowIfCancellationRequested();
                var record = Trainer.Iterate();
                if (ProbeEvery > 0 && (Trainer.Iteration % ProbeEvery == 0 || Trainer.Iteration == steps))
                    _probe = GrowProbe();
                var due = Trainer.Iteration % CheckpointEvery == 0 && Trainer.Iteration < steps;
                if (due)
                    WriteCheckpoint();
                progress?.Report(Describe(record, due));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or DivergedException)
        {
            WriteCheckpoint();
            throw;
        }

        StoredRun.SaveResults(Folder, Identity, Trainer, Provenance.Now(_engine, Effort));
        Checkpoint.Remove(Folder);
        return StoredRun.Load(Folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private TrainingEffort Effort =>
        _before with
        {
            Seconds = _before.Seconds + _clock.Elapsed.TotalSeconds,
            Operations = _before.Operations + _engine.Operations - _counted,
        };

    private void TakeUp(TrainingConfig config, Target target, bool afresh, Action<string>? warn)
    {
        if (File.Exists(Path.Combine(Folder, StoredRun.ConfigFile)))
        {
            var (known, _, identity, _) = StoredRun.LoadSettings(Folder);
            if (identity != Identity)
            {
                var differences = TrainingConfigFields.Differences(known, config);
                var what =
                    differences.Count > 0
                        ? string.Join(
                            ", ",
                            differences.Take(3).Select(field => $"{field.Field} = {field.First} there, {field.Second} here")
                        )
                        : "another target or engine";
                throw new RunException($"{Folder} holds another run ({what}); train into another folder.");
            }
        }

        // What a killed process was writing; nobody else writes here while we hold the folder.
        foreach (var halfWritten in Directory.GetFiles(Folder, "*.tmp"))
            File.Delete(halfWritten);
        if (afresh)
        {
            File.Delete(Path.Combine(Folder, StoredRun.ProvenanceFile));
            Checkpoint.Remove(Folder);
        }

        if (Checkpoint.IsIn(Folder))
        {
            _before = Checkpoint.Restore(Folder, Identity, Trainer, warn);
            _before = _before with { Resumptions = _before.Resumptions + 1 };
        }
        else
        {
            StoredRun.SaveSettings(Folder, config, target, _engine.Arithmetic);
        }
    }

    private void WriteCheckpoint() => Checkpoint.Save(Folder, Identity, Trainer, Effort);

    private double GrowProbe()
    {
        var target = Trainer.Target;
        var state = Seed.Plant(target.Grid, target.Grid, Trainer.Config.Channels);
        var fire = new CounterFireMasks(Trainer.Config.Seed, ProbeSample, Trainer.Config.FireRate);
        _engine.Advance(
            Trainer.Config.Automaton,
            Trainer.Weights,
            [state],
            Math.Max(64, Trainer.Config.RolloutRange(Trainer.Iteration).Longest),
            fire
        );
        return target.Grid < 7 ? double.NaN : StructuralSimilarity.Whole(state.Rgba(), target.Rgba, target.Grid, target.Grid);
    }

    private TrainingProgress Describe(TrainingRecord record, bool checkpointed)
    {
        // The time of an iteration grows with its rollouts, so the rate is taken per step of the automaton.
        _recent.Enqueue((_clock.Elapsed.TotalSeconds, record.Rollouts.Sum()));
        if (_recent.Count > 50)
            _recent.Dequeue();
        var (seconds, computed) = (
            _clock.Elapsed.TotalSeconds - _recent.Peek().Seconds,
            _recent.Skip(1).Sum(iteration => (double)iteration.Steps)
        );
        if (_recent.Count < 2 || seconds <= 0)
            return new TrainingProgress(record, Trainer.Config.Steps, 0, TimeSpan.Zero, _probe, checkpointed)
            {
                Operations = Effort.Operations,
            };
        var toCome = 0.0;
        for (var iteration = Trainer.Iteration; iteration < Trainer.Config.Steps; iteration++)
        {
            var (shortest, longest) = Trainer.Config.RolloutRange(iteration);
            toCome += (shortest + longest) / 2.0;
        }

        var left = TimeSpan.FromSeconds(toCome * Trainer.Config.BatchSize * seconds / computed);
        return new TrainingProgress(record, Trainer.Config.Steps, (_recent.Count - 1) / seconds, left, _probe, checkpointed)
        {
            Operations = Effort.Operations,
        };
    }
}
