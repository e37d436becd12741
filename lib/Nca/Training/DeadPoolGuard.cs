namespace Nca.Training;

/// <summary>Gives a training up when nothing has lived for many batches: it has no gradient left to come back by.</summary>
internal sealed class DeadPoolGuard : ITrainingObserver
{
    /// <summary>Batches in a row without a living cell after which a training is given up: long after momentum has faded.</summary>
    public const int Patience = 50;

    private int _dead;

    /// <inheritdoc/>
    public void Begin(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        _dead = trainer.Records.Reverse().TakeWhile(record => record.BatchIsDead).Count();
    }

    /// <inheritdoc/>
    /// <exception cref="DeadPoolException">The pool is dead.</exception>
    public void Observe(Trainer trainer, TrainingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _dead = record.BatchIsDead ? _dead + 1 : 0;
        if (_dead >= Patience)
            throw new DeadPoolException(record.Iteration, _dead);
    }
}
