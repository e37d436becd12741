using System.Text.Json.Serialization;
using Nca.Metrics;

namespace Nca.Analysis.Envelope;

/// <summary>How many creatures keep their claims under one set of conditions.</summary>
/// <param name="Value">The value on the axis.</param>
/// <param name="Kept">Creatures that do; see <see cref="Keeping"/>.</param>
/// <param name="Samples">Creatures in all.</param>
/// <param name="GrownError">Median of their errors at the first look; not finite where the creatures were not.</param>
public sealed record EnvelopePoint(double Value, int Kept, int Samples, double GrownError)
{
    /// <summary>The proportion that does, with its interval.</summary>
    [JsonIgnore]
    public Proportion Proportion => new(Kept, Samples);

    /// <summary>Whether at least half do: the point lies inside the border.</summary>
    [JsonIgnore]
    public bool IsInside => 2 * Kept >= Samples;
}
