using System.Text.Json.Serialization;

namespace Nca.Analysis.Attractors;

/// <summary>How a trajectory moves, by the rules of <see cref="Rhythm"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RhythmKind>))]
public enum RhythmKind
{
    /// <summary>It does not move.</summary>
    FixedPoint,

    /// <summary>It fades or drifts: it has not arrived yet.</summary>
    Settling,

    /// <summary>It repeats itself after a whole number of steps.</summary>
    Periodic,

    /// <summary>Few frequencies hold its power, and no whole number of steps repeats it.</summary>
    QuasiPeriodic,

    /// <summary>Its power is spread over many frequencies.</summary>
    BroadBand,
}
