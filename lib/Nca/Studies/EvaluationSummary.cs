using System.Globalization;

namespace Nca.Studies;

/// <summary>Measurements summed up over the seeds, as text: a row for each arm, the lowest and highest seed in brackets.</summary>
internal static class EvaluationSummary
{
    /// <summary>Headings of the columns.</summary>
    public static IReadOnlyList<string> Headings { get; } =
    [
        "arm",
        "seeds",
        "final loss",
        "MSE at 96",
        "MSE at 200",
        "SSIM at 200",
        "SSIM in the box",
        "stays to 2,000",
        "heals small, middle, large holes",
        "heals halves",
    ];

    /// <summary>The rows, in the order of the arms; arms without a row are left out.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(Experiment experiment, IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        return
        [
            .. experiment
                .Arms.Select(arm => (arm.Label, Found: rows.Where(row => row.Arm == arm.Name).ToArray()))
                .Where(arm => arm.Found.Length > 0)
                .Select(arm => Row(arm.Label, arm.Found)),
        ];
    }

    private static IReadOnlyList<string> Row(string label, EvaluationRow[] found) =>
        [
            label,
            found.Length.ToString(CultureInfo.InvariantCulture),
            Over(found, row => row.FinalLoss, "0.00000"),
            Over(found, row => row.ErrorYoung, "0.00000"),
            Over(found, row => row.ErrorGrown, "0.00000"),
            Over(found, row => row.Similarity, "0.000"),
            Over(found, row => row.SimilarityInBox, "0.000"),
            Over(found, row => row.Persistent, "0%"),
            string.Join(
                ", ",
                Enumerable
                    .Range(0, found[0].DiscsHealed.Count)
                    .Select(size => found.Average(row => row.DiscsHealed[size]).ToString("0%", CultureInfo.InvariantCulture))
            ),
            Over(found, row => row.HalvesHealed, "0%"),
        ];

    private static string Over(EvaluationRow[] found, Func<EvaluationRow, double> value, string form)
    {
        string Text(double number) => number.ToString(form, CultureInfo.InvariantCulture);
        var mean = Text(found.Average(value));
        return found.Length == 1 ? mean : $"{mean} [{Text(found.Min(value))}, {Text(found.Max(value))}]";
    }
}
