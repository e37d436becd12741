using Nca.Analysis.Growth;

namespace Nca.Analysis.Dynamics;

/// <summary>What a creature does in the long run.</summary>
public enum LongRun
{
    /// <summary>At some look after it should have been grown, an error was above <see cref="Persistence.Bound"/>, or no number.</summary>
    Leaves,

    /// <summary>
    /// It stays with its picture and its steps still become smaller: at most half of what they were at a tenth of the time.
    /// </summary>
    Settles,

    /// <summary>It no longer changes at all.</summary>
    FixedPoint,

    /// <summary>It keeps its picture and keeps changing by as much as before: with random fire masks, a noisy attractor.</summary>
    KeepsMoving,
}
