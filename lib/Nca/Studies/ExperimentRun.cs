using Nca.Training;

namespace Nca.Studies;

/// <summary>One training of an experiment: an arm with a seed.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Path">Folder of the run below the folder of all runs, with forward slashes.</param>
public sealed record ExperimentRun(ExperimentArm Arm, long Seed, string Path)
{
    /// <summary>The arm's hyperparameters with this run's seed.</summary>
    public TrainingConfig Config => Arm.Config with { Seed = Seed };
}
