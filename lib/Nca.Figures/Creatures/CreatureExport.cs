using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Figures.Model;

namespace Nca.Figures.Creatures;

/// <summary>
/// What the library computes of living creatures before they are written: all that is grown for a page, a report or a picture is grown
/// here, and what writes them takes the results.
/// </summary>
internal static class CreatureExport
{
    /// <summary>Steps from the seed cell to the still picture.</summary>
    public const int StillSteps = 96;

    /// <summary>The side of the grid on which all of a figure's creatures live.</summary>
    /// <param name="figure">The creatures.</param>
    public static int GridOf(LivingCreatures figure) =>
        figure.Grid ?? Math.Min(256, figure.Creatures.Max(creature => creature.Trained.Target.Grid));

    /// <summary>The automaton with the fire rate that the figure asks for.</summary>
    /// <param name="figure">The creatures.</param>
    /// <param name="creature">One of them.</param>
    public static TrainedAutomaton AutomatonOf(LivingCreatures figure, Creature creature)
    {
        var kind = creature.Trained.Automaton;
        return creature.Trained with { Automaton = kind with { FireRate = figure.FireRate ?? kind.FireRate } };
    }

    /// <summary>What the page's script must compute too.</summary>
    /// <param name="figure">The creatures.</param>
    /// <param name="creature">One of them.</param>
    public static ReferenceGrowth ProofOf(LivingCreatures figure, Creature creature) =>
        ReferenceGrowth.Of(AutomatonOf(figure, creature), creature.Update, figure.FireSeed);

    /// <summary>Each creature after <see cref="StillSteps"/> steps from the seed cell.</summary>
    /// <param name="figure">The creatures.</param>
    public static IReadOnlyList<CellState> GrownOf(LivingCreatures figure) =>
        [
            .. figure.Creatures.Select(creature =>
                AutomatonOf(figure, creature).Grow(creature.Update, GridOf(figure), StillSteps, figure.FireSeed)
            ),
        ];
}
