namespace Nca.Training;

/// <summary>Looks into the sample pool before the first iteration, at equal distances, and at the end.</summary>
/// <param name="looks">Looks after the first, at least 1.</param>
/// <param name="entries">Entries of the pool that are copied, at least 1.</param>
internal sealed class PoolPictures(int looks, int entries) : ITrainingObserver
{
    private readonly List<PoolSnapshot> _moments = [];

    /// <summary>What was seen so far, in order.</summary>
    public IReadOnlyList<PoolSnapshot> Moments => _moments;

    /// <inheritdoc/>
    public void Begin(Trainer trainer) => Look(trainer);

    /// <inheritdoc/>
    public void Observe(Trainer trainer, TrainingRecord record)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var (done, steps) = ((long)trainer.Iteration, trainer.Config.Steps);

        // True at the last iteration and at those that part the way there into equal stretches.
        if (done * looks / steps > (done - 1) * looks / steps)
            Look(trainer);
    }

    private void Look(Trainer trainer) =>
        _moments.Add(new PoolSnapshot(trainer.Iteration, [.. trainer.Pool.States.Take(entries).Select(state => state.Clone())]));
}
