using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>What a training looked like from outside: loss, gradient, life, rollouts and learning rate over its iterations.</summary>
public static class TrainingCurves
{
    private const int Last = 100;

    /// <summary>The curves of a stored run.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="run">The run.</param>
    public static ChartFigure Of(string title, StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(title, run.Config, run.Target, run.Metrics);
    }

    /// <summary>The curves of a training that was watched.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="training">The training.</param>
    public static ChartFigure Of(string title, WatchedTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Of(title, training.Config, training.Target, MetricsWindow.Of(training.Records));
    }

    private static ChartFigure Of(string title, TrainingConfig config, Target target, IReadOnlyList<MetricsWindow> metrics)
    {
        var iterations = metrics.Select(window => (double)window.Iteration).ToArray();
        var smoothing = Math.Max(1, metrics.Count / 50);
        var end = metrics[^1].Iteration + metrics[^1].Iterations;
        var blank = BlankCanvas.ErrorOf(target);
        var alive = Enumerable
            .Range(0, target.Grid * target.Grid)
            .Count(cell => target.Rgba[cell * CellState.VisibleChannels + CellState.Alpha] > AutomatonConfig.AliveThreshold);
        var ending = metrics.Where(window => window.Iteration + window.Iterations > end - Last).ToArray();
        var final = ending.Sum(window => window.Loss * window.Iterations) / ending.Sum(window => window.Iterations);
        var raw = metrics[0].Iterations == 1 ? "each iteration" : $"the mean of {metrics[0].Iterations} iterations";
        return new ChartFigure
        {
            Title = title,
            Caption =
                Invariant($"{end:N0} iterations. The loss begins at {metrics[0].Loss:0.0000} and averages {final:0.00000} over the ")
                + Invariant($"last {Math.Min(Last, end)}; an empty canvas would score {blank:0.0000}. ")
                + $"Raw: {raw}{(metrics[0].Iterations > 1 ? ", with a band from the lowest batch to the highest" : "")}; smooth: "
                + $"the running mean of {smoothing * metrics[0].Iterations}. The gradient's norm is the one before it is "
                + $"{(config.GradientControl == GradientControl.ClipTotalNorm ? "clipped" : "normalised")}. Living cells are "
                + "counted per sample. "
                + $"{metrics.Sum(window => window.DeadSamples):N0} of {end * (long)config.BatchSize:N0} samples ended without a "
                + $"living cell; {metrics.Sum(window => window.ReplacedStates):N0} dead or broken states were kept out of the "
                + "pool.",
            Charts =
            [
                Curve(
                    "Training loss",
                    "mean squared error",
                    window => window.Loss,
                    logarithmic: true,
                    band: true,
                    Series.Baseline("empty canvas", blank, 0, end)
                ),
                Curve("Gradient norm", "Euclidean norm", window => window.GradientNorm, logarithmic: true),
                Curve(
                    "Living cells",
                    "cells per sample",
                    window => window.AliveCells,
                    logarithmic: false,
                    band: false,
                    Series.Baseline("the target's", alive, 0, end)
                ),
                new LineChart
                {
                    Title = "Rollout schedule",
                    XTitle = "iteration",
                    YTitle = "steps",
                    Series =
                    [
                        new()
                        {
                            Name = "drawn",
                            X = iterations,
                            Y = [.. metrics.Select(window => window.Rollout)],
                            Style = SeriesStyle.Faint,
                        },
                        new()
                        {
                            Name = "longest",
                            X = iterations,
                            Y = [.. metrics.Select(window => (double)config.RolloutRange(window.Iteration).Longest)],
                            Style = SeriesStyle.Steps,
                        },
                        new()
                        {
                            Name = "shortest",
                            X = iterations,
                            Y = [.. metrics.Select(window => (double)config.RolloutRange(window.Iteration).Shortest)],
                            Style = SeriesStyle.Steps,
                        },
                    ],
                },
                new LineChart
                {
                    Title = "Learning rate",
                    XTitle = "iteration",
                    YTitle = "the optimiser's step size",
                    LogY = true,
                    Series =
                    [
                        new()
                        {
                            Name = "learning rate",
                            X = iterations,
                            Y = [.. metrics.Select(window => window.LearningRate)],
                            Style = SeriesStyle.Steps,
                        },
                    ],
                },
                Curve("Hidden channels", "largest absolute value", window => window.LargestHidden, logarithmic: true),
            ],
        };

        LineChart Curve(
            string name,
            string unit,
            Func<MetricsWindow, double> value,
            bool logarithmic,
            bool band = false,
            params Series[] more
        )
        {
            var values = metrics.Select(value).ToArray();
            var summed = band && metrics[0].Iterations > 1;
            return new LineChart
            {
                Title = name,
                XTitle = "iteration",
                YTitle = unit,
                LogY = logarithmic,
                Series =
                [
                    new()
                    {
                        Name = "raw",
                        X = iterations,
                        Y = values,
                        Lower = summed ? [.. metrics.Select(window => window.LowestLoss)] : null,
                        Upper = summed ? [.. metrics.Select(window => window.HighestLoss)] : null,
                        Style = SeriesStyle.Faint,
                    },
                    new()
                    {
                        Name = "smooth",
                        X = iterations,
                        Y = TrainingMetrics.Smoothed(values, smoothing),
                    },
                    .. more,
                ],
            };
        }
    }
}
