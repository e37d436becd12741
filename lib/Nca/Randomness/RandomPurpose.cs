namespace Nca.Randomness;

/// <summary>What random numbers are for. Each purpose has a key of its own, so no two of them ever share numbers.</summary>
public enum RandomPurpose
{
    /// <summary>Which cells fire.</summary>
    Fire = 1,

    /// <summary>The first weights of the hidden layer.</summary>
    Weights = 2,

    /// <summary>Which samples a batch takes from the pool.</summary>
    Sampling = 3,

    /// <summary>How many steps a rollout has.</summary>
    Rollout = 4,

    /// <summary>Where damage falls, and its shape.</summary>
    Damage = 5,

    /// <summary>Whether an iteration reseeds its worst sample.</summary>
    Reseeding = 6,

    /// <summary>Where and when a wound falls that a grown creature is tested with.</summary>
    Wounding = 7,

    /// <summary>The fire rate of a batch.</summary>
    FireRate = 8,

    /// <summary>Whether and when a state is damaged in training while it grows.</summary>
    DamageWhileGrowing = 9,

    /// <summary>Noise that is added to living cells in every step.</summary>
    StepNoise = 11,

    /// <summary>Directions in the space of states: tangents, and pushes of grown creatures.</summary>
    Directions = 12,

    /// <summary>States that a census of end states begins with.</summary>
    Starts = 13,
}
