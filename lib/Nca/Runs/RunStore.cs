using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Targets;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// Finds or trains runs: one that was trained before is loaded from disk, shipped or own; any other is trained, with checkpoints,
/// and kept.
/// </summary>
/// <param name="folder">Where new runs go.</param>
/// <param name="shipped">Further folders to look in, all the way down.</param>
public sealed class RunStore(string folder, params string[] shipped)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The usual store: new runs go to what the environment variable NCA_RUNS names, else to <c>runs</c> in the
    /// <see cref="StudyFolder"/>, else to <c>runs</c> beside the <see cref="DataFolder"/>, else to the user's own folder; trained ones are
    /// also looked for in the data folder.
    /// </summary>
    /// <exception cref="RunException">There is no place for new runs.</exception>
    public static RunStore Default()
    {
        var data = DataFolder.Path;
        var own =
            Environment.GetEnvironmentVariable("NCA_RUNS") is { Length: > 0 } named ? named
            : (StudyFolder.Path ?? DataFolder.Workplace) is { } place ? Path.Combine(place, "runs")
            : Path.Combine(
                UserFolder.Path ?? throw new RunException("There is no home folder to keep runs in; name one in the variable NCA_RUNS."),
                "runs"
            );
        return data is null ? new RunStore(own) : new RunStore(own, Path.Combine(data, "runs"));
    }

    /// <summary>Where new runs go.</summary>
    public string Folder => folder;

    /// <summary>The run of <see cref="Default"/>'s store: loaded where there is one, else trained.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="progress">Told how a training goes.</param>
    /// <param name="cancellation">Stops a training; what was done is kept.</param>
    public static StoredRun LoadOrTrain(
        TrainingConfig config,
        Target target,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var engine = new FusedRolloutEngine();
        return Default().LoadOrTrain(config, target, engine, retrain: false, progress, cancellation);
    }

    /// <summary>The run with these settings: loaded where there is one, else trained.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="engine">Computes a training; stays the caller's.</param>
    /// <param name="retrain">
    /// Whether to train even where there is a run: a shipped one is left alone and the new one goes to the own folder.
    /// </param>
    /// <param name="progress">Receives the training's progress; an <see cref="ITrainingWatch"/> is also told before it begins.</param>
    /// <param name="cancellation">Stops a training; what was done is kept, and the next call resumes.</param>
    /// <exception cref="RunException">A stored run is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">The training left the finite numbers.</exception>
    public StoredRun LoadOrTrain(
        TrainingConfig config,
        Target target,
        IRolloutEngine engine,
        bool retrain = false,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(engine);
        var identity = RunIdentity.Of(config.Validated(), target, engine.Arithmetic);
        if (!retrain && FolderOf(config.Validated(), target, engine.Arithmetic) is { } known)
            return StoredRun.Load(known);
        var place = Path.Combine(folder, RunIdentity.FolderName(target, identity));
        var start = config.StartFrom.Length > 0 && !StartingWeights.AreIn(place) ? FindStart(config.StartFrom).Weights : null;
        var (watch, waits) = (progress as ITrainingWatch, false);

        // Who asks for a new training is not served with the finished run that was there before.
        var old = retrain ? StoredRun.FinishedAt(place) : null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var training = ResumableTraining.Open(place, config, target, engine, afresh: retrain, start: start);
            if (training is not null)
            {
                // Another process may have finished it since we looked.
                if (StoredRun.FinishedAt(place) != old)
                    return StoredRun.Load(place);
                watch?.Begin(training.Trainer);
                return training.Run(progress, cancellation);
            }

            // Another process trains this very run: its result will be ours.
            if (!waits)
                watch?.Wait();
            waits = true;
            cancellation.WaitHandle.WaitOne(Patience);
            if (StoredRun.FinishedAt(place) is { } finished && finished != old)
                return StoredRun.Load(place);
        }
    }

    /// <summary>The stored run with these settings, or null. Unlike training, this computes nothing.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">What grows.</param>
    /// <param name="arithmetic">The engine's arithmetic.</param>
    public StoredRun? Find(TrainingConfig config, Target target, string arithmetic) =>
        FolderOf(config, target, arithmetic) is { } place ? StoredRun.Load(place) : null;

    /// <summary>The stored runs of a recipe: those whose settings differ in nothing but the seed, in the order of their seeds.</summary>
    /// <param name="config">The hyperparameters, with any seed.</param>
    /// <param name="target">What grows.</param>
    /// <param name="arithmetic">The engine's arithmetic.</param>
    /// <exception cref="RunException">A stored run is damaged.</exception>
    public IReadOnlyList<StoredRun> FindSeeds(TrainingConfig config, Target target, string arithmetic)
    {
        ArgumentNullException.ThrowIfNull(config);
        string[] recipes = [.. Alike(arithmetic).Select(alike => RunIdentity.Of(config, target, alike))];
        return
        [
            .. new[] { folder }
                .Concat(shipped)
                .SelectMany(StoredRun.FoldersIn)
                .Select(StoredRun.Load)
                .Where(run => recipes.Contains(RunIdentity.Of(run.Config with { Seed = config.Seed }, run.Target, run.Arithmetic)))
                .DistinctBy(run => run.Config.Seed)
                .OrderBy(run => run.Config.Seed),
        ];
    }

    /// <summary>Copies a run that was trained elsewhere into the own folder, unless it is there already.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal void Keep(StoredRun run)
    {
        var place = Path.Combine(folder, RunIdentity.FolderName(run.Target, run.Identity));
        if (Path.Exists(place))
            return;

        // A folder that is there under its name is whole: it is filled under another and renamed.
        var growing = $"{place}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(growing);
        try
        {
            foreach (var file in Directory.GetFiles(run.Folder).Where(file => Path.GetFileName(file)[0] != '.'))
                File.Copy(file, Path.Combine(growing, Path.GetFileName(file)));
            Directory.Move(growing, place);
        }
        catch
        {
            Directory.Delete(growing, recursive: true);
            if (!Path.Exists(place))
                throw;
        }
    }

    private StoredRun FindStart(string identity) =>
        new[] { folder }
            .Concat(shipped)
            .SelectMany(StoredRun.FoldersIn)
            .FirstOrDefault(place => StoredRun.StatedIdentity(place) == identity)
            is { } known
            ? StoredRun.Load(known)
            : throw new RunException(
                $"The run {identity[..12]}… that this training begins with is not there; train it first, or set StartFrom to another."
            );

    // Shipped runs have folders with names for people, so they are known by what their config states.
    private string? FolderOf(TrainingConfig config, Target target, string arithmetic)
    {
        var identities = Alike(arithmetic).Select(alike => RunIdentity.Of(config, target, alike)).ToArray();
        var own = Path.Combine(folder, RunIdentity.FolderName(target, identities[0]));
        return StoredRun.IsIn(own)
            ? own
            : shipped.SelectMany(StoredRun.FoldersIn).FirstOrDefault(place => identities.Contains(StoredRun.StatedIdentity(place)));
    }

    // A processor that rounds products before it adds them trains to other bits. It need not: what was trained by the same engine on any
    // other, and shipped, is the run that is asked for.
    private static string[] Alike(string arithmetic) =>
        arithmetic.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? [arithmetic, arithmetic[..comma]] : [arithmetic];
}
