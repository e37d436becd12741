namespace Nca.Studies;

/// <summary>
/// Whether an arm of an experiment does otherwise than its first arm, by the only rule that few seeds allow: all of them must agree.
/// </summary>
internal enum ArmVerdict
{
    /// <summary>The ranges of the two arms overlap.</summary>
    NoClearDifference,

    /// <summary>Its best seed is worse than the first arm's worst.</summary>
    WorseInEverySeed,

    /// <summary>Its worst seed is better than the first arm's best.</summary>
    BetterInEverySeed,

    /// <summary>No seed's training came to its end: it left the finite numbers.</summary>
    NeverFinished,
}
