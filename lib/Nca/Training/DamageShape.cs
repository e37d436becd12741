namespace Nca.Training;

/// <summary>Shape of the damage during training.</summary>
public enum DamageShape
{
    /// <summary>Discs (Mordvintsev et al. 2020).</summary>
    Circle,

    /// <summary>Everything on one side of a line through the damage's centre.</summary>
    HalfPlane,

    /// <summary>Discs and half-planes by turns at random.</summary>
    CircleOrHalfPlane,
}
