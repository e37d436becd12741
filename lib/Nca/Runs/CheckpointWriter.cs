using Nca.Training;

namespace Nca.Runs;

/// <summary>Writes a checkpoint now and then, and when the training is interrupted.</summary>
/// <param name="every">Iterations between two checkpoints, at least 1; none is written after the last iteration.</param>
/// <param name="write">Writes one.</param>
internal sealed class CheckpointWriter(int every, Action write) : ITrainingObserver
{
    /// <summary>Whether one was written after the last iteration.</summary>
    public bool HasJustWritten { get; private set; }

    public void Observe(Trainer trainer, TrainingRecord record)
    {
        HasJustWritten = trainer.Iteration % every == 0 && trainer.Iteration < trainer.Config.Steps;
        if (HasJustWritten)
            write();
    }

    public void Interrupt(Trainer trainer) => write();
}
