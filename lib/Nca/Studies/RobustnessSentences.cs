using Nca.Metrics;
using static System.FormattableString;

namespace Nca.Studies;

/// <summary>What a study of robustness says, in words.</summary>
public static class RobustnessSentences
{
    /// <summary>How many wounds nearly all survive, which hardly any does, and whether the claims hold.</summary>
    /// <param name="found">What was measured; at least one wound.</param>
    /// <param name="criteria">What is claimed.</param>
    public static string DescribeWounds(this Certificate found, Criteria criteria)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(criteria);
        var last = found.Wounds[0].Looks[^1];
        var easy = found.Wounds.Where(outcome => outcome.BackAtLast.Value >= 0.95).ToArray();
        var hard = found.Wounds.Where(outcome => outcome.BackAtLast.Value < 0.5).ToArray();
        var claims = criteria.Check(found).Where(claim => claim.Bound is not null).ToArray();
        return string.Join(
            '\n',
            Invariant($"{easy.Length} of {found.Wounds.Count} wounds are survived by at least 95 % of {found.Samples} creatures, ")
                + Invariant($"{last} steps later."),
            hard.Length == 0
                ? "No wound is survived by fewer than half."
                : $"Survived by fewer than half: {string.Join("; ", hard.Select(one => $"{one.Text} ({Share(one.BackAtLast)})"))}.",
            claims.Length == 0
                ? "Nothing is claimed of this creature."
                : $"{claims.Count(claim => claim.Holds)} of {claims.Length} claims hold."
        );
    }

    /// <summary>How many stay themselves, and when the first one leaves.</summary>
    /// <param name="found">What was measured.</param>
    public static string DescribeSurvival(this Certificate found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var life = found.Survival;
        var first = life.LeftAt.Min();
        return Invariant($"{life.Stayed} creatures are themselves to step {life.Until:N0} ({Share(life.Stayed)})")
            + (first is { } step ? Invariant($"; the first one leaves at step {step:N0}.") : "; none leaves.");
    }

    /// <summary>The weakest place, and how large a disc it bears.</summary>
    /// <param name="found">What was measured.</param>
    public static string DescribeDiscs(this RobustnessStudy found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var discs = found.Discs;
        var (row, column, radius) = discs.Weakest;
        var unbroken = discs.Radii.Count(value => value >= discs.LargestTried);
        return Invariant($"The weakest place is row {row:0.#}, column {column:0.#}: the largest disc survived there has a radius of ")
            + Invariant($"{radius:0.#} cells. At {unbroken} of {discs.Radii.Count} places no disc up to {discs.LargestTried:0.#} cells ")
            + "is too large.";
    }

    private static string Share(Proportion share) =>
        Invariant($"{100 * share.Value:0.#} %, 95 % interval {100 * share.Interval.Low:0.#} to {100 * share.Interval.High:0.#} %");
}
