using System.Globalization;
using System.Text;

namespace Nca.Studies;

/// <summary>
/// Measurements as a text for people: the question, the scale, and one line per arm over its seeds.
/// </summary>
internal static class EvaluationText
{
    /// <summary>Writes the text, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="experiment">What was asked.</param>
    /// <param name="rows">What was found; arms without a row are left out.</param>
    public static void Save(string path, Experiment experiment, IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Write(experiment, rows)));
    }

    /// <summary>The text as markdown.</summary>
    /// <param name="experiment">What was asked.</param>
    /// <param name="rows">What was found.</param>
    public static string Write(Experiment experiment, IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {experiment.Question}\n\n");
        foreach (var scale in experiment.Arms.GroupBy(arm => (arm.Grid, arm.Size, arm.Config.Steps, arm.Config.BatchSize)))
        {
            var arms = scale.Count() == experiment.Arms.Count ? "" : $" ({string.Join(", ", scale.Select(arm => arm.Name))})";
            text.Append(
                CultureInfo.InvariantCulture,
                $"Scale: a picture of {scale.Key.Size}×{scale.Key.Size} cells on {scale.Key.Grid}×{scale.Key.Grid}, "
                    + $"{scale.Key.Steps} iterations, batches of {scale.Key.BatchSize}{arms}.\n"
            );
        }

        var samples = rows.Select(found => found.Samples).Distinct().Order().ToArray();
        if (samples.Length > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $"Each run was grown {string.Join(" or ", samples)} times with the stochastic mask on. Means over the seeds, in "
                    + $"brackets the lowest and the highest.\n"
            );
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n| {string.Join(" | ", EvaluationSummary.Headings)} |\n|{string.Concat(EvaluationSummary.Headings.Select(_ => "---|"))}\n"
        );
        foreach (var row in EvaluationSummary.Rows(experiment, rows))
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        return text.ToString();
    }
}
