using Nca.Analysis.Attractors;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Studies;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Pictures of what a creature is as a dynamical system.</summary>
public static class AttractorFigures
{
    private const int GalleryWidth = 192;

    /// <summary>Errors and changes when every cell fires.</summary>
    /// <param name="study">What was measured.</param>
    public static ChartFigure SynchronousLife(AttractorStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var life = study.Life;
        double[] steps = [.. life.Steps.Skip(1).Select(step => (double)step)];
        return new ChartFigure
        {
            Title = "When every cell fires",
            Caption =
                $"{life.Errors.Count} creatures, grown with the fire rate of their training; bands reach from the lowest to the "
                + "highest of those that have not exploded. First chart: the error against the target. Second: how much a state differs "
                + "from the next one (root mean square). "
                + life.Describe(),
            Charts =
            [
                Chart("mean squared error", life.Errors, Series.Baseline("still the picture", Persistence.Bound, steps[0], steps[^1])),
                Chart("change per step", life.Changes, null),
            ],
        };

        LineChart Chart(string title, IReadOnlyList<double[]> curves, Series? baseline)
        {
            var band = Series.Band($"{curves.Count} creatures", steps, Enumerable.Range(1, steps.Length).Select(look => At(curves, look)));
            return new LineChart
            {
                XTitle = "steps since every cell fires",
                YTitle = title,
                LogX = true,
                LogY = true,
                Series = baseline is null ? [band] : [band, baseline],
            };
        }
    }

    /// <summary>Running estimates of the exponents, of the synchronous map (where there is one) and of the noisy one.</summary>
    /// <param name="study">What was measured.</param>
    public static ChartFigure Exponents(AttractorStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new ChartFigure
        {
            Title = "Lyapunov exponents",
            Caption =
                "Running estimates: the growth of each tangent so far, over the steps so far. An estimate has settled where its line is "
                + "flat. "
                + (study.Synchronous is { } all ? $"Every cell fires: {all.Describe()} " : "")
                + Invariant($"Fire rate {study.FireRate}: {study.Noisy.Describe()}"),
            Charts =
            [
                .. study.Synchronous is { } synchronous ? new[] { Chart("every cell fires", synchronous) } : [],
                Chart(Invariant($"fire rate {study.FireRate}"), study.Noisy),
            ],
        };

        static LineChart Chart(string title, LyapunovExponents exponents)
        {
            // The first looks are of a few steps and would set the scale.
            var first = Math.Min(exponents.Steps.Count - 1, exponents.Steps.Count / 20);
            double[] steps = [.. exponents.Steps.Skip(first).Select(step => (double)step)];
            return new LineChart
            {
                Title = title,
                XTitle = "steps",
                YTitle = "exponent (1 / step)",
                Series =
                [
                    .. exponents.Values.Select(
                        (_, index) =>
                            new Series
                            {
                                Name = $"λ{Subscript(index + 1)}",
                                X = steps,
                                Y = [.. exponents.Running.Skip(first).Select(values => Finite(values[index]))],
                            }
                    ),
                    Series.Baseline("0", 0, steps[0], steps[^1]) with
                    {
                        InLegend = false,
                    },
                ],
            };
        }
    }

    /// <summary>Where on a creature a direction lies: how strongly it moves each cell.</summary>
    /// <param name="state">The creature.</param>
    /// <param name="direction">As long as the state.</param>
    public static ImageStrip Direction(CellState state, double[] direction)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(direction);
        double[] squares = [.. direction.Chunk(state.Channels).Select(cell => cell.Sum(value => value * value))];
        var (whole, sum, cells) = (squares.Sum(), 0.0, 0);
        foreach (var square in squares.OrderDescending().TakeWhile(_ => sum < 0.5 * whole))
            (sum, cells) = (sum + square, cells + 1);
        return new ImageStrip
        {
            Title = "Where the leading direction lies",
            Caption =
                "The creature, and how strongly its leading Lyapunov direction moves each cell (the length of the move over all of the "
                + $"cell's channels; the darkest is the longest). Half of the squared length lies in {cells} of {state.AliveCells()} "
                + "living cells.",
            Zoom = Math.Max(1, 256 / state.Width),
            Frames =
            [
                (Pixels.Of(state), "the creature"),
                (Pixels.Grey([.. squares.Select(square => (float)Math.Sqrt(square))], state.Width), "its leading direction"),
            ],
        };
    }

    /// <summary>Who returns after pushes of growing size.</summary>
    /// <param name="study">What was measured.</param>
    public static ChartFigure Returns(AttractorStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var first = study.Returns[0];
        return new ChartFigure
        {
            Title = "Who returns",
            Caption =
                Invariant(
                    $"Share of {first.Samples} creatures whose error is at most {Persistence.Bound}, {first.Steps} steps after a push, "
                )
                + "with 95 % intervals (Wilson). "
                + string.Join(' ', study.Returns.Select(curve => curve.Describe())),
            Charts =
            [
                new LineChart
                {
                    XTitle = "size of the push (root mean square over the numbers of living cells)",
                    YTitle = "share that returns",
                    LogX = true,
                    Series = [.. study.Returns.Select(Line)],
                },
            ],
        };

        static Series Line(ReturnCurve curve)
        {
            var shares = Enumerable.Range(0, curve.Sizes.Count).Select(curve.At).ToArray();
            return new Series
            {
                Name = curve.Direction,
                X = [.. curve.Sizes],
                Y = [.. shares.Select(share => share.Value)],
                Lower = [.. shares.Select(share => share.Interval.Low)],
                Upper = [.. shares.Select(share => share.Interval.High)],
            };
        }
    }

    /// <summary>The pictures that states end as, the most frequent first.</summary>
    /// <param name="census">What was counted.</param>
    public static ImageStrip Gallery(Census census)
    {
        ArgumentNullException.ThrowIfNull(census);
        var shown = census.Groups.Where(group => group.Picture is not null).ToArray();
        return new ImageStrip
        {
            Title = "Where states end",
            Caption =
                $"{shown.Length} of {census.Groups.Count} different pictures: the most frequent ones, and some that occurred once, from "
                + Invariant(
                    $"different starts. Two pictures count as one when they are at most {census.Threshold:0.00} apart, wherever they lie. "
                )
                + "Shares with 95 % intervals. "
                + census.Describe(),
            Zoom = Math.Max(1, GalleryWidth / census.Canvas),
            Columns = 5,
            IsThumbnail = true,
            ThumbnailFrame = shown.Length - 1,
            Frames = [.. shown.Select(group => (new Pixels(census.Canvas, census.Canvas, group.Rgb(census.Canvas)!), Label(group)))],
        };

        string Label(EndGroup group)
        {
            var share = census.ProportionOf(group);
            return $"{AttractorSentences.Name(group.Form)}: "
                + (
                    group.Size > 1
                        ? Invariant($"{100 * share.Value:0.#} % [{100 * share.Interval.Low:0.#}, {100 * share.Interval.High:0.#}]")
                        : $"once, from {group.Start}"
                );
        }
    }

    /// <summary>What each kind of start becomes: a row for each, a column for each form that occurs.</summary>
    /// <param name="census">What was counted.</param>
    public static Table Ends(Census census)
    {
        ArgumentNullException.ThrowIfNull(census);
        EndForm[] forms = [.. Enum.GetValues<EndForm>().Where(form => census.ProportionOf(form).Successes > 0)];
        return new Table(
            ["Starts as", .. forms.Select(AttractorSentences.Name), "Different pictures"],
            [
                .. census.Rows.Select(row =>
                    (IReadOnlyList<string>)
                        [
                            row.Text,
                            .. forms.Select(form => row.Forms.Count(end => end == form) is > 0 and var count ? $"{count}" : ""),
                            $"{row.Groups.Distinct().Count()}",
                        ]
                ),
                ["all", .. forms.Select(form => $"{census.ProportionOf(form).Successes}"), $"{census.Groups.Count}"],
            ]
        );
    }

    /// <summary>How many states end in each form that occurs, with 95 % intervals.</summary>
    /// <param name="census">What was counted.</param>
    public static Table Forms(Census census)
    {
        ArgumentNullException.ThrowIfNull(census);
        return Table.Of(
            Enum.GetValues<EndForm>()
                .Select(form => (Form: form, Share: census.ProportionOf(form)))
                .Where(found => found.Share.Successes > 0)
                .Select(found => new
                {
                    Form = AttractorSentences.Name(found.Form),
                    States = found.Share.Successes,
                    Share = Share(found.Share),
                })
        );
    }

    /// <summary>How the mean colours move: spectra, and each moment against the one before.</summary>
    /// <param name="study">What was measured.</param>
    public static Panels Rhythms(AttractorStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var noisy = Invariant($"fire rate {study.FireRate}");
        var all = study.SynchronousRhythm;
        (string Title, Rhythm Rhythm)[] rhythms = [.. all is null ? [] : new[] { ("every cell fires", all) }, (noisy, study.NoisyRhythm)];
        return new Panels
        {
            Title = "Rhythms",
            Caption =
                Invariant($"The mean of each visible channel over {2 * study.NoisyRhythm.Power.Count:N0} steps. Above: the power at each ")
                + "frequency. Below: the channel that moves most, at each step against the step before: a fixed point is one dot, a period "
                + "of N steps is N dots, a quasi-periodic movement is a closed curve, and noise is a cloud. "
                + (all is null ? "" : $"Every cell fires: {all.Describe()} ")
                + $"{char.ToUpperInvariant(noisy[0])}{noisy[1..]}: {study.NoisyRhythm.Describe()}",
            // What rests has no power to show.
            Parts =
            [
                .. new[]
                {
                    rhythms.Where(one => one.Rhythm.Kind != RhythmKind.FixedPoint).Select(one => Spectrum(one.Title, one.Rhythm)).ToArray(),
                    [.. rhythms.Select(one => Portrait(one.Title, one.Rhythm))],
                }
                    .Where(charts => charts.Length > 0)
                    .Select(charts => new ChartFigure
                    {
                        Title = "",
                        Caption = "",
                        Charts = charts,
                    }),
            ],
        };
    }

    /// <summary>What several creatures are, side by side.</summary>
    /// <param name="studies">What was measured.</param>
    public static Table Compared(IReadOnlyList<AttractorStudy> studies)
    {
        ArgumentNullException.ThrowIfNull(studies);
        return new Table(
            [
                "Creature",
                "Every cell fires",
                "λ₁, every cell fires",
                "λ₁, as trained",
                "Push that half survive",
                "Ends as itself",
                "Different pictures",
            ],
            [
                .. studies.Select(study =>
                    (IReadOnlyList<string>)
                        [
                            Invariant($"{study.Name}, fire rate {study.FireRate}"),
                            study.SynchronousRhythm is { } rhythm ? Short(rhythm) : "all die or explode",
                            study.Synchronous is { } all ? Exponent(all) : "",
                            Exponent(study.Noisy),
                            Invariant($"{study.Returns[0].Half()}"),
                            Share(study.Census.ProportionOf(EndForm.Itself)),
                            $"{study.Census.Groups.Count}",
                        ]
                ),
            ]
        );

        static string Exponent(LyapunovExponents exponents) =>
            Invariant($"{exponents.Values[0]:0.0000} ± {exponents.Deviations[0]:0.0000}");

        static string Short(Rhythm rhythm) =>
            rhythm.Kind switch
            {
                RhythmKind.FixedPoint => "fixed point",
                RhythmKind.Settling => "still settling",
                RhythmKind.Periodic => Invariant($"periodic, {rhythm.Period:0} steps"),
                RhythmKind.QuasiPeriodic => Invariant($"quasi-periodic, {rhythm.Period:0.0} steps"),
                _ => "broad-band",
            };
    }

    private static LineChart Spectrum(string title, Rhythm rhythm)
    {
        var length = 2.0 * rhythm.Power.Count;
        return new LineChart
        {
            Title = title,
            XTitle = "cycles per step",
            YTitle = "share of the power",
            LogX = true,
            LogY = true,
            Series =
            [
                new Series
                {
                    Name = "power",
                    X = [.. rhythm.Power.Select((_, bin) => (bin + 1) / length)],
                    Y = [.. rhythm.Power.Select(power => power > 0 ? power : double.NaN)],
                    InLegend = false,
                },
            ],
        };
    }

    private static LineChart Portrait(string title, Rhythm rhythm) =>
        new()
        {
            Title = title,
            XTitle = "at a step",
            YTitle = "at the next step",
            Series =
            [
                new Series
                {
                    Name = "moments",
                    X = [.. rhythm.Signal.SkipLast(1)],
                    Y = [.. rhythm.Signal.Skip(1)],
                    Style = SeriesStyle.Points,
                    InLegend = false,
                },
            ],
        };

    private static string Share(Proportion share) =>
        Invariant($"{100 * share.Value:0.#} % [{100 * share.Interval.Low:0.#}, {100 * share.Interval.High:0.#}]");

    // What explodes leaves the chart rather than set its scale.
    private static SummaryStatistics At(IReadOnlyList<double[]> curves, int look)
    {
        double[] shown = [.. curves.Select(curve => curve[look]).Where(value => value <= Analysis.Attractors.SynchronousLife.Exploded)];
        return SummaryStatistics.Of(shown.Length > 0 ? shown : [double.NaN]);
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;

    private static string Subscript(int number) => string.Concat($"{number}".Select(digit => (char)('₀' + (digit - '0'))));
}
