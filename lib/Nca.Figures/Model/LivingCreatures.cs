using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Figures.Model;

/// <summary>
/// Creatures that live in the page: their rules are computed by the reader's browser, and can be touched. Several of them share one clock
/// and every gesture: erase a part of one, and all lose the same part.
/// </summary>
public sealed record LivingCreatures : Figure
{
    /// <summary>The creatures, one or more.</summary>
    public required IReadOnlyList<Creature> Creatures { get; init; }

    /// <summary>Rows and columns of every creature's grid, 8 to 256; the largest of the targets' by default.</summary>
    public int? Grid { get; init; }

    /// <summary>Screen pixels per cell at most, at least 1; by default a canvas is about 500 pixels wide where there is room.</summary>
    public int? Zoom { get; init; }

    /// <summary>Fire rate of all creatures instead of their own, in (0, 1].</summary>
    public double? FireRate { get; init; }

    /// <summary>Updates a second, 1 to 240.</summary>
    public int Speed { get; init; } = 30;

    /// <summary>Whether they begin to live as soon as they are seen, unless the reader prefers reduced motion.</summary>
    public bool Plays { get; init; } = true;

    /// <summary>Whether there is a row of buttons, each of which wounds all creatures alike.</summary>
    public bool HasWounds { get; init; }

    /// <summary>
    /// Random seed of the first sample's fire masks: the same number gives the sample that <see cref="GrowthMeasurement.Watch"/> shows
    /// first.
    /// </summary>
    public long FireSeed { get; init; } = TrainedAutomaton.EvaluationSeed;

    /// <summary>The page of its own that shows these creatures and nothing else.</summary>
    /// <returns>HTML that needs no other file and no network.</returns>
    public string ToPage() => Page(this);

    internal static Func<LivingCreatures, string> Page { get; set; } =
        _ => throw new InvalidOperationException("No writer has handed itself in.");
}
