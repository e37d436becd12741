using Nca.Analysis.Dynamics;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;
using static System.FormattableString;

namespace Nca.Figures.Gallery;

/// <summary>Figures of the inner state: channels, spectra, hidden trajectories, weights, distances between states.</summary>
public static class DynamicsFigures
{
    private const int BusiestShown = 3;

    /// <summary>A state's busiest hidden channels, its alpha, and its picture.</summary>
    /// <param name="state">The state, with at least one hidden channel.</param>
    public static ImageStrip HiddenChannels(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var busiest = ByVariance(state).Where(channel => channel >= CellState.VisibleChannels).Take(BusiestShown).ToArray();
        var largest = state.Values.Where((_, index) => index % state.Channels >= CellState.VisibleChannels).Max(MathF.Abs);
        return new ImageStrip
        {
            Title = "Hidden channels",
            Caption =
                $"The {busiest.Length} hidden channels that vary most (blue negative, orange positive, each on its own scale), "
                + "alpha, and the picture. "
                + Invariant($"The largest number in any hidden channel is {largest:0.0}."),
            IsThumbnail = true,
            ThumbnailFrame = 0,
            Zoom = Math.Max(1, 128 / state.Width),
            Frames =
            [
                .. busiest.Select(channel => (Pixels.Diverging(state.Channel(channel), state.Width), $"hidden channel {channel}")),
                (Pixels.Grey(state.Channel(CellState.Alpha), state.Width), "alpha"),
                (Pixels.Of(state), "the picture"),
            ],
        };
    }

    /// <summary>Variance of every channel, over the training where the run recorded it and over a growth.</summary>
    /// <param name="run">The training.</param>
    /// <param name="growth">A growth of its automaton.</param>
    public static ChartFigure ChannelActivity(StoredRun run, GrowthObservation growth)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(growth);
        var grown = growth.Frames[^1];
        var (variances, ranked, recorded) = (ChannelVariances.Of(grown), ByVariance(grown), run.ChannelActivity);
        return new ChartFigure
        {
            Title = "Channel activity",
            Caption =
                Invariant(
                    $"In the grown state {Name(ranked[0])} varies most (variance {variances[ranked[0]]:G2}) and {Name(ranked[^1])} least "
                )
                + Invariant($"({variances[ranked[^1]]:G2}). ")
                + (
                    recorded.Count > 0
                        ? "During training the variance is that of the whole batch, averaged over stretches of iterations."
                        : "This run did not record its channels during training, so only a growth is shown."
                ),
            Charts =
            [
                .. recorded.Count > 0
                    ? new[] { Map("During training", "iteration", recorded.Select(at => at.Iteration), recorded.Select(at => at.Variance)) }
                    : [],
                Map("During a growth", "step", growth.Steps.Select(step => step.Step), growth.Frames.Select(ChannelVariances.Of)),
            ],
        };

        static HeatMap Map(string title, string axis, IEnumerable<int> moments, IEnumerable<IReadOnlyList<double>> variances) =>
            new()
            {
                Title = title,
                XTitle = axis,
                YTitle = "channel",
                ColourTitle = "log10 of the variance",
                X = [.. moments.Select(moment => (double)moment)],
                Values = ChannelVariances.LogTable([.. variances]),
            };
    }

    /// <summary>Power by spatial frequency as the picture grows, and beside the target's.</summary>
    /// <param name="growth">What was observed.</param>
    /// <param name="target">The picture that was to grow.</param>
    public static ChartFigure Spectrum(GrowthObservation growth, Target target)
    {
        var spectra = SpectrumEvolution.Of(growth, target);
        var moments = new[] { spectra.Steps.Count / 4, spectra.Steps.Count / 2, spectra.Steps.Count - 1 };
        double[] frequencies = [.. spectra.Frequencies.Select(frequency => (double)frequency)];
        return new ChartFigure
        {
            Title = "Spectrum of the growing picture",
            Caption = Caption(),
            Charts =
            [
                new HeatMap
                {
                    Title = "Step by step",
                    XTitle = "step",
                    YTitle = "cycles per canvas",
                    ColourTitle = "log10 of the power",
                    X = [.. spectra.Steps.Select(step => (double)step)],
                    Y = frequencies,
                    Values = spectra.LogPower,
                },
                new LineChart
                {
                    Title = "Beside the target's",
                    XTitle = "cycles per canvas",
                    YTitle = "log10 of the power",
                    Series =
                    [
                        .. moments.Select(moment => new Series
                        {
                            Name = $"step {spectra.Steps[moment]}",
                            X = frequencies,
                            Y = spectra.At(moment),
                        }),
                        new()
                        {
                            Name = "target",
                            X = frequencies,
                            Y = spectra.TargetLogPower,
                            Style = SeriesStyle.Dashed,
                        },
                    ],
                },
            ],
        };

        string Caption()
        {
            var coloured = Enumerable
                .Range(0, spectra.Steps.Count)
                .Where(look => double.IsFinite(spectra.DistanceToTarget(look)))
                .ToArray();
            if (coloured.Length == 0)
                return "No step has any colour, and so none has a spectrum.";
            var (first, last) = (coloured[0], coloured[^1]);
            return Invariant(
                    $"Averaged over frequencies, the spectrum is {spectra.DistanceToTarget(first):0.00} powers of ten from the target's "
                )
                + Invariant(
                    $"at step {spectra.Steps[first]}, where the first colour appears, and {spectra.DistanceToTarget(last):0.00} at step "
                )
                + Invariant($"{spectra.Steps[last]}. The initial state has no colour and so no spectrum.");
        }
    }

    /// <summary>The mean hidden state of several samples, in the plane of their two largest principal components.</summary>
    /// <param name="hidden">The trajectories.</param>
    /// <returns>The figure; null where there is no plane to draw (<see cref="HiddenTrajectories.Obstacle"/> says why).</returns>
    public static ChartFigure? HiddenPlane(HiddenTrajectories hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        if (hidden.Obstacle is not null)
            return null;
        var ends = hidden.Paths.Select(path => path[^1]).ToArray();
        var apart = ends.SelectMany((end, index) => ends.Skip(index + 1).Select(other => Distance(end, other))).DefaultIfEmpty(0).Average();
        return new ChartFigure
        {
            Title = "Hidden state in a plane",
            Caption =
                Invariant($"{ends.Length} samples of {hidden.Steps[^1]} steps; open circles mark starts, squares ends. The plane holds ")
                + Invariant($"{hidden.Explained.Take(2).Sum():0.0 %} of the variance. From start to end a path covers ")
                + Invariant(
                    $"{hidden.Paths.Average(path => Distance(path[0], path[^1])):0.0} units; ends lie {apart:0.00} units apart on average."
                ),
            Charts =
            [
                new LineChart
                {
                    Title = $"From the initial state (○) to step {hidden.Steps[^1]} (■)",
                    XTitle = Invariant($"first component ({hidden.Explained[0]:0.0 %} of the variance)"),
                    YTitle = Invariant($"second component ({hidden.Explained[1]:0.0 %})"),
                    Series =
                    [
                        .. hidden.Paths.Select(
                            (path, index) =>
                                new Series
                                {
                                    Name = $"sample {index + 1}",
                                    X = [.. path.Select(point => point.First)],
                                    Y = [.. path.Select(point => point.Second)],
                                    Style = SeriesStyle.Path,
                                }
                        ),
                    ],
                },
            ],
        };

        static double Distance((double First, double Second) a, (double First, double Second) b) =>
            Math.Sqrt((a.First - b.First) * (a.First - b.First) + (a.Second - b.Second) * (a.Second - b.Second));
    }

    /// <summary>The density of all trained weights at the moments that a run keeps, on a linear and a logarithmic axis.</summary>
    /// <param name="snapshots">Weights at several moments of a training.</param>
    public static ChartFigure Weights(IReadOnlyList<WeightSnapshot> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var values = snapshots.Select(snapshot => snapshot.Weights.Values.Select(weight => (double)weight).ToArray()).ToArray();
        var densities = values.Select(weights => GaussianKernelDensity.Of(weights)).ToArray();
        var deviations = values.Select(weights => Invariant($"{SummaryStatistics.Of(weights).Deviation:0.000}"));
        var largest = values.Select(weights => Invariant($"{weights.Max(Math.Abs):0.00}"));
        return new ChartFigure
        {
            Title = "Weights during training",
            Caption =
                Invariant($"{values[0].Length:N0} weights at {string.Join(", ", snapshots.Select(snapshot => snapshot.Percent))} % of ")
                + "the training. "
                + $"Their standard deviation goes {string.Join(" → ", deviations)}, the largest of them {string.Join(" → ", largest)}.",
            Charts = [Chart("Density", logarithmic: false), Chart("Density, logarithmic", logarithmic: true)],
        };

        LineChart Chart(string title, bool logarithmic) =>
            new()
            {
                Title = title,
                XTitle = "weight",
                YTitle = "density",
                LogY = logarithmic,
                Series =
                [
                    .. snapshots.Select(
                        (snapshot, index) =>
                            new Series
                            {
                                Name = $"{snapshot.Percent} %",
                                X = densities[index].Grid,
                                Y = logarithmic ? Visible(densities[index].Density) : densities[index].Density,
                            }
                    ),
                ],
            };

        // A kernel's tail goes on for ever; a logarithmic axis would show little else.
        static double[] Visible(double[] density) => [.. density.Select(value => value < 1e-3 ? double.NaN : value)];
    }

    /// <summary>Distances from a state to the next, to another sample, and to its own past, over a long life.</summary>
    /// <param name="life">The distances.</param>
    public static ChartFigure LongLife(AttractorDistances life)
    {
        ArgumentNullException.ThrowIfNull(life);
        var (tenth, last) = (life.Tenth(), life.Looks[^1]);
        return new ChartFigure
        {
            Title = "Distances in a long life",
            Caption =
                Invariant(
                    $"{last.Errors.Count} samples over {last.Step:N0} steps; lines are means, bands reach from the lowest to the highest. "
                )
                + Invariant($"At step {last.Step:N0} the picture changes by {Mean(last.ToNext):0.0e0} from one state to the next ")
                + Invariant(
                    $"({Mean(tenth.ToNext):0.0e0} at step {tenth.Step:N0}), two samples are {Mean(last.ToTwin):0.0e0} apart, and a sample "
                )
                + Invariant($"is {Mean(last.ToGrown):0.0e0} away from what it was at step {life.Grown}."),
            Charts = [Chart("The picture", distance => distance.Visible), Chart("Hidden channels", distance => distance.Hidden)],
        };

        LineChart Chart(string title, Func<StateDistance, double> part) =>
            new()
            {
                Title = title,
                XTitle = "step",
                YTitle = "root mean square",
                LogX = true,
                LogY = true,
                Series =
                [
                    Line("next state", look => look.ToNext, part),
                    Line("another sample", look => look.ToTwin, part),
                    Line($"itself at step {life.Grown}", look => look.ToGrown, part),
                ],
            };

        Series Line(string name, Func<AttractorStep, IReadOnlyList<StateDistance>> distances, Func<StateDistance, double> part)
        {
            var seen = life.Looks.Where(look => distances(look).Count > 0).ToArray();
            return Series.Band(
                name,
                seen.Select(look => (double)look.Step),
                seen.Select(look => SummaryStatistics.Of([.. distances(look).Select(part)]))
            );
        }
    }

    /// <summary>How far states drift apart that differ a little and share their fire masks.</summary>
    /// <param name="disturbed">Distances after the disturbance.</param>
    /// <param name="life">The same automaton's long life: what samples with other fire masks come to.</param>
    public static ChartFigure SmallDisturbance(Disturbance disturbed, AttractorDistances life)
    {
        ArgumentNullException.ThrowIfNull(disturbed);
        ArgumentNullException.ThrowIfNull(life);
        var others = life.Looks.Where(look => look.Step > life.Grown && look.Step - life.Grown <= disturbed.Steps[^1]).ToArray();
        double[] after = [.. disturbed.Steps.Skip(1).Select(step => (double)step)];
        return new ChartFigure
        {
            Title = "A small disturbance",
            Caption =
                "Distance between a sample's picture and its disturbed copy's under the same fire masks: "
                + Invariant($"{disturbed.Distances.Average(curve => curve[0].Visible):0.0e0} at the disturbance, ")
                + Invariant($"{disturbed.Distances.Average(curve => curve[^1].Visible):0.0e0} after {disturbed.Steps[^1]:N0} steps. ")
                + $"{disturbed.Closer} copies end closer than they began.",
            Charts =
            [
                new LineChart
                {
                    XTitle = "steps since the disturbance",
                    YTitle = "root mean square",
                    LogX = true,
                    LogY = true,
                    Series =
                    [
                        .. disturbed.Distances.Select(
                            (curve, index) =>
                                new Series
                                {
                                    Name = $"sample {index + 1}",
                                    X = after,
                                    Y = [.. curve.Skip(1).Select(distance => distance.Visible)],
                                }
                        ),
                        new()
                        {
                            Name = "other fire masks",
                            X = [.. others.Select(look => (double)look.Step - life.Grown)],
                            Y = [.. others.Select(look => Mean(look.ToTwin))],
                            Style = SeriesStyle.Dashed,
                        },
                    ],
                },
            ],
        };
    }

    private static double Mean(IReadOnlyList<StateDistance> distances) => DynamicsSentences.MeanVisible(distances);

    private static int[] ByVariance(CellState state)
    {
        var variances = ChannelVariances.Of(state);
        return [.. Enumerable.Range(0, state.Channels).OrderByDescending(channel => variances[channel])];
    }

    private static string Name(int channel) =>
        channel switch
        {
            0 => "red",
            1 => "green",
            2 => "blue",
            CellState.Alpha => "alpha",
            _ => $"hidden channel {channel}",
        };
}
