using System.Text.Json.Serialization;

namespace Nca.Analysis.Robustness;

/// <summary>What became of one wounded creature.</summary>
/// <param name="Age">Its age in steps when the wound fell; for the first time, where it falls several times.</param>
/// <param name="Fell">Whether each fall found a place; a creature that was dead before, say, offers none and counts as not back.</param>
/// <param name="Before">Mean squared error against the target just before.</param>
/// <param name="Errors">The same at each look after the (last) wound.</param>
/// <param name="Bounds">The error up to which it counts as back at each look; see <see cref="WoundProtocol"/>.</param>
public sealed record WoundTrial(int Age, bool Fell, double Before, IReadOnlyList<double> Errors, IReadOnlyList<double> Bounds)
{
    /// <summary>Whether it is back at a look; an error that is no number is not.</summary>
    /// <param name="look">Which look, from 0.</param>
    public bool IsBack(int look) => Fell && Errors[look] <= Bounds[look];

    /// <summary>The first look at which it is back; null where it was not by the last one: censored.</summary>
    [JsonIgnore]
    public int? FirstBack => Enumerable.Range(0, Errors.Count).Cast<int?>().FirstOrDefault(look => IsBack(look!.Value));

    /// <summary>
    /// The same by the rule of <see cref="HealingBound"/>, which older tables use: an error of at most twice its own before the wound, or
    /// of at most <see cref="HealingBound.Least"/>.
    /// </summary>
    /// <param name="look">Which look, from 0.</param>
    public bool IsBackByOldRule(int look) => Fell && Errors[look] <= HealingBound.After(Before);
}
