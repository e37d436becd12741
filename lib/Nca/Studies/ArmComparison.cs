namespace Nca.Studies;

/// <summary>An arm of an experiment against the first one.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Factor">Its mean error divided by the first arm's; NaN where it has no row.</param>
/// <param name="Verdict">Whether the seeds agree about the difference.</param>
internal sealed record ArmComparison(ExperimentArm Arm, double Factor, ArmVerdict Verdict)
{
    /// <summary>Compares all arms but the first with the first.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured, the first arm among it.</param>
    /// <param name="error">By what they are compared; smaller is better.</param>
    /// <exception cref="ArgumentException">The first arm has no row.</exception>
    public static IReadOnlyList<ArmComparison> WithFirst(
        Experiment experiment,
        IReadOnlyList<EvaluationRow> rows,
        Func<EvaluationRow, double> error
    )
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(rows);
        var plain = Errors(experiment.Arms[0]);
        if (plain.Length == 0)
            throw new ArgumentException(
                $"Nothing was found of {experiment.Arms[0].Name}, with which the others are compared.",
                nameof(rows)
            );
        return [.. experiment.Arms.Skip(1).Select(arm => Compare(arm, Errors(arm)))];

        double[] Errors(ExperimentArm arm) => [.. rows.Where(row => row.Arm == arm.Name).Select(error)];

        ArmComparison Compare(ExperimentArm arm, double[] errors) =>
            errors.Length == 0
                ? new(arm, double.NaN, ArmVerdict.NeverFinished)
                : new(
                    arm,
                    errors.Average() / plain.Average(),
                    errors.Min() > plain.Max() ? ArmVerdict.WorseInEverySeed
                        : errors.Max() < plain.Min() ? ArmVerdict.BetterInEverySeed
                        : ArmVerdict.NoClearDifference
                );
    }
}
