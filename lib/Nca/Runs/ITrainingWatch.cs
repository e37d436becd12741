using Nca.Training;

namespace Nca.Runs;

/// <summary>Watches what becomes of a wish for a run: beside the progress of a training, whether there will be one.</summary>
public interface ITrainingWatch : IProgress<TrainingProgress>
{
    /// <summary>A training is about to begin, or to resume from its checkpoint. Not called if the run is loaded.</summary>
    /// <param name="trainer">The training, which has not computed anything since.</param>
    void Begin(Trainer trainer);

    /// <summary>Another process trains this very run; its result is waited for.</summary>
    void Wait();
}
