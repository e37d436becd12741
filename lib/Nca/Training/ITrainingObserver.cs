namespace Nca.Training;

/// <summary>Watches a training from within its loop. Everything is called on the thread that trains, between two iterations.</summary>
public interface ITrainingObserver
{
    /// <summary>The loop begins; the trainer may already have iterations behind it.</summary>
    /// <param name="trainer">The training.</param>
    void Begin(Trainer trainer) { }

    /// <summary>An iteration is done.</summary>
    /// <param name="trainer">The training, to be looked at and not changed.</param>
    /// <param name="record">What the iteration left behind.</param>
    void Observe(Trainer trainer, TrainingRecord record);

    /// <summary>The loop ends before the last iteration: it was cancelled, the training failed, or an observer did.</summary>
    /// <param name="trainer">The training.</param>
    void Interrupt(Trainer trainer) { }
}
