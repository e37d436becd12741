using Nca.Analysis;
using Nca.Analysis.Growth;
using Nca.Analysis.Healing;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Pictures of damage and what comes after it (tutorial, section 7).</summary>
public static class HealingFigures
{
    private const int StripWidth = 192,
        FilmSteps = 100;

    /// <summary>Before, after damage, after healing; the undamaged twin, and where the healed creature differs from it.</summary>
    /// <param name="samples">The creatures; the first one is shown.</param>
    /// <param name="twins">What was seen of them and their twins.</param>
    public static ImageStrip Test(GrownSamples samples, TwinComparison twins)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(twins);
        var (before, damaged, healed, twin) = (samples.Grown[0], twins.Frames[0], twins.Frames[^1], twins.TwinFrames[^1]);
        var (visible, hidden) = (TwinComparison.VisibleDistance(healed, twin), TwinComparison.HiddenDistance(healed, twin));
        var target = samples.Protocol.Creature.Target;
        return new ImageStrip
        {
            Title = $"Regeneration test: {samples.Name}",
            Caption =
                Invariant($"A {twins.Damage} takes {before.AliveCells() - damaged.AliveCells()} of {before.AliveCells()} living cells ")
                + Invariant($"from a creature of {samples.Age} steps. ")
                + Invariant($"Its mean squared error is {Error(before):0.00000} before, {Error(damaged):0.00000} after the damage and ")
                + Invariant($"{Error(healed):0.00000} after {twins.Steps[^1]} steps; the undamaged twin is at ")
                + Invariant($"{Error(twin):0.00000}. ")
                + Invariant($"Damaged creature and twin differ by {visible.Average():0.0000} on average in the visible channels (at most ")
                + Invariant($"{visible.Max():0.00}) and by {hidden.Average():0.0000} in the hidden channels (at most ")
                + Invariant($"{hidden.Max():0.00}); each difference is drawn dark at its own largest value."),
            Columns = 3,
            Zoom = Zoom(target, 240),
            Frames =
            [
                (Pixels.Of(before), "before damage"),
                (Pixels.Of(damaged), "after damage"),
                (Pixels.Of(healed), Invariant($"after {twins.Steps[^1]} steps")),
                (Pixels.Of(twin), "the undamaged twin"),
                (Pixels.Grey(Finite(visible), target.Grid), "difference, RGBA"),
                (Pixels.Grey(Finite(hidden), target.Grid), "difference, hidden"),
            ],
        };

        double Error(CellState state) => ImageError.MeanSquared(state.Rgba(), target.Rgba);
    }

    /// <summary>The first creature of each run healing, side by side, step by step.</summary>
    /// <param name="runs">The creatures, and what was seen of them at the same steps.</param>
    public static Animation Film(params (GrownSamples Samples, TwinComparison Twins)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var steps = runs[0].Twins.Steps.TakeWhile(step => step <= FilmSteps).ToArray();
        return new Animation
        {
            Title = "Healing",
            Caption =
                $"From the left: {string.Join(", ", runs.Select(run => run.Samples.Name))}. The first frame is the moment of "
                + $"the damage, the last one {steps[^1]} steps later.",
            Frames = [.. steps.Select((_, look) => Pixels.Beside([.. runs.Select(run => Pixels.Of(run.Twins.Frames[look]))]))],
            Labels = [.. steps.Select(step => $"step {step}")],
            Centiseconds = 16,
            Zoom = Zoom(runs[0].Samples.Protocol.Creature.Target, 320),
        };
    }

    /// <summary>How far damaged creatures are from their twins as time goes by.</summary>
    /// <param name="runs">The creatures, and what was seen of them.</param>
    public static ChartFigure Twins(params (GrownSamples Samples, TwinComparison Twins)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new ChartFigure
        {
            Title = "Distance from the undamaged twin",
            Caption =
                "Mean absolute difference between a damaged creature and its twin, which ran on with the same fire masks: medians "
                + "over the creatures, bands from the first to the third quartile. "
                + "Dashed: two undamaged creatures with different fire masks. A wound has closed when its line reaches the dashed "
                + "one; below that, the creature is closer to its twin than a stranger would be. "
                + string.Join(" ", runs.Select(Ends)),
            Charts =
            [
                Chart("Visible channels", twins => twins.Visible, strangers: true),
                Chart("Hidden channels", twins => twins.Hidden, strangers: false),
            ],
        };

        LineChart Chart(string title, Func<TwinComparison, double[][]> distance, bool strangers) =>
            new()
            {
                Title = title,
                XTitle = "steps since the damage",
                YTitle = "mean absolute difference",
                LogY = true,
                Series =
                [
                    .. runs.Select(
                        (run, index) => Band(run.Samples.Name, Numbers(run.Twins.Steps), distance(run.Twins)) with { Colour = index }
                    ),
                    .. runs.Where(run => strangers && run.Twins.Strangers.Length > 0)
                        .Select(
                            (run, index) =>
                                Band("two undamaged ones", Numbers(run.Twins.Steps), run.Twins.Strangers) with
                                {
                                    Lower = null,
                                    Upper = null,
                                    Style = SeriesStyle.Dashed,
                                    Colour = index,
                                    InLegend = index == 0,
                                }
                        ),
                ],
            };

        static string Ends((GrownSamples Samples, TwinComparison Twins) run)
        {
            var end = Median([.. run.Twins.Visible.Select(curve => curve[^1])]);
            var strangers =
                run.Twins.Strangers.Length > 0
                    ? Invariant($"; two undamaged ones {Median([.. run.Twins.Strangers.Select(curve => curve[^1])]):0.0000}")
                    : "";
            return Invariant($"{run.Samples.Name} ends at {end:0.0000}{strangers}.");
        }
    }

    /// <summary>Error against steps since the damage, a chart for each run and a line for each radius.</summary>
    /// <param name="runs">The creatures, and how they recovered.</param>
    public static ChartFigure Curves(params (GrownSamples Samples, IReadOnlyList<RecoveryCurve> Curves)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var creatures = runs[0].Curves[0].Trials.Count;
        return new ChartFigure
        {
            Title = "Recovery curves",
            Caption =
                "Error against the target after discs of several radii, each around a living cell drawn at random: medians "
                + $"over {creatures} creatures, bands from the first to the third quartile. Dashed: the median before the damage. "
                + "A line that stays high is a wound that stays open; one that rises again is a creature that keeps growing.",
            Charts =
            [
                .. runs.Select(run => new LineChart
                {
                    Title = run.Samples.Name,
                    XTitle = "steps since the damage",
                    YTitle = "mean squared error",
                    LogY = true,
                    Series =
                    [
                        .. run.Curves.Select(curve => new Series
                        {
                            Name = Invariant($"r = {curve.Radius:0.#}"),
                            X = Numbers(curve.Steps),
                            Y = [.. curve.ErrorQuantile(0.5)],
                            Lower = [.. curve.ErrorQuantile(0.25)],
                            Upper = [.. curve.ErrorQuantile(0.75)],
                        }),
                        Series.Baseline(
                            "before",
                            Median([.. run.Curves[0].Trials.Select(trial => trial.Before)]),
                            0,
                            run.Curves[0].Steps[^1]
                        ),
                    ],
                }),
            ],
        };
    }

    /// <summary>How many creatures were back by each step, how many in all, and when; censored ones are hollow marks.</summary>
    /// <param name="runs">The creatures, and how they recovered.</param>
    public static ChartFigure Performance(params (GrownSamples Samples, IReadOnlyList<RecoveryCurve> Curves)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var limit = runs[0].Samples.Protocol.Steps;
        var spacing = runs[0].Curves.Count > 1 ? runs[0].Curves[1].Radius - runs[0].Curves[0].Radius : 1;
        return new ChartFigure
        {
            Title = "Recovery performance",
            Caption =
                "Back means an error of at most twice that before the damage, or of at most "
                + $"{HealingBound.Least.ToString(System.Globalization.CultureInfo.InvariantCulture)}. Above: the proportion of "
                + $"creatures that were back by each step. Below: the proportion within {limit} steps with its 95 % interval, and each "
                + $"creature's own time; a hollow mark at {limit} is a creature that was not back by then, and that is all we "
                + "know of it. "
                + string.Join(
                    " ",
                    runs.Select(run =>
                        $"{run.Samples.Name}: "
                        + $"{string.Join(", ", run.Curves.Select(curve => Invariant($"{curve.Recovered} at r = {curve.Radius:0.#}")))}."
                    )
                ),
            Charts =
            [
                .. runs.Select(run => new LineChart
                {
                    Title = $"{run.Samples.Name}: back by step",
                    XTitle = "steps since the damage",
                    YTitle = "proportion of creatures",
                    Series =
                    [
                        .. run.Curves.Select(curve => new Series
                        {
                            Name = Invariant($"r = {curve.Radius:0.#}"),
                            X = Numbers(curve.Steps),
                            Y = [.. curve.BackBy()],
                            Style = SeriesStyle.Steps,
                        }),
                        Series.Baseline("all", 1, 0, limit),
                    ],
                }),
                new LineChart
                {
                    Title = $"Back within {limit} steps",
                    XTitle = "radius of the hole (cells)",
                    YTitle = "proportion of creatures",
                    Series =
                    [
                        .. runs.Select(run => new Series
                        {
                            Name = run.Samples.Name,
                            X = [.. run.Curves.Select(curve => curve.Radius)],
                            Y = [.. run.Curves.Select(curve => curve.Recovered.Value)],
                            Lower = [.. run.Curves.Select(curve => curve.Recovered.Interval.Low)],
                            Upper = [.. run.Curves.Select(curve => curve.Recovered.Interval.High)],
                        }),
                    ],
                },
                new LineChart
                {
                    Title = "Time to recover",
                    XTitle = "radius of the hole (cells)",
                    YTitle = "steps",
                    Series =
                    [
                        .. runs.SelectMany(
                            (run, index) =>
                                Times(
                                    run.Samples.Name,
                                    run.Curves,
                                    index,
                                    spacing * (index - (runs.Length - 1) / 2.0) * 0.4,
                                    spacing * 0.25,
                                    limit
                                )
                        ),
                    ],
                },
            ],
        };
    }

    /// <summary>
    /// The tutorial's recovery test before a single step of healing: who passes already, and which radii can be tested.
    /// </summary>
    /// <param name="samples">The creatures.</param>
    public static Table BeforeHealing(GrownSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Table.Of(
            DamageSeverity
                .Of(samples.Grown, samples.Protocol.Creature.Target, samples.Radii)
                .Select(taken => new
                {
                    taken.Radius,
                    SSIM_right_after = Invariant($"{taken.Similarity.Mean:0.000}"),
                    Passed_at_once = taken.AtOnce.ToString(),
                    Living_cells_left = Invariant($"{taken.LivingAfter.Mean:0} of {taken.LivingBefore.Mean:0}"),
                    Can_be_tested = taken.LivingAfter.Highest == 0 ? "no: nothing lives"
                    : taken.AtOnce.Successes == taken.AtOnce.Trials ? "no: passed already"
                    : "yes",
                })
        );
    }

    /// <summary>How creatures recovered, in numbers.</summary>
    /// <param name="runs">The creatures, and how they recovered.</param>
    public static Table Recovery(params (GrownSamples Samples, IReadOnlyList<RecoveryCurve> Curves)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Table.Of(
            runs.SelectMany(run =>
                run.Curves.Select(curve => new
                {
                    Creature = run.Samples.Name,
                    curve.Radius,
                    Back = curve.Recovered.ToString(),
                    Interval = Invariant($"{curve.Recovered.Interval.Low:0 %} to {curve.Recovered.Interval.High:0 %}"),
                    Half_were_back_after = curve.MedianSteps is { } steps ? $"{steps} steps" : $"not within {run.Samples.Protocol.Steps}",
                    Still_back_at_the_end = curve.Stayed.ToString(),
                })
            )
        );
    }

    /// <summary>The first creature without its right, lower, left and upper half, and what became of it.</summary>
    /// <param name="samples">The creatures; all lose each half.</param>
    public static ImageStrip Halves(GrownSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var trials = new[] { 0.0, 90, 180, 270 }
            .Select(degrees => (Degrees: degrees, Trials: HealingTest.AfterHalves(samples.Grown, degrees, samples.Protocol)))
            .ToArray();
        return new ImageStrip
        {
            Title = $"Halves cut away: {samples.Name}",
            Caption =
                $"The first creature right after the cut (above) and {samples.Protocol.Steps} steps later (below). Back "
                + "within that time: "
                + string.Join(", ", trials.Select(trial => $"{HealingTest.Healed(trial.Trials)} without the {Side(trial.Degrees)} half"))
                + ".",
            Columns = trials.Length,
            Zoom = Zoom(samples.Protocol.Creature.Target, StripWidth),
            Frames =
            [
                .. trials.Select(trial => (Cut(trial.Trials[0]), $"no {Side(trial.Degrees)} half")),
                .. trials.Select(trial =>
                    (
                        Pixels.Of(trial.Trials[0].Last),
                        trial.Trials[0].Steps is { } steps ? $"back after {steps} steps" : $"not back in {samples.Protocol.Steps}"
                    )
                ),
            ],
        };

        Pixels Cut(HealingTrial trial)
        {
            var state = samples.Grown[0].Clone();
            trial.Damage?.ApplyTo(state);
            return Pixels.Of(state);
        }
    }

    /// <summary>Where each run's creatures can be damaged and heal.</summary>
    /// <param name="runs">The creatures, and their maps.</param>
    public static ChartFigure Maps(params (GrownSamples Samples, HealingMap Map)[] runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new ChartFigure
        {
            Title = "Where it heals",
            Caption =
                "Each square is the centre of a disc of radius r; its colour is the proportion of creatures that were back "
                + Invariant($"within {runs[0].Samples.Protocol.Steps} steps. The line is the target's outline. Where a square has no ")
                + "colour, the disc met nothing alive. "
                + string.Join(
                    " ",
                    runs.Select(run =>
                        run.Map.Total is { } total ? $"{run.Samples.Name}: {total} wounds healed." : $"{run.Samples.Name}: nothing was hit."
                    )
                ),
            Charts =
            [
                .. runs.Select(run => new HeatMap
                {
                    Title = Invariant($"{run.Samples.Name}, r = {run.Map.Radius:0.#}"),
                    XTitle = "column of the centre",
                    YTitle = "row of the centre",
                    ColourTitle = "share back",
                    Values = run.Map.Values(),
                    X = [.. run.Map.Centres],
                    Y = [.. run.Map.Centres],
                    Range = (0, 1),
                    Outline = OutlineOf(run.Samples.Protocol.Creature.Target),
                }),
            ],
        };
    }

    /// <summary>The line between living and dead cells of a target, cells being squares around whole numbers; NaN lifts the pen.</summary>
    /// <param name="target">The target.</param>
    public static (double[] X, double[] Y) OutlineOf(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var (x, y) = (new List<double>(), new List<double>());
        for (var line = 0; line <= target.Grid; line++)
        {
            // Runs of edges along this line, across and down.
            foreach (var (from, to) in Runs(at => Alive(line - 1, at) != Alive(line, at)))
                Stroke(from, line, to, line);
            foreach (var (from, to) in Runs(at => Alive(at, line - 1) != Alive(at, line)))
                Stroke(line, from, line, to);
        }

        return ([.. x], [.. y]);

        bool Alive(int row, int column) =>
            row >= 0
            && column >= 0
            && row < target.Grid
            && column < target.Grid
            && target.Rgba[(row * target.Grid + column) * CellState.VisibleChannels + CellState.Alpha] > AutomatonConfig.AliveThreshold;

        IEnumerable<(int From, int To)> Runs(Func<int, bool> isEdge)
        {
            for (var start = 0; start < target.Grid; start++)
            {
                if (!isEdge(start))
                    continue;
                var end = start;
                while (end < target.Grid && isEdge(end))
                    end++;
                yield return (start, end);
                start = end;
            }
        }

        void Stroke(double fromX, double fromY, double toX, double toY)
        {
            x.AddRange([fromX - 0.5, toX - 0.5, double.NaN]);
            y.AddRange([fromY - 0.5, toY - 0.5, double.NaN]);
        }
    }

    private static IEnumerable<Series> Times(
        string name,
        IReadOnlyList<RecoveryCurve> curves,
        int colour,
        double shift,
        double reach,
        int limit
    )
    {
        // Creatures of one radius stand beside each other, so that equal times do not cover each other.
        var marks = curves
            .SelectMany(curve =>
                curve.Trials.Select(
                    (trial, index) => (X: curve.Radius + shift + reach * (index / Math.Max(1.0, curve.Trials.Count - 1) - 0.5), trial.Steps)
                )
            )
            .ToArray();
        var (back, censored) = (marks.Where(mark => mark.Steps is not null).ToArray(), marks.Where(mark => mark.Steps is null).ToArray());
        yield return new Series
        {
            Name = name,
            X = [.. back.Select(mark => mark.X)],
            Y = [.. back.Select(mark => (double)mark.Steps!)],
            Style = SeriesStyle.Points,
            Colour = colour,
        };
        if (censored.Length > 0)
            yield return new Series
            {
                Name = $"{name}: not within {limit}",
                X = [.. censored.Select(mark => mark.X)],
                Y = [.. censored.Select(_ => (double)limit)],
                Style = SeriesStyle.OpenPoints,
                Colour = colour,
                InLegend = false,
            };
    }

    private static Series Band(string name, double[] x, double[][] curves) =>
        new()
        {
            Name = name,
            X = x,
            Y = Over(curves, 0.5),
            Lower = Over(curves, 0.25),
            Upper = Over(curves, 0.75),
        };

    private static double[] Over(double[][] curves, double share) =>
        [.. Enumerable.Range(0, curves[0].Length).Select(look => RecoveryCurve.Quantile([.. curves.Select(curve => curve[look])], share))];

    private static double Median(IReadOnlyList<double> values) => RecoveryCurve.Quantile(values, 0.5);

    private static double[] Numbers(IReadOnlyList<int> steps) => [.. steps.Select(step => (double)step)];

    private static int Zoom(Target target, int width) => Math.Max(1, width / target.Grid);

    private static float[] Finite(float[] values) => [.. values.Select(value => float.IsFinite(value) ? value : 0)];

    private static string Side(double degrees) =>
        degrees switch
        {
            0 => "right",
            90 => "lower",
            180 => "left",
            270 => "upper",
            _ => Invariant($"{degrees:0}°"),
        };
}
