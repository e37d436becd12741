using Nca.Metrics;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Collection;

/// <summary>The cells of a sweep that differ by their seeds only.</summary>
/// <param name="Values">Their common values, by field.</param>
/// <param name="Errors">Mean squared errors at step 200, one for each seed that is measured.</param>
/// <param name="Persistent">Proportions that stay to step 2,000.</param>
internal sealed record SweepGroup(
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<double> Errors,
    IReadOnlyList<double> Persistent
)
{
    /// <summary>Whether all its errors lie on one side of all of another's: a difference that seeds do not explain.</summary>
    /// <param name="other">The other; both need two seeds at least.</param>
    public bool DiffersBeyondSeeds(SweepGroup other) =>
        Errors.Count > 1 && other.Errors.Count > 1 && (Errors.Min() > other.Errors.Max() || Errors.Max() < other.Errors.Min());

    /// <summary>Summary of the errors; null where none is measured.</summary>
    public SummaryStatistics? Error => Errors.Count > 0 ? SummaryStatistics.Of([.. Errors]) : null;

    /// <summary>The group with the smallest mean error; null where none is measured.</summary>
    /// <param name="groups">The groups.</param>
    public static SweepGroup? BestOf(IEnumerable<SweepGroup> groups) =>
        groups.Where(group => group.Error is not null).MinBy(group => group.Error!.Mean);

    /// <summary>The groups of a sweep, in the order of their first cells.</summary>
    /// <param name="results">What became of the cells.</param>
    public static IReadOnlyList<SweepGroup> Of(IEnumerable<SweepResult> results) =>
        [
            .. results
                .GroupBy(result => string.Join('\n', Common(result.Cell).Select(value => $"{value.Key}={value.Value}")))
                .Select(group =>
                {
                    var rows = group.Where(result => result.Row is not null).Select(result => result.Row!).ToArray();
                    return new SweepGroup(
                        Common(group.First().Cell),
                        [.. rows.Select(row => row.ErrorGrown).Where(double.IsFinite)],
                        [.. rows.Select(row => row.Persistent)]
                    );
                }),
        ];

    private static Dictionary<string, string> Common(SweepCell cell) =>
        cell.Values.Where(value => value.Key != Axis.Seed).ToDictionary(value => value.Key, value => value.Value);
}
