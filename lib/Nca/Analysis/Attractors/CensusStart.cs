using Nca.Automaton;
using Nca.Creatures;
using Nca.Randomness;

namespace Nca.Analysis.Attractors;

/// <summary>A kind of state that a census begins with.</summary>
internal sealed class CensusStart
{
    private readonly Func<TrainedAutomaton, CellState, int, RandomSequence, CellState> _make;

    internal CensusStart(string name, string text, Func<TrainedAutomaton, CellState, int, RandomSequence, CellState> make) =>
        (Name, Text, _make) = (name, text, make);

    /// <summary>A short name, for stored measurements.</summary>
    public string Name { get; }

    /// <summary>What it is, in words.</summary>
    public string Text { get; }

    /// <summary>Makes one.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="grown">A grown creature on the target's canvas, left as it is.</param>
    /// <param name="canvas">Rows and columns of the state to make, no fewer than the target's.</param>
    /// <param name="random">Where and what, wherever that is drawn.</param>
    public CellState Make(TrainedAutomaton creature, CellState grown, int canvas, RandomSequence random)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(canvas, grown.Height);
        return _make(creature, grown, canvas, random);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
