namespace Nca.Figures;

/// <summary>Which cells of a living creature take part in a step.</summary>
public enum CreatureUpdate
{
    /// <summary>Each cell fires with the fire rate, as in training.</summary>
    Stochastic,

    /// <summary>Every cell fires in every step: the listing's evaluation.</summary>
    Synchronous,

    /// <summary>Every cell fires, and its change is multiplied by the fire rate: the mean of the stochastic update.</summary>
    Scaled,
}
