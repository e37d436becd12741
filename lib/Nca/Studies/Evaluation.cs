using Nca.Analysis.Growth;
using Nca.Analysis.Healing;
using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>
/// Everything that is claimed of a trained creature, measured over many samples with random fire masks, and the same for every run:
/// what comparisons, ablations and acceptance rest on.
/// </summary>
public sealed record Evaluation
{
    /// <summary>Samples by default.</summary>
    public const int DefaultSamples = 32;

    /// <summary>Steps at which a creature is measured as young, and as grown.</summary>
    public const int Young = 96,
        Grown = 200;

    /// <summary>Radii of the discs cut out, as proportions of the picture's side: 4, 8 and 12 of the tutorial's 40 cells.</summary>
    public static IReadOnlyList<double> RadiusShares { get; } = [0.1, 0.2, 0.3];

    /// <summary>Radii of the discs that were cut out, in cells.</summary>
    public required IReadOnlyList<double> Radii { get; init; }

    /// <summary>Mean squared error over the whole canvas at step 96.</summary>
    public required SummaryStatistics ErrorYoung { get; init; }

    /// <summary>The same at step 200.</summary>
    public required SummaryStatistics ErrorGrown { get; init; }

    /// <summary>SSIM of the whole canvas at step 200.</summary>
    public required SummaryStatistics Similarity { get; init; }

    /// <summary>SSIM within the target's box at step 200.</summary>
    public required SummaryStatistics SimilarityInBox { get; init; }

    /// <summary>Samples that stay within <see cref="Persistence.Bound"/> at every 100th step up to 2,000.</summary>
    public required Proportion Persistent { get; init; }

    /// <summary>The same up to 10,000; null where it was not measured.</summary>
    public Proportion? PersistentLong { get; init; }

    /// <summary>Samples back within 200 steps after a disc was cut out, for each of <see cref="RadiusShares"/>.</summary>
    public required IReadOnlyList<Proportion> DiscsHealed { get; init; }

    /// <summary>Samples back within 200 steps after a half was cut away.</summary>
    public required Proportion HalvesHealed { get; init; }

    /// <summary>Mean training loss of the last hundred iterations.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>Examines a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="seeds">Samples, at least 2.</param>
    /// <param name="thorough">Whether persistence is followed to 10,000 steps.</param>
    public static Evaluation Of(StoredRun run, IRolloutEngine engine, int seeds = DefaultSamples, bool thorough = true)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 2);
        var creature = run.Creature;
        var states = creature.PlantMany(seeds);
        var measured = new List<double[]>();
        foreach (var _ in creature.Visit(states, [Young, Grown], engine: engine))
            measured.Add([.. states.Select(creature.Error)]);
        var persistence = Persistence.Errors(creature, seeds, thorough ? 10_000 : 2_000, engine: engine);
        var protocol = new HealingProtocol(creature, engine);
        var target = creature.Target;
        var radii = RadiusShares.Select(share => share * target.Size).ToArray();
        return new Evaluation
        {
            ErrorYoung = SummaryStatistics.Of(measured[0]),
            ErrorGrown = SummaryStatistics.Of(measured[1]),
            Similarity = SummaryStatistics.Of([
                .. states.Select(state => StructuralSimilarity.Whole(state.Rgba(), target.Rgba, target.Grid, target.Grid)),
            ]),
            SimilarityInBox = SummaryStatistics.Of([.. states.Select(state => BoxSimilarity.Of(state.Rgba(), target))]),
            Persistent = Persistence.StayedUntil(persistence, 2_000),
            PersistentLong = thorough ? Persistence.StayedUntil(persistence, 10_000) : null,
            Radii = radii,
            DiscsHealed = [.. radii.Select(radius => HealingTest.Healed(HealingTest.AfterDiscs(states, radius, protocol)))],
            HalvesHealed = HealingTest.Healed(HealingTest.AfterHalves(states, protocol)),
            FinalLoss = run.FinalLoss,
        };
    }
}
