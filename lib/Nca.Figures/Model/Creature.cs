using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Runs;
using Nca.Targets;

namespace Nca.Figures.Model;

/// <summary>What one creature of <see cref="LivingCreatures"/> is made of.</summary>
public sealed record Creature
{
    /// <summary>Its name, above its canvas.</summary>
    public required string Name { get; init; }

    /// <summary>The automaton; its fire rate is the one that the creature starts with, its error is measured against its target.</summary>
    public required TrainedAutomaton Trained { get; init; }

    /// <summary>Which cells take part in a step.</summary>
    public EvaluationMode Update { get; init; }

    /// <summary>The creature of a trained run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Its name; what it grows into by default.</param>
    public static Creature Of(StoredRun run, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new Creature { Name = name ?? $"{run.Target.Emoji} {run.Target.Name}".TrimStart(), Trained = run.Creature };
    }

    /// <summary>An untrained creature, with the first weights of a training (<see cref="InitialWeights.DrawLively"/>).</summary>
    /// <param name="target">What it would have to become.</param>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="seed">The seed of its weights.</param>
    /// <param name="wildness">
    /// Half the width of the range from which the last layer is drawn instead of being zero, at least 0: at 0 it leaves the seed alone for
    /// ever.
    /// </param>
    /// <param name="name">Its name.</param>
    public static Creature Untrained(
        Target target,
        AutomatonConfig automaton,
        long seed = 1,
        double wildness = 0,
        string name = "untrained"
    )
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(wildness);
        var weights = InitialWeights.DrawLively(automaton, seed, wildness);
        return new Creature { Name = name, Trained = new TrainedAutomaton(automaton, weights, target) };
    }
}
