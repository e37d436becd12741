namespace Nca.Training;

/// <summary>Hands every iteration's record on.</summary>
/// <param name="hear">Called with each record.</param>
internal sealed class RecordListener(Action<TrainingRecord> hear) : ITrainingObserver
{
    /// <inheritdoc/>
    public void Observe(Trainer trainer, TrainingRecord record) => hear(record);
}
