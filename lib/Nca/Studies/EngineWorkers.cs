using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Nca.Engines.Fused;

namespace Nca.Studies;

/// <summary>
/// Several trainings at a time, each on its share of the cores: that keeps cores busier than one training on all of them, and changes no
/// bit of any result.
/// </summary>
internal static class EngineWorkers
{
    /// <summary>Does the pieces of some work in their order, each with an engine that nobody else uses meanwhile.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="atOnce">Pieces at a time, at least 1.</param>
    /// <param name="act">Does one; called from several threads. What it throws stops the others.</param>
    /// <param name="cancellation">Stops all.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run<T>(
        IReadOnlyCollection<T> pieces,
        int atOnce,
        Action<T, FusedRolloutEngine, CancellationToken> act,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        var waiting = new ConcurrentQueue<T>(pieces);
        var threads = Math.Max(1, Environment.ProcessorCount / atOnce);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = Enumerable
            .Range(0, Math.Min(atOnce, Math.Max(1, pieces.Count)))
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
            ExceptionDispatchInfo.Throw(all.FirstOrDefault(failure => failure is not OperationCanceledException) ?? all[0]);
        }

        void Work()
        {
            using var engine = new FusedRolloutEngine(threads);
            while (waiting.TryDequeue(out var piece))
            {
                try
                {
                    act(piece, engine, stop.Token);
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            }
        }
    }
}
