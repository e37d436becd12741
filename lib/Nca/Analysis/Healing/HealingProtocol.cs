using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Healing;

/// <summary>How damaged creatures are watched.</summary>
/// <param name="Creature">The trained automaton.</param>
/// <param name="Engine">Computes the steps; one of its own by default.</param>
/// <param name="Steps">How long, in steps, at least <see cref="HealingTest.Every"/>.</param>
/// <param name="Seed">Random seed of the places of damage and of the fire masks.</param>
public sealed record HealingProtocol(TrainedAutomaton Creature, IRolloutEngine? Engine = null, int Steps = 200, long Seed = 2_000_003)
{
    /// <summary>Grows the creatures that will be damaged, each from a seed cell in the middle and with fire masks of its own.</summary>
    /// <param name="samples">How many, at least 1.</param>
    /// <param name="step">How old, in steps, at least 1.</param>
    public IReadOnlyList<CellState> Grow(int samples, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        return Creature.Grow(step, samples, Seed, Engine);
    }
}
