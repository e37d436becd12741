using Nca.Analysis.Growth;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Figures of how an automaton grows, and of how long its picture stays.</summary>
public static class GrowthFigures
{
    private const int MontageMoments = 16,
        MontageColumns = 4;

    /// <summary>Sixteen moments of one sample, evenly spaced from the initial state to the last step.</summary>
    /// <param name="growth">An observation of every step.</param>
    /// <param name="target">The picture that was to grow.</param>
    /// <exception cref="ArgumentException">The observation skips steps.</exception>
    public static ImageStrip Montage(GrowthObservation growth, Target target)
    {
        RequireEveryStep(growth);
        ArgumentNullException.ThrowIfNull(target);
        var last = growth.Steps[^1].Step;
        var moments = Enumerable
            .Range(0, MontageMoments)
            .Select(index => (int)Math.Round(index * (double)last / (MontageMoments - 1)))
            .ToArray();
        return new ImageStrip
        {
            Title = "Growth from a single cell",
            IsThumbnail = true,
            ThumbnailFrame = 4,
            Caption =
                $"Sixteen moments of one sample. {growth.Frames[moments[1]].AliveCells()} cells live at step {moments[1]} and "
                + $"{growth.Frames[^1].AliveCells()} at step {last}; the picture has {BlankCanvas.Of(target).TargetAliveCells}.",
            Columns = MontageColumns,
            Zoom = Math.Max(1, 128 / target.Grid),
            Frames = [.. moments.Select(step => (Pixels.Of(growth.Frames[step]), $"step {step}"))],
        };
    }

    /// <summary>One sample as an animation, every second step.</summary>
    /// <param name="growth">An observation of every step.</param>
    /// <exception cref="ArgumentException">The observation skips steps.</exception>
    public static Animation Film(GrowthObservation growth)
    {
        RequireEveryStep(growth);
        var last = growth.Steps[^1].Step;
        var shown = Enumerable.Range(0, last + 1).Where(step => step % 2 == 0 || step == last).ToArray();
        return new Animation
        {
            Title = "Growth, animated",
            Caption = $"Every second step up to step {last}, composed over white.",
            Frames = [.. shown.Select(step => Pixels.Of(growth.Frames[step]))],
            Labels = [.. shown.Select(step => $"step {step}")],
            Centiseconds = 12,
            Zoom = Math.Max(1, 320 / growth.Frames[0].Width),
        };
    }

    /// <summary>Similarity, signal to noise and living cells over the steps, each beside what a blank canvas scores.</summary>
    /// <param name="growth">What was observed.</param>
    /// <param name="target">The picture that was to grow.</param>
    public static ChartFigure Convergence(GrowthObservation growth, Target target)
    {
        ArgumentNullException.ThrowIfNull(growth);
        ArgumentNullException.ThrowIfNull(target);
        var (blank, end) = (BlankCanvas.Of(target), growth.Steps[^1]);
        return new ChartFigure
        {
            Title = "Convergence",
            Caption =
                Invariant($"At step {end.Step} the SSIM is {end.Similarity.Mean:0.000} over the whole canvas, where a blank one scores ")
                + Invariant($"{blank.Similarity:0.000}, and {end.SimilarityInBox.Mean:0.000} within the picture's box, where a blank one ")
                + Invariant($"scores {blank.SimilarityInBox:0.000}. PSNR is {end.SignalToNoise.Mean:0.0} dB, blank ")
                + Invariant($"{blank.SignalToNoise:0.0} dB. {end.AliveCells.Mean:0} cells live ({end.AliveCells.Lowest:0} to ")
                + Invariant($"{end.AliveCells.Highest:0}); the picture has {blank.TargetAliveCells}."),
            Charts =
            [
                Curve("Similarity, whole canvas", "SSIM", step => step.Similarity, "blank canvas", blank.Similarity),
                Curve("Similarity, picture's box", "SSIM", step => step.SimilarityInBox, "blank canvas", blank.SimilarityInBox),
                Curve("Signal to noise", "PSNR (dB)", step => step.SignalToNoise, "blank canvas", blank.SignalToNoise),
                Curve("Living cells", "cells", step => step.AliveCells, "the picture", blank.TargetAliveCells),
            ],
        };

        LineChart Curve(string title, string unit, Func<GrowthStep, SummaryStatistics> value, string baseline, double level) =>
            new()
            {
                Title = title,
                XTitle = "step",
                YTitle = unit,
                Series =
                [
                    Series.Band(MeanOf(growth.Errors.Length), Steps(growth.Steps), growth.Steps.Select(value)),
                    Series.Baseline(baseline, level, 0, end.Step),
                ],
            };
    }

    private static string MeanOf(int samples) => samples == 1 ? "one sample" : $"mean of {samples} samples";

    /// <summary>One sample of each evaluation at some ages, a row each.</summary>
    /// <param name="trials">The evaluations, observed at the same steps.</param>
    /// <param name="ages">Steps to show; the nearest observed ones are taken.</param>
    public static ImageStrip Evaluations(IReadOnlyList<EvaluationTrial> trials, params int[] ages)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var steps = trials[0].Growth.Steps;
        var looks = ages.Order().Select(age => Enumerable.Range(0, steps.Count).MinBy(look => Math.Abs(steps[look].Step - age))).Distinct();
        var shown = looks.ToArray();
        return new ImageStrip
        {
            Title = "Three evaluations of one rule",
            Caption = "One row for each evaluation, from young to old. Only the first row is random; the other two always look the same.",
            Columns = shown.Length,
            Zoom = Math.Max(1, 128 / trials[0].Growth.Frames[0].Width),
            Frames =
            [
                .. trials.SelectMany(trial =>
                    shown.Select(look => (Pixels.Of(trial.Growth.Frames[look]), $"{trial.Name()}, {steps[look].Step}"))
                ),
            ],
        };
    }

    /// <summary>Error of each evaluation over the steps.</summary>
    /// <param name="trials">The evaluations, observed at the same steps.</param>
    /// <param name="target">The picture that was to grow.</param>
    public static ChartFigure EvaluationErrors(IReadOnlyList<EvaluationTrial> trials, Target target)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(target);
        var blank = BlankCanvas.Of(target).Error;
        var (first, last) = (trials[0].Growth.Steps[1].Step, trials[0].Growth.Steps[^1].Step);
        var finite = trials.All(trial => double.IsFinite(trial.Growth.Steps[^1].Error.Mean));
        return new ChartFigure
        {
            Title = "Error of three evaluations",
            Caption =
                $"{string.Join(" ", trials.Select(trial => trial.Describe()))} "
                + Invariant(
                    $"An error of {Persistence.Bound} or less in every sample counts as the picture; a blank canvas has {blank:0.000}."
                )
                + (finite ? "" : " Where a line ends, the numbers are no longer finite."),
            Charts =
            [
                new LineChart
                {
                    XTitle = "step",
                    YTitle = "mean squared error",
                    LogX = true,
                    LogY = true,
                    Series = [.. trials.Select(Line), .. Levels(blank, first, last)],
                },
            ],
        };

        static Series Line(EvaluationTrial trial)
        {
            var seen = trial.Growth.Steps.Skip(1).ToArray();
            return Series.Band(trial.Name(), Steps(seen), seen.Select(step => step.Error));
        }
    }

    /// <summary>Error long after the picture has grown, and the proportion of samples that keep it.</summary>
    /// <param name="errors">Errors by sample and look, as <see cref="Persistence.Errors"/> gives them.</param>
    /// <param name="target">The picture that was to grow.</param>
    /// <param name="longestRollout">Longest rollout in training, in steps.</param>
    public static ChartFigure BeyondTraining(double[][] errors, Target target, int longestRollout)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(target);
        var looks = Enumerable.Range(1, errors[0].Length).Select(look => (double)look * Persistence.Every).ToArray();
        var last = (int)looks[^1];
        var stayed = Persistence.StayedUntil(errors, last);
        var over = Enumerable.Range(0, looks.Length).Select(look => SummaryStatistics.Of([.. errors.Select(curve => curve[look])]));
        return new ChartFigure
        {
            Title = "Beyond the longest rollout",
            Caption =
                Invariant($"{stayed} samples keep an error of at most {Persistence.Bound} from step 200 to step {last:N0}, ")
                + Invariant($"{(double)last / longestRollout:0} times the longest rollout in training ({longestRollout} steps). ")
                + Invariant($"The 95 % interval is {stayed.Interval.Low:0 %} to {stayed.Interval.High:0 %}. ")
                + "The line is the mean; the band reaches from the best sample to the worst.",
            Charts =
            [
                new LineChart
                {
                    XTitle = "step",
                    YTitle = "mean squared error",
                    LogY = true,
                    Series = [Series.Band(MeanOf(errors.Length), looks, over), .. Levels(BlankCanvas.Of(target).Error, looks[0], last)],
                },
            ],
        };
    }

    private static Series[] Levels(double blank, double from, double to) =>
        [Series.Baseline("blank canvas", blank, from, to), Series.Baseline("counts as the picture", Persistence.Bound, from, to)];

    private static IEnumerable<double> Steps(IEnumerable<GrowthStep> steps) => steps.Select(step => (double)step.Step);

    private static void RequireEveryStep(GrowthObservation growth)
    {
        ArgumentNullException.ThrowIfNull(growth);
        if (growth.Frames.Count != growth.Steps[^1].Step + 1)
            throw new ArgumentException("Every step must have been observed; leave Every at 1.", nameof(growth));
    }
}
