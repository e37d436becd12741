using Nca.Automaton;
using Nca.Metrics;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Analysis.Healing;

/// <summary>Where a creature can be damaged and heal: discs of one size, their centres on a coarse grid over the picture.</summary>
public sealed record HealingMap
{
    /// <summary>Radius of the discs in cells.</summary>
    public required double Radius { get; init; }

    /// <summary>Rows and columns of the centres, in cells.</summary>
    public required IReadOnlyList<double> Centres { get; init; }

    /// <summary>
    /// For each place, row by row, how many of the creatures that lost at least one living cell there came back in time; null where the
    /// disc met nothing alive in any of them. What is not hit is not counted as healed.
    /// </summary>
    public required Proportion?[,] Recovered { get; init; }

    /// <summary>
    /// For each place the steps by which half of those creatures were back; null where fewer than half were, or nothing was hit.
    /// </summary>
    public required int?[,] MedianSteps { get; init; }

    /// <summary>All trials that hit something, together; null where none did.</summary>
    public Proportion? Total
    {
        get
        {
            var places = Recovered.Cast<Proportion?>().OfType<Proportion>().ToArray();
            return places.Length == 0 ? null : new Proportion(places.Sum(place => place.Successes), places.Sum(place => place.Trials));
        }
    }

    /// <summary>Shares as numbers, NaN where nothing was hit; shape [places, places], row 0 on top.</summary>
    public double[,] Values()
    {
        var values = new double[Centres.Count, Centres.Count];
        for (var row = 0; row < Centres.Count; row++)
            for (var column = 0; column < Centres.Count; column++)
                values[row, column] = Recovered[row, column]?.Value ?? double.NaN;
        return values;
    }

    /// <summary>Wounds creatures at every place of a grid over the picture.</summary>
    /// <param name="grown">The creatures, at least one, each damaged at every place; they are not changed.</param>
    /// <param name="radius">Radius of the discs in cells.</param>
    /// <param name="places">Places a side, at least 1.</param>
    /// <param name="protocol">What to watch them with.</param>
    public static HealingMap Of(IReadOnlyList<CellState> grown, double radius, int places, HealingProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentOutOfRangeException.ThrowIfZero(grown.Count, nameof(grown));
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        var centres = CentresOver(protocol.Creature.Target, places);
        var (recovered, median) = (new Proportion?[places, places], new int?[places, places]);
        using var work = LongWork.Begin(
            $"Wounds at {places}×{places} places, {protocol.Steps} steps to heal",
            (long)places * protocol.Steps
        );
        for (var row = 0; row < places; row++)
        {
            // One row at a time: its states fit into memory whatever the number of places.
            var states = Enumerable.Range(0, places).SelectMany(_ => grown).ToArray();
            var damages = centres.SelectMany(x => grown.Select(_ => (Damage?)Damage.Circle(centres[row], x, radius))).ToArray();
            var trials = HealingTest.After(states, damages, protocol, (uint)row + 1);
            for (var column = 0; column < places; column++)
            {
                var hit = trials.Skip(column * grown.Count).Take(grown.Count).Where(trial => trial.Erased > 0).ToArray();
                if (hit.Length == 0)
                    continue;
                recovered[row, column] = HealingTest.Healed(hit);
                median[row, column] = RecoveryCurve.Median([.. hit.Select(trial => trial.Steps)]);
            }
        }

        return new HealingMap
        {
            Radius = radius,
            Centres = centres,
            Recovered = recovered,
            MedianSteps = median,
        };
    }

    // The middles of equal stretches of the picture's side; its canvas is square, so rows and columns are the same.
    private static double[] CentresOver(Target target, int places) =>
        [.. Enumerable.Range(0, places).Select(place => target.Padding + (place + 0.5) * target.Size / places - 0.5)];
}
