using System.Globalization;
using System.Text;
using Nca.Studies;
using Nca.Sweeps.Cells;
using static System.FormattableString;

namespace Nca.Sweeps.Collection;

/// <summary>A sweep's results as tables in files: one line per cell in <c>sweep.csv</c>, one per setting in <c>sweep.md</c>.</summary>
internal static class SweepTable
{
    private static readonly string[] Measured =
    [
        "final_loss",
        "mse_96",
        "mse_200",
        "ssim_200",
        "persistent_2000",
        "healed_small",
        "healed_middle",
        "healed_large",
        "healed_half",
        "seconds",
    ];

    /// <summary>Writes both.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="results">What became of its cells.</param>
    public static void Save(SweepFolder folder, IReadOnlyList<SweepResult> results)
    {
        AtomicFile.Write(Path.Combine(folder.Path, "sweep.csv"), Encoding.UTF8.GetBytes(Csv(folder, results)));
        AtomicFile.Write(Path.Combine(folder.Path, "sweep.md"), Encoding.UTF8.GetBytes(Markdown(folder, SweepGroup.Of(results))));
    }

    /// <summary>One line per cell.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="results">What became of its cells.</param>
    public static string Csv(SweepFolder folder, IReadOnlyList<SweepResult> results)
    {
        var fields = folder.Sweep.Axes.Select(axis => axis.Field).ToArray();
        var text = new StringBuilder(string.Join(',', ["cell", .. fields.Select(Escaped), "status", .. Measured, "problem"])).Append('\n');
        foreach (var (cell, status, row, problem) in results)
        {
            var numbers = row is null
                ? Measured.Select(_ => "")
                : Numbers(row).Select(number => number.ToString("G5", CultureInfo.InvariantCulture));
            text.AppendJoin(
                    ',',
                    [
                        $"{cell.Index}",
                        .. fields.Select(field => Escaped(cell.Values[field])),
                        status.ToString().ToLowerInvariant(),
                        .. numbers,
                        Escaped(problem ?? ""),
                    ]
                )
                .Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<double> Numbers(EvaluationRow row) =>
        [row.FinalLoss, row.ErrorYoung, row.ErrorGrown, row.Similarity, row.Persistent, .. row.DiscsHealed, row.HalvesHealed, row.Seconds];

    /// <summary>One line per setting, over its seeds; the best is marked, and what differs from it by more than seeds explain.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="groups">The settings.</param>
    public static string Markdown(SweepFolder folder, IReadOnlyList<SweepGroup> groups)
    {
        var text = new StringBuilder($"# Sweep over {string.Join(", ", folder.Sweep.Axes.Select(axis => axis.Field))}\n\n");
        text.Append(
            Invariant(
                $"{folder.Cells.Count} trainings of the recipe `{folder.Sweep.Preset}`, {folder.Sweep.Samples} samples each. Mean squared "
            )
        );
        text.Append("error at step 200, over the seeds: mean, lowest and highest.\n\n");
        var fields = groups.Count > 0 ? groups[0].Values.Keys.ToArray() : [];
        text.Append(Line([.. fields, "seeds", "MSE at 200", "stays to 2,000", ""]))
            .Append(Line([.. fields.Select(_ => "---"), "---", "---", "---", "---"]));
        var best = SweepGroup.BestOf(groups);
        foreach (var group in groups)
            text.Append(
                Line([
                    .. fields.Select(field => group.Values[field].Replace("|", "\\|", StringComparison.Ordinal)),
                    $"{group.Errors.Count}",
                    group.Error is { } error ? Invariant($"{error.Mean:G4} [{error.Lowest:G4}, {error.Highest:G4}]") : "–",
                    group.Persistent.Count > 0 ? Invariant($"{group.Persistent.Average():0%}") : "–",
                    Verdict(group, best),
                ])
            );
        return text.ToString();
    }

    /// <summary>How a setting compares with the best one, in two or three words.</summary>
    /// <param name="group">The setting.</param>
    /// <param name="best">The one with the smallest mean error; null where none is measured.</param>
    public static string Verdict(SweepGroup group, SweepGroup? best) =>
        best is null || group.Error is null ? "not measured"
        : ReferenceEquals(group, best) ? "best"
        : group.DiffersBeyondSeeds(best) ? "worse beyond seeds"
        : "";

    private static string Line(string[] parts) => $"| {string.Join(" | ", parts)} |\n";

    private static string Escaped(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
