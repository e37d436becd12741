using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Studies;
using Nca.Targets;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Pictures of what a creature survives.</summary>
public static class RobustnessFigures
{
    private const int WallWidth = 128;

    // So many rows of a chart of dots have room for their names.
    private const int RowsInChart = 9;
    private const int AxisColour = 5;

    /// <summary>The wall of wounds: a row for each, with the first sample before it, wounded, and as it heals or does not.</summary>
    /// <param name="frames">What was seen of the first sample.</param>
    /// <param name="certificate">How many of all samples came back.</param>
    public static ImageStrip Wall(IReadOnlyList<WoundFrames> frames, Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(certificate);
        return new ImageStrip
        {
            Title = "A wall of wounds",
            Caption =
                $"One row for each wound: before it, just after it, and {string.Join(", ", frames[0].Steps.Skip(1))} steps later. The "
                + $"pictures show the first sample; the shares, with 95 % intervals, are of {certificate.Samples}.",
            Columns = frames[0].Steps.Count + 1,
            Zoom = Math.Max(1, WallWidth / frames[0].Before.Width),
            IsThumbnail = true,
            ThumbnailFrame = ThumbnailOf(frames),
            Frames = [.. frames.SelectMany(Row)],
        };

        IEnumerable<(Pixels Picture, string Label)> Row(WoundFrames wound)
        {
            var outcome = certificate.Wounds.First(found => found.Wound == wound.Wound);
            yield return (Pixels.Of(wound.Before), outcome.Text);
            foreach (var (look, step) in wound.Steps.Index())
            {
                var share = outcome.Looks.Index().Where(known => known.Item == step && step > 0).Select(known => outcome.Back(known.Index));
                yield return (
                    Pixels.Of(wound.States[look]),
                    step == 0 ? "wounded" : $"+{step}{string.Concat(share.Select(found => $": {Full(found)} back"))}"
                );
            }
        }
    }

    /// <summary>Proportions that are back at each look; two charts, so that every wound has room for its name.</summary>
    /// <param name="certificate">What was measured.</param>
    public static Panels Proportions(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var looks = certificate.Wounds[0].Looks;
        return new Panels
        {
            Title = "Who is back, and when",
            Caption =
                $"Share of {certificate.Samples} creatures that are back {string.Join(", ", looks)} steps after each wound, the last with "
                + "its 95 % interval (Wilson). A creature is back when its error is at most twice the mean of undamaged twins of its age.",
            Parts = [.. certificate.Wounds.Chunk(RowsInChart).Select(Chart)],
        };

        ChartFigure Chart(WoundOutcome[] outcomes) =>
            DotFigure(
                [.. outcomes.Select(outcome => outcome.Text)],
                [.. looks.Select((step, look) => Dots(step, [.. outcomes.Select(outcome => outcome.Back(look))]))]
            );

        DotSeries Dots(int step, IReadOnlyList<Proportion> shares)
        {
            var dots = DotsOf($"after {step} steps", shares);
            return step == looks[^1] ? dots : dots with { Lower = dots.Values, Upper = dots.Values };
        }
    }

    /// <summary>Where creatures stand after a wound, and how good they are there.</summary>
    /// <param name="states">Their states.</param>
    /// <param name="places">Where each of them stands.</param>
    public static ImageStrip Places(IReadOnlyList<CellState> states, IReadOnlyList<Displacement> places)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(places);
        return new ImageStrip
        {
            Title = "Lost or moved",
            Caption =
                Invariant($"{states.Count} creatures after the wound; {places.Count(place => !place.IsNone)} of them fit the picture best ")
                + "beside its place. The number is the mean squared error where they fit best.",
            Columns = Math.Min(4, states.Count),
            Zoom = Math.Max(1, WallWidth / states[0].Width),
            Frames = [.. states.Zip(places, (state, place) => (Pixels.Of(state), Label(place)))],
        };

        static string Label(Displacement place) =>
            (place.IsNone ? "in its place" : Join(Moved(place.Rows, "down", "up"), Moved(place.Columns, "right", "left")))
            + Invariant($": {place.Error:0.00000}");

        static string Moved(int cells, string forwards, string backwards) =>
            cells == 0 ? "" : Invariant($"{Math.Abs(cells)} {(cells > 0 ? forwards : backwards)}");

        static string Join(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>Proportions that are back at the last look, of several creatures side by side.</summary>
    /// <param name="creatures">What to call each creature, and what was measured of it; the same wounds in the same order.</param>
    /// <exception cref="ArgumentException">There are none, or their wounds differ.</exception>
    public static Panels Compare(params (string Name, Certificate Certificate)[] creatures)
    {
        ArgumentNullException.ThrowIfNull(creatures);
        if (creatures.Length == 0 || creatures.Any(creature => !Names(creature).SequenceEqual(Names(creatures[0]))))
            throw new ArgumentException("There is nothing to compare: give creatures that suffered the same wounds.", nameof(creatures));
        var certificate = creatures[0].Certificate;
        return new Panels
        {
            Title = "Who survives more",
            Caption =
                $"Share of {certificate.Samples} creatures that are back {certificate.Wounds[0].Looks[^1]} steps after each wound, "
                + "with 95 % intervals (Wilson).",
            Parts = [.. Enumerable.Range(0, certificate.Wounds.Count).Chunk(RowsInChart).Select(Chart)],
        };

        ChartFigure Chart(int[] wounds) =>
            DotFigure(
                [.. wounds.Select(wound => certificate.Wounds[wound].Text)],
                [.. creatures.Select(creature => DotsOf(creature.Name, BackAtLast(creature.Certificate, wounds)))]
            );

        static Proportion[] BackAtLast(Certificate found, int[] wounds) => [.. wounds.Select(wound => found.Wounds[wound].BackAtLast)];

        static IEnumerable<string> Names((string Name, Certificate Certificate) creature) =>
            creature.Certificate.Wounds.Select(outcome => outcome.Wound);
    }

    /// <summary>The certificate as a table: shares, what is claimed, who was never back, and the older rule.</summary>
    /// <param name="certificate">What was measured.</param>
    /// <param name="criteria">What is claimed.</param>
    public static Table CertificateOf(Certificate certificate, Criteria criteria)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(criteria);
        return Table.Of(certificate.Wounds.Zip(criteria.Check(certificate), (outcome, claim) => new
        {
            Wound = outcome.Text,
            Back_at_the_end = Full(outcome.BackAtLast),
            Claimed = claim.Bound is { } bound ? $"≥ {Percent(bound)}: {(claim.Holds ? "holds" : "fails")}" : "",
            Half_are_back_after = outcome.MedianSteps is { } steps ? $"{steps} steps" : "not within the time",
            Censored = outcome.Censored,
            Older_rule = Percent(outcome.BackByOldRule(outcome.Looks.Count - 1).Value),
        }));
    }

    /// <summary>How many stay themselves over the steps, and how their errors spread.</summary>
    /// <param name="certificate">What was measured.</param>
    public static ChartFigure Survival(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var life = certificate.Survival;
        var ages = life.Ages.Where(age => age >= Analysis.Robustness.Survival.GrownAt).ToArray();
        var shares = ages.Select(life.StayedUntil).ToArray();
        double[] x = [.. ages.Select(age => (double)age)];
        return new ChartFigure
        {
            Title = "A long life",
            Caption =
                $"{certificate.Samples} creatures to which nothing happens. First chart: the share whose error was at most "
                + Invariant($"{Persistence.Bound} at every look up to a step, with 95 % intervals. Second: their errors. ")
                + certificate.DescribeSurvival(),
            Charts =
            [
                new LineChart
                {
                    XTitle = "step",
                    YTitle = "share still itself",
                    LogX = true,
                    Series =
                    [
                        new Series
                        {
                            Name = "still itself",
                            X = x,
                            Y = [.. shares.Select(share => share.Value)],
                            Lower = [.. shares.Select(share => share.Interval.Low)],
                            Upper = [.. shares.Select(share => share.Interval.High)],
                        },
                        // The axis begins at 0.
                        Series.Baseline("none", 0, x[0], x[^1]) with
                        {
                            InLegend = false,
                            Colour = AxisColour,
                        },
                    ],
                },
                new LineChart
                {
                    XTitle = "step",
                    YTitle = "mean squared error",
                    LogX = true,
                    LogY = true,
                    Series =
                    [
                        Errors("median", life.Median),
                        Errors("largest", life.Largest),
                        Series.Baseline("bound", Persistence.Bound, x[0], x[^1]),
                    ],
                },
            ],
        };

        Series Errors(string name, IReadOnlyList<double> errors) =>
            new()
            {
                Name = name,
                X = x,
                Y = [.. errors.Skip(life.Ages.Count - ages.Length).Select(error => double.IsFinite(error) ? error : double.NaN)],
            };
    }

    /// <summary>The largest disc that is survived, for centres over the picture.</summary>
    /// <param name="study">What was measured.</param>
    /// <param name="target">The picture.</param>
    public static ChartFigure Discs(RobustnessStudy study, Target target)
    {
        ArgumentNullException.ThrowIfNull(study);
        var discs = study.Discs;
        return new ChartFigure
        {
            Title = "How large a disc, and where",
            Caption =
                $"Each square is the centre of a disc; its colour is the radius of the largest disc that at least half of {discs.Samples} "
                + $"creatures survive, found by bisection. {study.DescribeDiscs()} The line is the picture's outline.",
            Charts =
            [
                new HeatMap
                {
                    XTitle = "column of the centre",
                    YTitle = "row of the centre",
                    ColourTitle = "radius (cells)",
                    Values = discs.Values(),
                    X = [.. discs.Centres],
                    Y = [.. discs.Centres],
                    Range = (0, discs.LargestTried),
                    Outline = HealingFigures.OutlineOf(target),
                },
            ],
        };
    }

    private static DotSeries DotsOf(string name, IReadOnlyList<Proportion> shares) =>
        new(
            name,
            [.. shares.Select(share => share.Value)],
            [.. shares.Select(share => share.Interval.Low)],
            [.. shares.Select(share => share.Interval.High)]
        );

    // A part of a figure of panels, which has the title and the caption.
    private static ChartFigure DotFigure(IReadOnlyList<string> wounds, IReadOnlyList<DotSeries> series) =>
        new()
        {
            Title = "",
            Caption = "",
            Charts =
            [
                new DotChart
                {
                    XTitle = "share of creatures",
                    YTitle = "",
                    Rows = wounds,
                    Series = series,
                },
            ],
        };

    // The wounded creature of the large hole in the centre, or whatever comes first.
    private static int ThumbnailOf(IReadOnlyList<WoundFrames> frames) =>
        Math.Max(0, frames.ToList().FindIndex(wound => wound.Wound == Wounds.LargeCentre.Name)) * (frames[0].Steps.Count + 1) + 1;

    private static string Full(Proportion share) =>
        Invariant($"{Percent(share.Value)} [{100 * share.Interval.Low:0.#}, {100 * share.Interval.High:0.#}]");

    private static string Percent(double share) => Invariant($"{100 * share:0.#} %");
}
