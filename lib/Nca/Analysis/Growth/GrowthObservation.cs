using Nca.Automaton;

namespace Nca.Analysis.Growth;

/// <summary>What was seen of a creature's growth.</summary>
public sealed record GrowthObservation
{
    /// <summary>The measurements in order, as far as <see cref="GrowthPlan.KeepEvery"/> keeps them.</summary>
    public required IReadOnlyList<GrowthStep> Steps { get; init; }

    /// <summary>States of the first growth at the measured steps, as far as <see cref="GrowthPlan.FrameEvery"/> keeps them.</summary>
    public required IReadOnlyList<CellState> Frames { get; init; }

    /// <summary>The step of each frame.</summary>
    public IReadOnlyList<int> FrameSteps { get; init; } = [];

    /// <summary>Error of each growth at the kept measurements, shape [samples, measurements].</summary>
    public required double[][] Errors { get; init; }

    /// <summary>
    /// For each growth the steps from the damage until the error was at most twice that before the damage, or at most <see
    /// cref="HealingBound.Least"/>; null
    /// where that was not seen, and for all where nothing was damaged. As fine as the measurements.
    /// </summary>
    public required IReadOnlyList<int?> Recovery { get; init; }
}
