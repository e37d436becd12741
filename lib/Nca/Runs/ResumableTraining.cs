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
    private readonly RunLock _lock;
    private readonly IRolloutEngine _engine;
    private readonly Stopwatch _clock = new();
    private TrainingEffort _before = new(0, 0, 0);
    private long? _counted;

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
    /// <exception cref="DeadPoolException">Nothing has lived for many batches; a checkpoint is written.</exception>
    public StoredRun Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var probe = new GrowthProbe(_engine, ProbeEvery);
        var checkpoints = new CheckpointWriter(CheckpointEvery, WriteCheckpoint);
        _clock.Start();
        _counted ??= _engine.Operations;
        List<ITrainingObserver> observers = [probe, checkpoints];
        if (progress is not null)
            observers.Add(new ProgressMeter(_clock, () => Effort.Operations, probe, checkpoints, progress));
        Trainer.Run(observers, cancellation);
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
}
