using Nca.Automaton;
using Nca.Creatures;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Analysis.Healing;

/// <summary>
/// What a disc in the middle of the canvas leaves of grown creatures before they have made a single step: a check of the tutorial's
/// recovery test, which calls a creature recovered when its SSIM exceeds 0.9.
/// </summary>
/// <param name="Radius">Radius of the disc in cells.</param>
/// <param name="Similarity">SSIM of the whole canvas right after the damage.</param>
/// <param name="LivingBefore">Living cells before.</param>
/// <param name="LivingAfter">Living cells after.</param>
/// <param name="AtOnce">How many exceed the tutorial's threshold right after the damage, healed of nothing.</param>
internal sealed record DamageSeverity(
    double Radius,
    SummaryStatistics Similarity,
    SummaryStatistics LivingBefore,
    SummaryStatistics LivingAfter,
    Proportion AtOnce
)
{
    /// <summary>The tutorial's threshold for SSIM.</summary>
    public const double Threshold = 0.9;

    /// <summary>Radii of the tutorial's sweep as proportions of the picture's side: 4, 8, 12, 16 and 20 cells of its 40.</summary>
    public static IReadOnlyList<double> RadiusShares { get; } = [0.1, 0.2, 0.3, 0.4, 0.5];

    /// <summary>Measures what discs leave.</summary>
    /// <param name="grown">The creatures, at least one; they are not changed.</param>
    /// <param name="target">What they should be, at least 7×7 cells.</param>
    /// <param name="radii">Radii in cells.</param>
    public static IReadOnlyList<DamageSeverity> Of(IReadOnlyList<CellState> grown, Target target, IEnumerable<double> radii)
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(radii);
        return
        [
            .. radii.Select(radius =>
            {
                var damaged = TrainedAutomaton.Wound(grown, Damage.Circle(target.Grid / 2, target.Grid / 2, radius));
                var similarity = damaged
                    .Select(state => StructuralSimilarity.Whole(state.Rgba(), target.Rgba, target.Grid, target.Grid))
                    .ToArray();
                return new DamageSeverity(
                    radius,
                    SummaryStatistics.Of(similarity),
                    Living(grown),
                    Living(damaged),
                    Proportion.Of([.. similarity.Select(value => value > Threshold)])
                );
            }),
        ];
    }

    private static SummaryStatistics Living(IReadOnlyList<CellState> states) =>
        SummaryStatistics.Of([.. states.Select(state => (double)state.AliveCells())]);
}
