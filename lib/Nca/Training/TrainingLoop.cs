namespace Nca.Training;

/// <summary>The training loop: iterations until the last one, watched by observers. A dead pool ends every training.</summary>
public static class TrainingLoop
{
    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <param name="trainer">The training; it goes on where it stands.</param>
    /// <param name="observers">Told in this order: before the first iteration, after each, and of an interruption.</param>
    /// <param name="cancellation">Stops after the iteration under way; all that was learned stays.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="DeadPoolException">Nothing has lived for <see cref="DeadPoolGuard.Patience"/> batches.</exception>
    public static void Run(this Trainer trainer, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(observers);
        ITrainingObserver[] all = [.. observers, new DeadPoolGuard()];
        foreach (var observer in all)
            observer.Begin(trainer);
        try
        {
            while (trainer.Iteration < trainer.Config.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                var record = trainer.Iterate();
                foreach (var observer in all)
                    observer.Observe(trainer, record);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or TrainingFailedException)
        {
            foreach (var observer in all)
                observer.Interrupt(trainer);
            throw;
        }
    }

    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <param name="trainer">The training; it goes on where it stands.</param>
    /// <param name="progress">Receives each iteration's record.</param>
    /// <param name="cancellation">Stops after the iteration under way; all that was learned stays.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="DeadPoolException">Nothing has lived for <see cref="DeadPoolGuard.Patience"/> batches.</exception>
    public static void Run(this Trainer trainer, IProgress<TrainingRecord>? progress = null, CancellationToken cancellation = default) =>
        trainer.Run(progress is null ? [] : [new RecordListener(progress.Report)], cancellation);
}
