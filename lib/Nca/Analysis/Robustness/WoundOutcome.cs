using System.Text.Json.Serialization;
using Nca.Metrics;

namespace Nca.Analysis.Robustness;

/// <summary>How many creatures survived a wound.</summary>
/// <param name="Wound">The wound's <see cref="Robustness.Wound.Name"/>.</param>
/// <param name="Text">What it is, with its sizes in cells.</param>
/// <param name="Looks">Steps after the (last) wound at which they were looked at, in ascending order, at least one.</param>
/// <param name="Trials">One per creature, at least one.</param>
public sealed record WoundOutcome(string Wound, string Text, IReadOnlyList<int> Looks, IReadOnlyList<WoundTrial> Trials)
{
    /// <summary>How many are back at a look.</summary>
    /// <param name="look">Which look, from 0.</param>
    public Proportion Back(int look) => Proportion.Of([.. Trials.Select(trial => trial.IsBack(look))]);

    /// <summary>How many are back at each look.</summary>
    [JsonIgnore]
    public IReadOnlyList<Proportion> BackAtEach => [.. Looks.Select((_, look) => Back(look))];

    /// <summary>How many are back at the last look.</summary>
    [JsonIgnore]
    public Proportion BackAtLast => Back(Looks.Count - 1);

    /// <summary>How many are back at a look by the old rule; see <see cref="WoundTrial.IsBackByOldRule"/>.</summary>
    /// <param name="look">Which look, from 0.</param>
    public Proportion BackByOldRule(int look) => Proportion.Of([.. Trials.Select(trial => trial.IsBackByOldRule(look))]);

    /// <summary>How many were back at no look: when they will be, if ever, is not known.</summary>
    [JsonIgnore]
    public int Censored => Trials.Count(trial => trial.FirstBack is null);

    /// <summary>
    /// The look in steps by which half of the creatures were back; null where fewer than half were. Censored ones count as slower than all
    /// others.
    /// </summary>
    [JsonIgnore]
    public int? MedianSteps =>
        Trials.Select(trial => trial.FirstBack ?? int.MaxValue).Order().ElementAt((Trials.Count - 1) / 2) is var look && look < Looks.Count
            ? Looks[look]
            : null;
}
