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
internal sealed class ResumableTraining : IDisposable
{
    private readonly RunLock _lock;
    private readonly IRolloutEngine _engine;
    private readonly Stopwatch _clock = new();
    private TrainingEffort _before = new(0, 0, 0);
    private long? _counted;
    private Action<string>? _warn;

    private ResumableTraining(
        string folder,
        RunLock held,
        TrainingConfig config,
        Target target,
        IRolloutEngine engine,
        UpdateRuleWeights? start
    )
    {
        (Folder, _lock, _engine) = (folder, held, engine);
        Trainer = new Trainer(config, target, engine, start);
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
    /// <param name="target">The picture to grow.</param>
    /// <param name="engine">Computes; stays the caller's.</param>
    /// <param name="afresh">
    /// Whether to begin again: checkpoints are thrown away; a finished run stays until the new one takes its place.
    /// </param>
    /// <param name="checkpointEvery">Iterations between two checkpoints.</param>
    /// <param name="warn">Told in one line when a damaged checkpoint was passed over, or one could not be written.</param>
    /// <param name="start">
    /// Weights of the run that the config's <see cref="TrainingConfig.StartFrom"/> names; not needed where the folder holds them already.
    /// </param>
    /// <returns>The training, or null where another process trains in the folder.</returns>
    /// <exception cref="RunException">
    /// The folder holds another run, its checkpoints are damaged, or nothing can be written into it.
    /// </exception>
    public static ResumableTraining? Open(
        string folder,
        TrainingConfig config,
        Target target,
        IRolloutEngine engine,
        bool afresh = false,
        int checkpointEvery = 500,
        Action<string>? warn = null,
        UpdateRuleWeights? start = null
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpointEvery, 1);
        if (RunLock.Take(folder) is not { } held)
            return null;
        try
        {
            start ??= StartingWeights.Load(folder, config);
            var training = new ResumableTraining(folder, held, config, target, engine, start)
            {
                CheckpointEvery = checkpointEvery,
                _warn = warn,
            };
            training.TakeUp(config, target, afresh, warn);
            return training;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Who trains in a folder, in words: process, user, machine, since when.</summary>
    /// <param name="folder">A folder that <see cref="Open"/> could not take hold of.</param>
    public static string HolderOf(string folder) => LockHolder.In(folder)?.ToString() ?? "another process";

    /// <summary>Trains to the end, or until it is cancelled, and stores the run.</summary>
    /// <param name="progress">Told after every iteration.</param>
    /// <param name="cancellation">Stops within the iteration under way; a checkpoint of the one before is written.</param>
    /// <returns>The finished run.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite; a checkpoint of the iteration before is written.</exception>
    /// <exception cref="DeadPoolException">Nothing has lived for many batches; a checkpoint is written.</exception>
    public StoredRun Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var probe = new GrowthProbe(_engine, ProbeEvery);
        var checkpoints = new CheckpointWriter(CheckpointEvery, WriteCheckpoint, _warn);
        _clock.Start();
        _counted ??= _engine.Operations;
        List<ITrainingObserver> observers = [probe, checkpoints];
        if (progress is not null)
            observers.Add(new ProgressMeter(_clock, () => Effort.Operations, probe, checkpoints, progress));
        Trainer.Run(observers, cancellation);
        Keep(() => StoredRun.SaveResults(Folder, Identity, Trainer, Provenance.Now(_engine, Effort)), "The finished run");
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

        // What a killed process was writing; nobody else trains here while we hold the folder.
        StoredRun.RemoveLeftovers(Folder);
        Checkpoint.RemoveLeftovers(Folder);
        if (afresh)
            Checkpoint.Remove(Folder);
        if (Checkpoint.IsIn(Folder))
        {
            _before = Checkpoint.Restore(Folder, Identity, Trainer, warn);
            _before = _before with { Resumptions = Checkpoint.CountResumption(Folder, _before.Resumptions) };
        }
        else
        {
            StoredRun.SaveSettings(Folder, config, target, _engine.Arithmetic);
            if (config.StartFrom.Length > 0)
                StartingWeights.Save(Folder, config, Trainer.Weights);
        }
    }

    private void WriteCheckpoint() =>
        Keep(() => Checkpoint.Save(Folder, Identity, Trainer, Effort), $"The checkpoint of iteration {Trainer.Iteration}");

    private void Keep(Action write, string what)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException(
                $"{what} cannot be written into {Folder} ({error.Message.TrimEnd('.')}); the checkpoint before it stands: make "
                    + "room and resume.",
                error
            );
        }
    }
}
