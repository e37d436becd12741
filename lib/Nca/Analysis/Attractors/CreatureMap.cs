using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Attractors;

/// <summary>A trained automaton as a map of its state, in double precision and with its derivative.</summary>
public static class CreatureMap
{
    /// <summary>The map of one sample; with <see cref="SynchronousUpdate"/> it is the same at every step.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="fire">Which cells fire; the tangents share the masks of their state.</param>
    /// <param name="firstStep">The number of the first step, where a growth is continued.</param>
    /// <param name="sample">The sample whose masks are used.</param>
    /// <param name="grid">Rows and columns; the target's by default.</param>
    public static TangentMap Of(TrainedAutomaton creature, IFireMasks fire, int firstStep = 0, int sample = 0, int? grid = null)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(fire);
        var side = grid ?? creature.Target.Grid;
        var (plain, fires) = (new PlainStep(creature.Automaton, creature.Weights, side, side), new byte[side * side]);
        return (step, state, tangents) =>
        {
            fire.Fill(sample, firstStep + step, fires);
            plain.Advance(state, fires, tangents);
        };
    }

    /// <summary>The leading Lyapunov exponents from a grown state on.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="state">A state, left as it is.</param>
    /// <param name="fire">Which cells fire; sample 0.</param>
    /// <param name="firstStep">The step at which the state is.</param>
    /// <param name="count">How many exponents.</param>
    /// <param name="steps">Steps over which growth is averaged.</param>
    /// <param name="settling">Steps before, in which growth does not count.</param>
    public static LyapunovExponents Exponents(
        TrainedAutomaton creature,
        CellState state,
        IFireMasks fire,
        int firstStep,
        int count = 4,
        int steps = 2000,
        int settling = 500
    )
    {
        ArgumentNullException.ThrowIfNull(state);
        return LyapunovExponents.Of(Of(creature, fire, firstStep, grid: state.Height), PlainStep.Doubles(state), count, steps, settling);
    }
}
