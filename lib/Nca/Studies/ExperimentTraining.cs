using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Training;

namespace Nca.Studies;

/// <summary>
/// Trains what an experiment still lacks, several runs at a time and each on its share of the cores: that keeps cores busier than one
/// training on all of them, and changes no bit of any result. After an interruption it resumes from the runs' checkpoints.
/// </summary>
/// <param name="folder">Folder of all runs.</param>
/// <param name="atOnce">Trainings at a time, at least 1.</param>
internal sealed class ExperimentTraining(string folder, int atOnce)
{
    /// <summary>Trains.</summary>
    /// <param name="runs">The runs; those that are finished are left alone.</param>
    /// <param name="progress">Told how they go, from several threads.</param>
    /// <param name="cancellation">Stops all of them; each writes a checkpoint.</param>
    /// <returns>Whether all runs are finished now.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="RunException">A folder holds something else, or a file is damaged.</exception>
    public bool Train(IReadOnlyList<ExperimentRun> runs, IProgress<ExperimentProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(progress);
        var unfinished = 0;
        EngineWorkers.Run(
            runs,
            atOnce,
            (run, engine, stop) =>
            {
                if (!Train(run, engine, progress, stop))
                    Interlocked.Increment(ref unfinished);
            },
            cancellation
        );
        return unfinished == 0;
    }

    private bool Train(ExperimentRun run, FusedRolloutEngine engine, IProgress<ExperimentProgress> progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var place = Path.Combine(folder, run.Path);
        var target = run.Arm.LoadTarget();
        var identity = RunIdentity.Of(run.Config, target, engine.Arithmetic);
        if (StoredRun.IsIn(place) && StoredRun.StatedIdentity(place) != identity)
            throw new RunException($"{place} holds another run than {run.Path} asks for; move it away to train again.");

        // Experiments share arms, so the same run may lie under another name.
        if (StoredRun.FoldersIn(folder).FirstOrDefault(known => StoredRun.StatedIdentity(known) == identity) is { } found)
        {
            progress.Report(new ExperimentProgress(run, ExperimentStage.Stored, Result: StoredRun.Load(found)));
            return true;
        }

        using var training = ResumableTraining.Open(place, run.Config, target, engine);
        if (training is null)
        {
            progress.Report(
                new ExperimentProgress(
                    run,
                    ExperimentStage.TrainedByAnotherProcess,
                    Problem: $"{ResumableTraining.HolderOf(place)} trains it"
                )
            );
            return false;
        }

        try
        {
            var result = training.Run(new Relay(run, progress), cancellation);
            progress.Report(new ExperimentProgress(run, ExperimentStage.Finished, Result: result));
            return true;
        }
        catch (TrainingFailedException failed)
        {
            // That too is a finding.
            progress.Report(new ExperimentProgress(run, ExperimentStage.Failed, Problem: failed.Message));
            return false;
        }
    }

    private sealed class Relay(ExperimentRun run, IProgress<ExperimentProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new ExperimentProgress(run, ExperimentStage.Training, value));
    }
}
