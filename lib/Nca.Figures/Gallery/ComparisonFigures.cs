using System.Globalization;
using Nca.Figures.Model;
using Nca.Runs;
using Nca.Studies;
using Nca.Targets;
using Nca.Training;

namespace Nca.Figures.Gallery;

/// <summary>Trainings of several recipes side by side.</summary>
public static class ComparisonFigures
{
    private const int Stretches = 40;

    /// <summary>
    /// Loss, gradient norm and living cells of every arm: running means over the seeds, with a band from the lowest seed to the highest.
    /// </summary>
    /// <param name="runs">Finished trainings, at least one.</param>
    public static IReadOnlyList<Chart> TrainingCurves(IReadOnlyList<(ExperimentRun Run, StoredRun Result)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return
        [
            Curves(runs, "Training loss", "mean squared error", window => window.Loss, logarithmic: true),
            Curves(runs, "Gradient norm", "Euclidean norm", window => window.GradientNorm, logarithmic: true),
            Curves(runs, "Living cells", "cells per sample", window => window.AliveCells, logarithmic: false),
        ];
    }

    /// <summary>One grown state of every training as pictures with labels.</summary>
    /// <param name="examples">The states.</param>
    public static IReadOnlyList<(Pixels Picture, string Label)> Grown(IReadOnlyList<GrownExample> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return [.. examples.Select(example => (Pixels.Of(example.State), example.Label))];
    }

    /// <summary>The arms of an experiment: what differs between them, and what their trainings took.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="runs">Finished trainings of every arm.</param>
    public static Table Configurations(Experiment experiment, IReadOnlyList<(ExperimentRun Run, StoredRun Result)> runs)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return Table.Of(
            experiment
                .Arms.Select(arm => (Arm: arm, Results: runs.Where(run => run.Run.Arm == arm).Select(run => run.Result).ToArray()))
                .Where(arm => arm.Results.Length > 0)
                .Select(arm => new
                {
                    Configuration = arm.Arm.Label,
                    arm.Arm.Config.Channels,
                    arm.Arm.Config.Hidden,
                    Dropout = FormattableString.Invariant($"{1 - arm.Arm.Config.FireRate:0.##}"),
                    Parameters = FormattableString.Invariant($"{arm.Results[0].Weights.Values.Length:N0}"),
                    Iterations = arm.Arm.Config.Steps,
                    Seeds = arm.Results.Length,
                    Minutes_each = FormattableString.Invariant($"{arm.Results.Average(run => run.Provenance.Seconds) / 60:0.0}"),
                })
        );
    }

    /// <summary>Measurements as a table, one row per arm.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured.</param>
    public static Table Summary(Experiment experiment, IReadOnlyList<EvaluationRow> rows) =>
        new(EvaluationSummary.Headings, EvaluationSummary.Rows(experiment, rows));

    /// <summary>Every arm against the first: the factor between their errors, and whether all seeds agree about it.</summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="error">By what they are compared; smaller is better.</param>
    public static Table Verdicts(Experiment experiment, IReadOnlyList<EvaluationRow> rows, Func<EvaluationRow, double> error) =>
        new(
            ["instead of the preset's choice", "error ×", "verdict"],
            [
                .. ArmComparison
                    .WithFirst(experiment, rows, error)
                    .Select(arm =>
                        (IReadOnlyList<string>)
                            [
                                arm.Arm.Label,
                                double.IsNaN(arm.Factor) ? "" : arm.Factor.ToString("0.0", CultureInfo.InvariantCulture),
                                Said(arm.Verdict),
                            ]
                    ),
            ]
        );

    /// <summary>
    /// Measured values of every arm in a row of its own: the mean over the seeds, and the range from the lowest to the highest.
    /// </summary>
    /// <param name="experiment">Gives the rows; arms without a row are left out.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="xTitle">Title of the axis, with its unit.</param>
    /// <param name="logarithmic">Whether the axis is logarithmic.</param>
    /// <param name="values">What is marked, by name.</param>
    public static DotChart Dots(
        Experiment experiment,
        IReadOnlyList<EvaluationRow> rows,
        string xTitle,
        bool logarithmic,
        params (string Name, Func<EvaluationRow, double> Value)[] values
    )
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(values);
        var arms = experiment.Arms.Where(arm => rows.Any(row => row.Arm == arm.Name)).ToArray();
        var found = arms.Select(arm => rows.Where(row => row.Arm == arm.Name).ToArray()).ToArray();
        return new DotChart
        {
            XTitle = xTitle,
            YTitle = "",
            LogX = logarithmic,
            Rows = [.. arms.Select(arm => arm.Label)],
            Series =
            [
                .. values.Select(value => new DotSeries(
                    value.Name,
                    [.. found.Select(arm => arm.Average(value.Value))],
                    [.. found.Select(arm => arm.Min(value.Value))],
                    [.. found.Select(arm => arm.Max(value.Value))]
                )),
            ],
        };
    }

    /// <summary>
    /// Measured values against what the arms vary: lines through the means over the seeds, bands from the lowest to the highest.
    /// </summary>
    /// <param name="experiment">Gives the arms.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="xTitle">What the arms vary, with its unit.</param>
    /// <param name="position">Where an arm stands.</param>
    /// <param name="yTitle">Title of the vertical axis, with its unit.</param>
    /// <param name="logarithmic">Whether the vertical axis is logarithmic.</param>
    /// <param name="values">What is drawn, by name.</param>
    public static LineChart Against(
        Experiment experiment,
        IReadOnlyList<EvaluationRow> rows,
        string xTitle,
        Func<TrainingConfig, double> position,
        string yTitle,
        bool logarithmic,
        params (string Name, Func<EvaluationRow, double> Value)[] values
    )
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(values);
        var arms = experiment.Arms.Where(arm => rows.Any(row => row.Arm == arm.Name)).OrderBy(arm => position(arm.Config)).ToArray();
        var found = arms.Select(arm => rows.Where(row => row.Arm == arm.Name).ToArray()).ToArray();
        return new LineChart
        {
            XTitle = xTitle,
            YTitle = yTitle,
            LogY = logarithmic,
            Series =
            [
                .. values.Select(value => new Series
                {
                    Name = value.Name,
                    X = [.. arms.Select(arm => position(arm.Config))],
                    Y = [.. found.Select(arm => arm.Average(value.Value))],
                    Lower = [.. found.Select(arm => arm.Min(value.Value))],
                    Upper = [.. found.Select(arm => arm.Max(value.Value))],
                }),
            ],
        };
    }

    private static string Said(ArmVerdict verdict) =>
        verdict switch
        {
            ArmVerdict.WorseInEverySeed => "worse in every seed",
            ArmVerdict.BetterInEverySeed => "better in every seed",
            ArmVerdict.NeverFinished => "no seed came to its end: the training left the finite numbers",
            _ => "no clear difference",
        };

    private static LineChart Curves(
        IReadOnlyList<(ExperimentRun Run, StoredRun Result)> runs,
        string title,
        string unit,
        Func<MetricsWindow, double> value,
        bool logarithmic
    ) =>
        new()
        {
            Title = title,
            XTitle = "iteration",
            YTitle = unit,
            LogY = logarithmic,
            Series =
            [
                .. runs.GroupBy(entry => entry.Run.Arm.Label)
                    .Select(arm => Curve(arm.Key, [.. arm.Select(entry => entry.Result.Metrics)], value)),
            ],
        };

    // Seeds of one arm have the same iterations, so their stretches lie above each other.
    private static Series Curve(string name, IReadOnlyList<MetricsWindow>[] seeds, Func<MetricsWindow, double> value)
    {
        var length = Math.Max(1, seeds[0].Count / Stretches);
        var curves = seeds.Select(seed => seed.Chunk(length).Select(stretch => stretch.Average(value)).ToArray()).ToArray();
        double Across(int stretch, Func<IEnumerable<double>, double> sum) => sum(curves.Select(curve => curve[stretch]));
        var stretches = Enumerable.Range(0, curves.Min(curve => curve.Length)).ToArray();
        return new Series
        {
            Name = name,
            X =
            [
                .. seeds[0]
                    .Chunk(length)
                    .Take(stretches.Length)
                    .Select(stretch => stretch.Average(window => window.Iteration + window.Iterations / 2.0)),
            ],
            Y = [.. stretches.Select(stretch => Across(stretch, Enumerable.Average))],
            Lower = [.. stretches.Select(stretch => Across(stretch, Enumerable.Min))],
            Upper = [.. stretches.Select(stretch => Across(stretch, Enumerable.Max))],
        };
    }
}
