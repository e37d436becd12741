using Nca.Automaton;
using Nca.Engines;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>One state grown by the automaton of a training.</summary>
/// <param name="Label">The training's arm.</param>
/// <param name="Steps">Steps from the initial state.</param>
/// <param name="State">The state.</param>
public sealed record GrownExample(string Label, int Steps, CellState State)
{
    /// <summary>Grows one state with every training's automaton, all with the same fire masks, which no training saw.</summary>
    /// <param name="runs">Finished trainings.</param>
    /// <param name="steps">Steps from the initial state, at least 1.</param>
    /// <param name="engine">Computes the steps.</param>
    public static IReadOnlyList<GrownExample> Of(IEnumerable<(ExperimentRun Run, StoredRun Result)> runs, int steps, IRolloutEngine engine)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return
        [
            .. runs.Select(entry => new GrownExample(entry.Run.Arm.Label, steps, entry.Result.Creature.Grow(steps, engine: engine)[0])),
        ];
    }
}
