using System.Diagnostics;
using Nca.Engines;
using Nca.Runs;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Cells;

/// <summary>
/// Trains one free cell of a sweep after the other until none is left. Several workers, on one machine or on several that share the
/// folder, share the work by the cells' leases.
/// </summary>
/// <param name="folder">The sweep.</param>
/// <param name="told">Hears how the cells go: when each begins and ends, and about once a second between.</param>
/// <param name="store">Where trained runs are looked for and remembered; null for nowhere.</param>
internal sealed class Worker(SweepFolder folder, Action<WorkerEvent> told, RunStore? store)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Trains and measures all that is free.</summary>
    /// <param name="engine">Computes.</param>
    /// <param name="cancellation">Stops it; the cell at hand keeps its checkpoint.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(IRolloutEngine engine, CancellationToken cancellation)
    {
        var training = new CellTraining(folder, $"{Environment.MachineName}, process {Environment.ProcessId}", store);
        foreach (var cell in folder.Cells)
        {
            cancellation.ThrowIfCancellationRequested();
            if (folder.StatusOf(cell) is CellStatus.Done or CellStatus.Failed or CellStatus.Training)
                continue;
            told(WorkerEvent.Begun(cell));
            try
            {
                told(WorkerEvent.End(cell, training.Run(cell, engine, new Relay(cell, told), cancellation)));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Somebody else took the cell's lease over and goes on with it.
                told(WorkerEvent.End(cell, CellStatus.Training));
            }
        }
    }

    private sealed class Relay(SweepCell cell, Action<WorkerEvent> told) : IProgress<TrainingProgress>
    {
        private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            if (_sinceLast.Elapsed < Pause)
                return;
            _sinceLast.Restart();
            told(new WorkerEvent(cell.Index, value.Record.Iteration + 1, value.Steps, value.Record.Loss, value.Left.TotalSeconds));
        }
    }
}
