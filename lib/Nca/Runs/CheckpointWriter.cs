using Nca.Training;

namespace Nca.Runs;

/// <summary>Writes a checkpoint now and then, and when the training is interrupted.</summary>
/// <param name="every">Iterations between two checkpoints, at least 1; none is written after the last iteration.</param>
/// <param name="write">Writes one.</param>
/// <param name="warn">
/// Told in one line when one could not be written while the training goes on: a disk that is full now may have room again later, and the
/// checkpoint before stands.
/// </param>
internal sealed class CheckpointWriter(int every, Action write, Action<string>? warn = null) : ITrainingObserver
{
    /// <summary>Whether one was written after the last iteration.</summary>
    public bool HasJustWritten { get; private set; }

    public void Observe(Trainer trainer, TrainingRecord record)
    {
        HasJustWritten = trainer.Iteration % every == 0 && trainer.Iteration < trainer.Config.Steps && TryWrite();
    }

    public void Interrupt(Trainer trainer) => write();

    private bool TryWrite()
    {
        try
        {
            write();
            return true;
        }
        catch (RunException error)
        {
            warn?.Invoke(error.Message);
            return false;
        }
    }
}
