using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Growth;

/// <summary>What is done to a creature while it is watched.</summary>
public sealed record GrowthPlan
{
    /// <summary>Steps from the seed, at least 1.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Samples that grow side by side, each with fire masks of its own, at least 1.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>Fire rate instead of the trained one, in (0, 1].</summary>
    public double? FireRate { get; init; }

    /// <summary>
    /// Rows and columns of the grid instead of the target's, 7 to 1024; the target is compared where it lies around the seed.
    /// </summary>
    public int? Grid { get; init; }

    /// <summary>Steps between two measurements, at least 1; the seed and the last step are always measured.</summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// Measurements between two that are kept in the observation, at least 1; the first and the last always are. Recovery looks at every
    /// one. With a share of <see cref="Steps"/> the observation takes the same memory however long it lasts.
    /// </summary>
    public int KeepEvery { get; init; } = 1;

    /// <summary>Measurements between two whose states are kept as frames; 0 keeps none.</summary>
    public int FrameEvery { get; init; } = 1;

    /// <summary>What falls on the grid, if anything.</summary>
    public Damage? Damage { get; init; }

    /// <summary>The step after which it falls.</summary>
    public int DamageAt { get; init; }

    /// <summary>Random seed of the fire masks: samples with the same seed are the same.</summary>
    public long Seed { get; init; } = TrainedAutomaton.EvaluationSeed;
}
