using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Healing;

/// <summary>Grown creatures of one run, ready to be damaged.</summary>
/// <param name="Name">What the run is called in figures.</param>
/// <param name="Protocol">How they are watched while they heal.</param>
/// <param name="Age">Steps since the initial state.</param>
/// <param name="Grown">The creatures.</param>
public sealed record GrownSamples(string Name, HealingProtocol Protocol, int Age, IReadOnlyList<CellState> Grown)
{
    /// <summary>Row and column of the canvas's middle, where the seed cell was.</summary>
    public int Middle => Protocol.Creature.Target.Grid / 2;

    /// <summary>Radii of the tutorial's sweep on this canvas, in cells.</summary>
    public IReadOnlyList<double> Radii => [.. DamageSeverity.RadiusShares.Select(share => share * Protocol.Creature.Target.Size)];

    /// <summary>Mean squared error of the grown creatures.</summary>
    public SummaryStatistics Error => SummaryStatistics.Of([.. Grown.Select(Protocol.Creature.Error)]);

    /// <summary>Grows creatures.</summary>
    /// <param name="name">What the run is called in figures.</param>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">How many, at least 1, each with fire masks of its own.</param>
    /// <param name="age">Steps since the initial state, at least 1.</param>
    /// <param name="healing">
    /// Steps that they have to heal, at least <see cref="HealingTest.Every"/>; a remainder is not used.
    /// </param>
    /// <param name="engine">Computes the steps.</param>
    public static GrownSamples Grow(
        string name,
        TrainedAutomaton creature,
        int samples,
        int age,
        int healing,
        IRolloutEngine? engine = null
    )
    {
        var protocol = new HealingProtocol(creature, engine, healing / HealingTest.Every * HealingTest.Every);
        return new GrownSamples(name, protocol, age, protocol.Grow(samples, age));
    }
}
