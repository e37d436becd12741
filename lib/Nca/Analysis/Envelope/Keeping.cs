using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Envelope;

/// <summary>
/// The rule by which a creature keeps its claims under other conditions: an error of at most <see cref="Bound"/> at every look, the first
/// one at age 200, then every 100 steps to age 1,000. Ages are those of the training; <see cref="Conditions.StepsFor"/> says how many steps
/// they take.
/// </summary>
public static class Keeping
{
    /// <summary>An error up to which a creature counts as itself.</summary>
    public const double Bound = Persistence.Bound;

    /// <summary>The age at which a creature is grown, and of the first look.</summary>
    public const int GrownAt = 200;

    /// <summary>The age of the last look.</summary>
    public const int Until = 1000;

    /// <summary>The ages of the looks.</summary>
    public static IReadOnlyList<int> Looks { get; } =
    [.. Enumerable.Range(0, 1 + (Until - GrownAt) / Persistence.Every).Select(look => GrownAt + look * Persistence.Every)];

    /// <summary>
    /// The error that is compared with the bound: squared differences summed over the whole canvas, divided by the numbers of the canvas of
    /// the training. So a larger canvas makes the bound neither milder nor stricter; on the trained canvas it is the mean squared error.
    /// </summary>
    /// <param name="creature">The creature under its conditions, its target on their canvas.</param>
    /// <param name="state">Its state.</param>
    /// <param name="trainedGrid">Rows and columns of the canvas of the training.</param>
    public static double Error(TrainedAutomaton creature, CellState state, int trainedGrid)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(state);
        return creature.Error(state) * ((double)state.Height * state.Width / ((double)trainedGrid * trainedGrid));
    }
}
