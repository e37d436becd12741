using static System.FormattableString;

namespace Nca.Studies;

/// <summary>What a study's measurements say, in words.</summary>
public static class EvaluationSentences
{
    /// <summary>Loss and error of every arm, a line each, and which one comes closest to the target.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="findings">What was measured; arms without a measurement are left out.</param>
    public static string DescribeArms(this Experiment experiment, IReadOnlyList<EvaluationRow> findings)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(findings);
        var measured = experiment.Arms.Where(arm => findings.Any(finding => finding.Arm == arm.Name)).ToArray();
        var lines = measured.Select(arm =>
            Invariant($"{arm.Label}: final loss {Mean(findings, arm.Name, finding => finding.FinalLoss):0.00000}, ")
            + Invariant($"error {Mean(findings, arm.Name, finding => finding.ErrorGrown):0.00000} at step {Evaluation.Grown}")
        );
        var closest = measured.MinBy(arm => Mean(findings, arm.Name, finding => finding.ErrorGrown));
        return string.Join('\n', [.. lines, $"Closest to the target at step {Evaluation.Grown}: {closest?.Label ?? "none"}."]);
    }

    /// <summary>Which levels of dropout are best, by error, by staying and by healing.</summary>
    /// <param name="experiment">Gives the arms and their fire rates.</param>
    /// <param name="findings">What was measured, at least one.</param>
    public static string DescribeDropout(this Experiment experiment, IReadOnlyList<EvaluationRow> findings)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(findings);
        var arms = findings.Select(finding => finding.Arm).Distinct().ToArray();
        return string.Join(
            '\n',
            Sentence($"Smallest error at step {Evaluation.Grown}", finding => finding.ErrorGrown, "0.00000", most: false),
            Sentence("Most samples that stay to step 2,000", finding => finding.Persistent, "0 %", most: true),
            Sentence("Most middle holes healed", finding => finding.DiscsHealed[1], "0 %", most: true)
        );

        string Sentence(string what, Func<EvaluationRow, double> value, string form, bool most)
        {
            var best = most ? arms.MaxBy(arm => Mean(findings, arm, value)) : arms.MinBy(arm => Mean(findings, arm, value));
            var amount = Mean(findings, best!, value).ToString(form, System.Globalization.CultureInfo.InvariantCulture);
            return Invariant($"{what}: dropout {1 - experiment.Arm(best!).Config.FireRate:0.##} ({amount}).");
        }
    }

    private static double Mean(IReadOnlyList<EvaluationRow> findings, string arm, Func<EvaluationRow, double> value) =>
        findings.Where(finding => finding.Arm == arm).Average(value);
}
