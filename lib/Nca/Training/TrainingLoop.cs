namespace Nca.Training;

/// <summary>The training loop: iterations until the last one, watched by observers. A dead pool ends every training.</summary>
public static class TrainingLoop
{
    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <param name="trainer">The training; it continues from its current iteration.</param>
    /// <param name="observers">Told in this order: before the first iteration, after each, and of an interruption.</param>
    /// <param name="cancellation">Stops within the iteration under way; all that was learned before it stays.</param>
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
        var between = true; // two iterations, where a training can be kept whatever has failed
        try
        {
            while (trainer.Iteration < trainer.Config.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                between = false;
                var record = trainer.Iterate(cancellation);
                between = true;
                foreach (var observer in all)
                    observer.Observe(trainer, record);
            }
        }
        catch (Exception error) when (between || error is OperationCanceledException or TrainingFailedException)
        {
            foreach (var observer in all)
                observer.Interrupt(trainer);
            throw;
        }
    }

    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <param name="trainer">The training; it continues from its current iteration.</param>
    /// <param name="progress">Receives each iteration's record.</param>
    /// <param name="cancellation">Stops within the iteration under way; all that was learned before it stays.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite.</exception>
    /// <exception cref="DeadPoolException">Nothing has lived for <see cref="DeadPoolGuard.Patience"/> batches.</exception>
    public static void Run(this Trainer trainer, IProgress<TrainingRecord>? progress = null, CancellationToken cancellation = default) =>
        trainer.Run(progress is null ? [] : [new RecordListener(progress.Report)], cancellation);
}
