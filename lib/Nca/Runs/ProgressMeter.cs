using System.Diagnostics;
using Nca.Training;

namespace Nca.Runs;

/// <summary>Tells after every iteration how the training goes and how long the rest will take.</summary>
/// <param name="clock">Runs while the training does.</param>
/// <param name="operations">Floating-point operations of the training so far, where they are counted.</param>
/// <param name="probe">The probe of the same training, observed before.</param>
/// <param name="checkpoints">Its checkpoints, observed before.</param>
/// <param name="progress">Receives the reports.</param>
internal sealed class ProgressMeter(
    Stopwatch clock,
    Func<long?> operations,
    GrowthProbe probe,
    CheckpointWriter checkpoints,
    IProgress<TrainingProgress> progress
) : ITrainingObserver
{
    private TrainingPace? _pace;

    public void Observe(Trainer trainer, TrainingRecord record)
    {
        _pace ??= new TrainingPace(trainer.Config, record.Iteration);
        _pace.Observe(record, clock.Elapsed);
        progress.Report(
            new TrainingProgress(record, trainer.Config.Steps, _pace.Rate, _pace.Left, probe.Similarity, checkpoints.HasJustWritten)
            {
                Operations = operations(),
                Probe = probe.Grown,
            }
        );
    }
}
