using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Runs;

namespace Nca.Analysis.Healing;

/// <summary>Grown creatures of one run, ready to be damaged.</summary>
/// <param name="Name">What the run is called in figures.</param>
/// <param name="Watch">With what they are watched.</param>
/// <param name="Age">Steps since the seed.</param>
/// <param name="Grown">The creatures.</param>
public sealed record Specimens(string Name, HealingWatch Watch, int Age, IReadOnlyList<CellState> Grown)
{
    /// <summary>Row and column of the canvas's middle, where the seed stood.</summary>
    public int Middle => Watch.Target.Grid / 2;

    /// <summary>Radii of the document's sweep on this canvas, in cells.</summary>
    public IReadOnlyList<double> Radii => [.. DamageTaken.RadiusShares.Select(share => share * Watch.Target.Size)];

    /// <summary>Mean squared error of the grown creatures.</summary>
    public Spread Error => Spread.Of([.. Grown.Select(state => ImageError.MeanSquared(state.Rgba(), Watch.Target.Rgba))]);

    /// <summary>Grows creatures.</summary>
    /// <param name="name">What the run is called in figures.</param>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="count">How many, at least 1, each with dice of its own.</param>
    /// <param name="age">Steps since the seed, at least 1.</param>
    /// <param name="healing">Steps that they are given to heal, at least <see cref="Healing.Every"/>.</param>
    public static Specimens Grow(string name, StoredRun run, IRolloutEngine engine, int count, int age, int healing)
    {
        var watch = HealingWatch.Of(run, engine, healing);
        return new Specimens(name, watch, age, watch.Grow(count, age));
    }
}
