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
    private const int Window = 50;
    private readonly Queue<(double Seconds, int Steps)> _recent = new();

    public void Observe(Trainer trainer, TrainingRecord record)
    {
        // The time of an iteration grows with its rollouts, so the rate is taken per step of the automaton.
        _recent.Enqueue((clock.Elapsed.TotalSeconds, record.Rollouts.Sum()));
        if (_recent.Count > Window)
            _recent.Dequeue();
        var seconds = clock.Elapsed.TotalSeconds - _recent.Peek().Seconds;
        var computed = _recent.Skip(1).Sum(iteration => (double)iteration.Steps);
        var (rate, left) = (0.0, TimeSpan.Zero);
        if (_recent.Count > 1 && seconds > 0)
        {
            rate = (_recent.Count - 1) / seconds;
            var coming = trainer.Config.Rollout.ExpectedSteps(trainer.Iteration, trainer.Config.Steps) * trainer.Config.BatchSize;
            left = TimeSpan.FromSeconds(coming * seconds / computed);
        }

        progress.Report(
            new TrainingProgress(record, trainer.Config.Steps, rate, left, probe.Similarity, checkpoints.HasJustWritten)
            {
                Operations = operations(),
                Probe = probe.Grown,
            }
        );
    }
}
