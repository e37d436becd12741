using Nca.Analysis.Growth;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Targets;
using Nca.Training;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Pictures of the sample pool.</summary>
public static class PoolFigures
{
    /// <summary>The pool's first entries at several moments, a row for each.</summary>
    /// <param name="training">The training that was watched.</param>
    public static ImageStrip OverTime(WatchedTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var entries = training.Pool[0].Entries.Count;
        return new ImageStrip
        {
            Title = "The pool over time",
            Caption =
                $"The first {entries} of {training.Config.PoolSize} entries of the pool after "
                + $"{string.Join(", ", training.Pool.Select(moment => moment.Iteration))} iterations, a row for each moment. In "
                + $"the last row {training.Pool[^1].Entries.Count(state => state.AliveCells() <= 1)} of them are seed cells "
                + "or have not grown; the others are of all ages.",
            Columns = entries,
            Zoom = Math.Max(1, 72 / training.Target.Grid),
            Frames =
            [
                .. training.Pool.SelectMany(moment => moment.Entries.Select(state => (Pixels.Of(state), $"after {moment.Iteration}"))),
            ],
        };
    }

    /// <summary>Error of two trained automata, far beyond the rollouts of their training.</summary>
    /// <param name="first">A training's samples with their name.</param>
    /// <param name="second">Another training's, observed at the same steps.</param>
    /// <param name="target">The picture to grow.</param>
    /// <param name="longest">Longest rollout in training, in steps.</param>
    public static ChartFigure Staying(
        (string Name, GrowthObservation Growth) first,
        (string Name, GrowthObservation Growth) second,
        Target target,
        int longest
    )
    {
        ArgumentNullException.ThrowIfNull(target);
        var blank = BlankCanvas.ErrorOf(target);
        var last = first.Growth.Steps[^1].Step;
        var (ours, theirs) = (End(first.Growth), End(second.Growth));
        var verdict =
            ours < 0.5 * theirs ? $"The automaton trained {first.Name} stays better."
            : theirs < 0.5 * ours ? $"Here the one trained {second.Name} does better; so short a training may not show the difference."
            : "They end within a factor of two of each other; so short a training may not show the difference.";
        return new ChartFigure
        {
            Title = "Staying",
            Caption =
                $"Mean squared error from the initial state on, means over {first.Growth.Errors.Length} samples, with bands from "
                + $"the lowest to the highest. Rollouts in training were at most {longest} steps long. {Sentence(first)} "
                + $"{Sentence(second)} {verdict}",
            Charts =
            [
                new LineChart
                {
                    XTitle = "step",
                    YTitle = "mean squared error",
                    LogY = true,
                    Series =
                    [
                        Curve(first),
                        Curve(second),
                        Series.Baseline("empty canvas", blank, 0, last),
                        new()
                        {
                            Name = "longest rollout",
                            X = [longest, longest],
                            Y = [blank, Lowest()],
                            Style = SeriesStyle.Faint,
                        },
                    ],
                },
            ],
        };

        // Whatever left the finite numbers has stayed least of all.
        static double End(GrowthObservation growth) =>
            double.IsFinite(growth.Steps[^1].Error.Mean) ? growth.Steps[^1].Error.Mean : double.PositiveInfinity;

        double Lowest() => first.Growth.Errors.Concat(second.Growth.Errors).SelectMany(curve => curve).Where(error => error > 0).Min();

        string Sentence((string Name, GrowthObservation Growth) run) =>
            Invariant($"Trained {run.Name}: {run.Growth.Steps[longest].Error.Mean:0.0000} at step {longest}, ")
            + Invariant($"{run.Growth.Steps[^1].Error.Mean:0.0000} at step {last}.");

        static Series Curve((string Name, GrowthObservation Growth) run) =>
            new()
            {
                Name = run.Name,
                X = [.. run.Growth.Steps.Select(step => (double)step.Step)],
                Y = [.. run.Growth.Steps.Select(step => step.Error.Mean)],
                Lower = [.. run.Growth.Steps.Select(step => step.Error.Lowest)],
                Upper = [.. run.Growth.Steps.Select(step => step.Error.Highest)],
            };
    }

    /// <summary>What a training that began with another's weights grows, beside one of as many iterations that began with none.</summary>
    /// <param name="warm">Samples of the first.</param>
    /// <param name="cold">Samples of the second, observed at the same steps.</param>
    /// <param name="iterations">Iterations of each.</param>
    public static ImageStrip WarmAndCold(GrowthObservation warm, GrowthObservation cold, int iterations)
    {
        ArgumentNullException.ThrowIfNull(warm);
        ArgumentNullException.ThrowIfNull(cold);
        var (step, zoom) = (warm.Steps[^1].Step, Math.Max(1, 160 / warm.Frames[^1].Width));
        var (ours, theirs) = (warm.Steps[^1].Error.Mean, cold.Steps[^1].Error.Mean);
        var verdict =
            ours < theirs
                ? Invariant($"The warm start's error is {theirs / ours:0.#} times smaller.")
                : "Here the warm start does not help.";
        return new ImageStrip
        {
            Title = "Warm and cold",
            Caption =
                $"The first of {warm.Errors.Length} samples of each at step {step}, after {iterations} iterations. "
                + Invariant($"Mean squared error {ours:0.0000} with the warm start, {theirs:0.0000} without. {verdict}"),
            Zoom = zoom,
            Frames = [(Pixels.Of(warm.Frames[^1]), "warm start"), (Pixels.Of(cold.Frames[^1]), "from scratch")],
        };
    }

    /// <summary>One sample of each of two trainings, side by side.</summary>
    /// <param name="first">A training's samples with their name.</param>
    /// <param name="second">Another training's, observed at the same steps.</param>
    public static Animation Film((string Name, GrowthObservation Growth) first, (string Name, GrowthObservation Growth) second)
    {
        // Every second step; the last one in any case.
        var looks = Enumerable
            .Range(0, first.Growth.Steps.Count)
            .Where(look => look % 2 == 0 || look == first.Growth.Steps.Count - 1)
            .ToArray();
        return new Animation
        {
            Title = "With and without",
            Caption = $"From the initial state to step {first.Growth.Steps[^1].Step}; left: {first.Name}, right: {second.Name}.",
            Frames =
            [
                .. looks.Select(look => Pixels.Beside([Pixels.Of(first.Growth.Frames[look]), Pixels.Of(second.Growth.Frames[look])])),
            ],
            Labels = [.. looks.Select(look => $"step {first.Growth.Steps[look].Step}")],
            Zoom = Math.Max(1, 288 / first.Growth.Frames[0].Width),
        };
    }
}
