using Nca.Automaton;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Analysis.Robustness;

/// <summary>
/// Something that happens to a creature: a name, what it takes away from a state, and when. Sizes are proportions of the picture's side,
/// so that one wound means the same on every canvas. Where it falls is drawn from a random sequence, the same for every creature.
/// </summary>
public sealed class Wound
{
    private readonly Func<CellState, Target, RandomSequence, bool> _inflict;
    private readonly Func<Target, string> _describe;

    internal Wound(
        string name,
        Func<Target, string> describe,
        Func<CellState, Target, RandomSequence, bool> inflict,
        WoundTiming? timing = null
    ) => (Name, _describe, _inflict, Timing) = (name, describe, inflict, timing ?? WoundTiming.Grown);

    /// <summary>A short name that tables, criteria and stored measurements know it by: <c>disc-40-centre</c>.</summary>
    public string Name { get; }

    /// <summary>When it falls.</summary>
    public WoundTiming Timing { get; }

    /// <summary>What it is, with its sizes in cells: <c>disc of radius 16 in the centre</c>.</summary>
    /// <param name="target">Gives the picture's side.</param>
    public string Describe(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _describe(target);
    }

    /// <summary>Lets it fall once.</summary>
    /// <param name="state">The state, changed in place; one without living cells is left as it is.</param>
    /// <param name="target">The picture on a canvas of the state's size.</param>
    /// <param name="random">Where it falls.</param>
    /// <returns>Whether it found a place to fall on.</returns>
    public bool Inflict(CellState state, Target target, RandomSequence random)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(random);
        return state.AliveCells() > 0 && _inflict(state, target, random);
    }

    /// <summary>A picture of what it changes: which cells hold other numbers afterwards, shape [H, W] in rows.</summary>
    /// <param name="state">A state, left as it is.</param>
    /// <param name="target">The picture on a canvas of the state's size.</param>
    /// <param name="random">Where it falls.</param>
    public bool[] Touched(CellState state, Target target, RandomSequence random)
    {
        ArgumentNullException.ThrowIfNull(state);
        var after = state.Clone();
        Inflict(after, target, random);
        return
        [
            .. Enumerable
                .Range(0, state.Height * state.Width)
                .Select(cell =>
                    !after
                        .Values.AsSpan(cell * state.Channels, state.Channels)
                        .SequenceEqual(state.Values.AsSpan(cell * state.Channels, state.Channels))
                ),
        ];
    }

    /// <summary>The same wound at another time.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="timing">When it falls.</param>
    /// <param name="describe">Describes it.</param>
    internal Wound At(string name, WoundTiming timing, Func<Target, string> describe) => new(name, describe, _inflict, timing);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
