using Nca.Automaton;
using Nca.Metrics;

namespace Nca.Analysis.Healing;

/// <summary>How creatures recover from discs of one size, each around a living cell drawn at random.</summary>
/// <param name="Radius">Radius of the discs in cells.</param>
/// <param name="Trials">One per creature.</param>
public sealed record RecoveryCurve(double Radius, IReadOnlyList<HealingTrial> Trials)
{
    /// <summary>Steps since the damage at which the error is known.</summary>
    public IReadOnlyList<int> Steps { get; } = [.. Trials[0].Errors.Select((_, look) => look * HealingTest.Every)];

    /// <summary>How many came back within the time given.</summary>
    public Proportion Recovered => HealingTest.Healed(Trials);

    /// <summary>How many came back and were themselves at the end, too.</summary>
    public Proportion Stayed => Proportion.Of([.. Trials.Select(trial => trial.Stayed)]);

    /// <summary>
    /// Steps by which half of the creatures were back, or null where fewer than half were within the time given. Censored creatures count
    /// as slower than all others, so this median is right whatever they would have done later.
    /// </summary>
    public int? MedianSteps => Median([.. Trials.Select(trial => trial.Steps)]);

    /// <summary>Damages creatures with discs of several sizes.</summary>
    /// <param name="grown">The creatures, at least one; they are not changed.</param>
    /// <param name="radii">Radii in cells.</param>
    /// <param name="protocol">What to watch them with.</param>
    /// <returns>A curve for each radius, in their order.</returns>
    public static IReadOnlyList<RecoveryCurve> OverRadii(
        IReadOnlyList<CellState> grown,
        IEnumerable<double> radii,
        HealingProtocol protocol
    )
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(radii);
        ArgumentOutOfRangeException.ThrowIfZero(grown.Count, nameof(grown));
        return [.. radii.Select(radius => new RecoveryCurve(radius, HealingTest.AfterDiscs(grown, radius, protocol)))];
    }

    /// <summary>Steps by which half of several creatures were back, null where fewer than half were; null entries are censored.</summary>
    /// <param name="steps">Steps to recover, at least one.</param>
    public static int? Median(IReadOnlyList<int?> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentOutOfRangeException.ThrowIfZero(steps.Count, nameof(steps));
        return steps.OrderBy(value => value ?? int.MaxValue).ElementAt((steps.Count - 1) / 2);
    }

    /// <summary>
    /// The share of creatures that were back by each of <see cref="Steps"/>. All are censored at the same time, the last, so the estimate
    /// of Kaplan and Meier is this plain share.
    /// </summary>
    public IReadOnlyList<double> BackBy() => [.. Steps.Select(step => Trials.Count(trial => trial.Steps <= step) / (double)Trials.Count)];

    /// <summary>A quantile of the creatures' errors at each of <see cref="Steps"/>, between neighbours in proportion.</summary>
    /// <param name="share">0 for the smallest, 0.5 for the median, 1 for the largest.</param>
    public IReadOnlyList<double> ErrorQuantile(double share) =>
        [.. Steps.Select((_, look) => Quantile([.. Trials.Select(trial => trial.Errors[look])], share))];

    /// <summary>A quantile, between neighbours in proportion; a number that is none counts as further off than any other.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0 for the smallest, 0.5 for the median, 1 for the largest.</param>
    public static double Quantile(IReadOnlyList<double> values, double share)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);

        // A state that left the finite numbers is further off than any other.
        var sorted = values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value).Order().ToArray();
        var at = share * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        return at == low ? sorted[low] : sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]);
    }
}
