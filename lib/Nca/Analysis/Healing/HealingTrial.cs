using Nca.Analysis.Growth;
using Nca.Automaton;

namespace Nca.Analysis.Healing;

/// <summary>What a healing test found for one creature.</summary>
/// <param name="Damage">What fell on it; null where nothing did, because it was dead already.</param>
/// <param name="Before">Error just before.</param>
/// <param name="Errors">Error after 0, 1, 2, … times <see cref="HealingTest.Every"/> steps.</param>
/// <param name="Steps">Steps until it was back, or null where it was not within the time given: a censored observation, no number.</param>
public sealed record HealingTrial(Damage? Damage, double Before, IReadOnlyList<double> Errors, int? Steps)
{
    /// <summary>Living cells that the damage took.</summary>
    public int Erased { get; init; }

    /// <summary>The creature at the end of the time given.</summary>
    public required CellState Last { get; init; }

    /// <summary>The error up to which it counts as back: twice that before, or <see cref="HealingBound.Least"/>.</summary>
    public double Bound => HealingBound.After(Before);

    /// <summary>Whether it came back and was still back at the end: some heal and then keep growing.</summary>
    public bool Stayed => Steps is not null && Errors[^1] <= Bound;
}
