using System.Text.Json.Serialization;

namespace Nca.Analysis.Envelope;

/// <summary>What was measured along one axis.</summary>
/// <param name="Axis">The axis's name.</param>
/// <param name="Text">What is changed, in words, with its unit.</param>
/// <param name="IsLogarithmic">Whether values are compared by their ratios.</param>
/// <param name="IsWhole">Whether only whole numbers make sense.</param>
/// <param name="Trained">The value that stands for the training.</param>
/// <param name="Points">What was measured, in ascending order of the values, <paramref name="Trained"/> among them.</param>
public sealed record EnvelopeCurve(
    string Axis,
    string Text,
    bool IsLogarithmic,
    bool IsWhole,
    double Trained,
    IReadOnlyList<EnvelopePoint> Points
)
{
    /// <summary>Where the share falls below one half on either side of the trained value.</summary>
    [JsonIgnore]
    public EnvelopeBorder Border => EnvelopeBorder.Of(Points, Trained, IsLogarithmic, IsWhole);
}
