using Nca.Runs;
using Nca.Studies;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Cells;

/// <summary>
/// Trains the cells of a sweep on this machine, several at a time, each on its share of the cores. One that fails is a result, and the
/// others go on; what is interrupted goes on from its checkpoint the next time.
/// </summary>
/// <param name="folder">The sweep.</param>
/// <param name="jobs">Trainings at a time, at least 1.</param>
internal sealed class LocalJobs(SweepFolder folder, int jobs)
{
    /// <summary>Trains and measures all that is left.</summary>
    /// <param name="began">Told that a cell's training goes on, and how; from several threads.</param>
    /// <param name="ended">Told how a cell ended; from several threads.</param>
    /// <param name="cancellation">Stops all of them.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(Action<SweepCell, TrainingProgress> began, Action<SweepCell, CellStatus> ended, CancellationToken cancellation)
    {
        var training = new CellTraining(folder, $"{Environment.MachineName}, process {Environment.ProcessId}");
        EngineWorkers.Run(
            folder.Cells,
            jobs,
            (cell, engine, stop) => ended(cell, training.Run(cell, engine, new Relay(cell, began), stop)),
            cancellation
        );
    }

    private sealed class Relay(SweepCell cell, Action<SweepCell, TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(cell, value);
    }
}
