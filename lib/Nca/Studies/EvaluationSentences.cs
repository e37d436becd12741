using static System.FormattableString;

namespace Nca.Studies;

/// <summary>What a study's measurements say, in words.</summary>
public static class EvaluationSentences
{
    /// <summary>Loss and error of every arm, a line each, and which one comes closest to the target.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured; arms without a measurement are left out.</param>
    public static string DescribeArms(this Experiment experiment, IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        var measured = experiment.Arms.Where(arm => rows.Any(row => row.Arm == arm.Name)).ToArray();
        var lines = measured.Select(arm =>
            Invariant($"{arm.Label}: final loss {Mean(rows, arm.Name, row => row.FinalLoss):0.00000}, ")
            + Invariant($"error {Mean(rows, arm.Name, row => row.ErrorGrown):0.00000} at step {Evaluation.Grown}")
        );
        var closest = measured.MinBy(arm => Mean(rows, arm.Name, row => row.ErrorGrown));
        return string.Join('\n', [.. lines, $"Closest to the target at step {Evaluation.Grown}: {closest?.Label ?? "none"}."]);
    }

    /// <summary>Which levels of dropout are best, by error, by staying and by healing.</summary>
    /// <param name="experiment">Gives the arms and their fire rates.</param>
    /// <param name="rows">What was measured, at least one.</param>
    public static string DescribeDropout(this Experiment experiment, IReadOnlyList<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        var arms = rows.Select(row => row.Arm).Distinct().ToArray();
        return string.Join(
            '\n',
            Sentence($"Smallest error at step {Evaluation.Grown}", row => row.ErrorGrown, "0.00000", most: false),
            Sentence("Most samples that stay to step 2,000", row => row.Persistent, "0 %", most: true),
            Sentence("Most middle holes healed", row => row.DiscsHealed[1], "0 %", most: true)
        );

        string Sentence(string what, Func<EvaluationRow, double> value, string form, bool most)
        {
            var best = most ? arms.MaxBy(arm => Mean(rows, arm, value)) : arms.MinBy(arm => Mean(rows, arm, value));
            var amount = Mean(rows, best!, value).ToString(form, System.Globalization.CultureInfo.InvariantCulture);
            return Invariant($"{what}: dropout {1 - experiment.Arm(best!).Config.FireRate:0.##} ({amount}).");
        }
    }

    private static double Mean(IReadOnlyList<EvaluationRow> rows, string arm, Func<EvaluationRow, double> value) =>
        rows.Where(row => row.Arm == arm).Average(value);
}
