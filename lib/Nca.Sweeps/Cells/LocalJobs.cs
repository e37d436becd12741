using System.Collections.Concurrent;
using Nca.Engines.Fused;
using Nca.Runs;
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
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        var waiting = new ConcurrentQueue<SweepCell>(folder.Cells);
        var threads = Math.Max(1, Environment.ProcessorCount / jobs);
        var training = new CellTraining(folder, $"{Environment.MachineName}, process {Environment.ProcessId}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = Enumerable
            .Range(0, Math.Min(jobs, Math.Max(1, folder.Cells.Count)))
            .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        try
        {
            Task.WaitAll(workers, CancellationToken.None);
        }
        catch (AggregateException failures)
        {
            // The reason is what the caller must hear, not the cancellations that followed.
            var all = failures.Flatten().InnerExceptions;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(
                all.FirstOrDefault(failure => failure is not OperationCanceledException) ?? all[0]
            );
        }

        void Work()
        {
            using var engine = new FusedRolloutEngine(threads);
            while (waiting.TryDequeue(out var cell))
            {
                try
                {
                    ended(cell, training.Run(cell, engine, new Relay(cell, began), stop.Token));
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            }
        }
    }

    private sealed class Relay(SweepCell cell, Action<SweepCell, TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told(cell, value);
    }
}
