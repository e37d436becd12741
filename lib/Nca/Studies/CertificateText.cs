using System.Globalization;
using System.Text;
using Nca.Metrics;

namespace Nca.Studies;

/// <summary>A certificate as a table for people.</summary>
internal static class CertificateText
{
    /// <summary>The table in markdown: a row for each wound, shares with 95 % intervals of Wilson (1927), and what is claimed.</summary>
    /// <param name="found">What was measured.</param>
    /// <param name="criteria">What is claimed.</param>
    public static string Write(Certificate found, Criteria criteria)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(criteria);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"### {found.Name}\n\n{found.Samples} creatures each. Back: an error of at most twice the mean of undamaged twins of the same "
                + $"age. Percentages with 95 % intervals; the last column is the older rule (at most twice the error before the wound, or "
                + $"0.002).\n\n"
        );
        var looks = found.Wounds.Count > 0 ? found.Wounds[0].Looks : [];
        text.Append(
            CultureInfo.InvariantCulture,
            $"| wound | {string.Join(" | ", looks.Select(look => $"back after {look}"))} | claimed | not back at any look | older rule |\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---|", looks.Count + 3))}\n");
        foreach (var (outcome, claim) in found.Wounds.Zip(criteria.Check(found)))
        {
            var shares = outcome.BackAtEach.Select((share, look) => look == looks.Count - 1 ? $"**{Full(share)}**" : Full(share));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {outcome.Text} | {string.Join(" | ", shares)} | {Verdict(claim)} | {outcome.Censored} | "
                    + $"{Percent(outcome.BackByOldRule(looks.Count - 1).Value)} |\n"
            );
        }

        var stays = criteria.Check(found)[^1];
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n{found.Survival.Stayed} creatures stay themselves to step {found.Survival.Until:N0} ({Full(found.Survival.Stayed)}; "
                + $"{Verdict(stays)}).\n"
        );
        return text.ToString();
    }

    private static string Verdict(Criterion claim) =>
        claim.Bound is not { } bound ? "reported" : $"≥ {Percent(bound)}: {(claim.Holds ? "holds" : "FAILS")}";

    private static string Full(Proportion share) =>
        $"{Percent(share.Value)} [{Percent(share.Interval.Low)}, {Percent(share.Interval.High)}]";

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
