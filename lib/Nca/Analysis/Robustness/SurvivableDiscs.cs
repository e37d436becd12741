using System.Text.Json.Serialization;
using Nca.Automaton;
using Nca.Progress;

namespace Nca.Analysis.Robustness;

/// <summary>
/// The border of what a creature survives: the largest disc that it outlives, for centres on a grid over the picture. It survives a disc
/// when at least half of the samples are back (see <see cref="WoundProtocol"/>) at the last look. Found by bisection in steps of a
/// fortieth of the picture's side, which takes for granted that who survives a disc survives a smaller one in the same place.
/// </summary>
/// <param name="Centres">Rows and columns of the centres, in cells.</param>
/// <param name="Radii">The largest radius survived at each place, in cells, row by row, top left first; 0 where no disc is.</param>
/// <param name="LargestTried">The largest disc tried, in cells: where a place has it, the border lies there or beyond.</param>
/// <param name="Samples">Creatures that each disc was cut out of.</param>
/// <param name="Steps">Steps to heal.</param>
public sealed record SurvivableDiscs(
    IReadOnlyList<double> Centres,
    IReadOnlyList<double> Radii,
    double LargestTried,
    int Samples,
    int Steps
)
{
    // Radii are multiples of a fortieth of the picture's side, up to six tenths of it.
    private const int Unit = 40,
        LastUnit = 24;

    /// <summary>The radii as numbers, shape [places, places], row 0 on top.</summary>
    public double[,] Values()
    {
        var values = new double[Centres.Count, Centres.Count];
        for (var place = 0; place < Radii.Count; place++)
            values[place / Centres.Count, place % Centres.Count] = Radii[place];
        return values;
    }

    /// <summary>The smallest of all borders, and where it is: the creature's weakest place.</summary>
    [JsonIgnore]
    public (double Row, double Column, double Radius) Weakest
    {
        get
        {
            var place = Enumerable.Range(0, Radii.Count).MinBy(index => Radii[index]);
            return (Centres[place / Centres.Count], Centres[place % Centres.Count], Radii[place]);
        }
    }

    /// <summary>Finds the border.</summary>
    /// <param name="protocol">How creatures are wounded and watched.</param>
    /// <param name="places">Places a side, at least 1; their centres are the middles of equal stretches of the picture's side.</param>
    public static SurvivableDiscs Of(WoundProtocol protocol, int places)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        var target = protocol.Creature.Target;
        var unit = (double)target.Size / Unit;
        double[] centres = [.. Enumerable.Range(0, places).Select(place => target.Padding + (place + 0.5) * target.Size / places - 0.5)];
        var grown = protocol.Grown();
        var radii = new List<double>();
        var rounds = (int)Math.Ceiling(Math.Log2(LastUnit + 1));
        using var work = LongWork.Begin(
            $"Largest discs at {places}×{places} places, {protocol.Samples} creatures each",
            (long)places * rounds * protocol.Looks[^1]
        );
        foreach (var row in centres)
        {
            // A row of places is asked about at once: as many states side by side as memory and threads like.
            var searches = centres.Select(_ => new Bisection(0, LastUnit)).ToArray();
            while (searches.Index().Where(search => search.Item.Next is not null).ToArray() is { Length: > 0 } open)
            {
                var discs = open.Select(search => Damage.Circle(row, centres[search.Index], search.Item.Next!.Value * unit));
                foreach (var ((_, search), share) in open.Zip(protocol.BackAfter(grown, [.. discs])))
                    search.Tell(share >= 0.5);
            }

            radii.AddRange(searches.Select(search => search.Largest * unit));
        }

        return new SurvivableDiscs(centres, radii, LastUnit * unit, protocol.Samples, protocol.Looks[^1]);
    }
}
