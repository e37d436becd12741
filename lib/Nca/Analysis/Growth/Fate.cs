namespace Nca.Analysis.Growth;

/// <summary>What became of a creature.</summary>
public enum Fate
{
    /// <summary>It was never within <see cref="Persistence.Bound"/> of its picture.</summary>
    NeverGrown,

    /// <summary>It was, and is not at the end.</summary>
    Lost,

    /// <summary>It is at the end.</summary>
    Survives,
}
