using Nca.Runs;
using Nca.Studies;

namespace Nca.Figures.Live;

/// <summary>The trainings of an experiment that a notebook's cell asks for: loaded where they are known, else trained live.</summary>
public static class LiveStudy
{
    /// <summary>All trainings of an experiment, in the experiment's order.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <exception cref="OperationCanceledException">The cell was stopped; finished trainings are kept.</exception>
    public static IReadOnlyList<(ExperimentRun Run, StoredRun Result)> LoadOrTrain(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var known = experiment.StoredRuns(RunStore.Default()).ToDictionary(run => run.Run, run => run.Result);
        return
        [
            .. experiment.Runs.Select(run =>
                (run, known.GetValueOrDefault(run) ?? LiveTraining.LoadOrTrain(run.Config, run.Arm.LoadTarget()))
            ),
        ];
    }
}
