using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Growth;

/// <summary>
/// What the engine makes of a creature's seed cell in a few steps, all channels of all cells: another implementation of the step, such as a
/// page's script, computes the same and compares. The grid is so small that the creature reaches its border, which is compared too.
/// </summary>
/// <param name="Steps">Steps from the initial state.</param>
/// <param name="State">The state after them, with <see cref="Grid"/> rows and columns.</param>
internal sealed record ReferenceGrowth(int Steps, CellState State)
{
    /// <summary>Rows and columns of the grid.</summary>
    public const int Grid = 14;

    private const float Wildest = 1e6f;

    // Rules that nobody trained may leave the numbers that single precision holds; then fewer steps are compared.
    private static readonly int[] Lengths = [32, 16, 8, 4, 2, 1];

    /// <summary>Computes it.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="mode">How its rule is run.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <exception cref="ArgumentException">A number of the first state exceeds a million or is none.</exception>
    public static ReferenceGrowth Of(
        TrainedAutomaton creature,
        EvaluationMode mode,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        var growths = Lengths.Select(steps => new ReferenceGrowth(steps, creature.Grow(mode, Grid, steps, seed, engine)));
        return growths.FirstOrDefault(growth => growth.State.Values.All(value => MathF.Abs(value) < Wildest))
            ?? throw new ArgumentException("The rule's first step leaves the range of its numbers.", nameof(creature));
    }
}
