using System.Runtime.ExceptionServices;

namespace Nca.Sweeps.Cells;

/// <summary>
/// Trains the cells of a sweep on this machine by several workers, each a process of its own. A training that fails is a result, a process
/// that dies is replaced, and the others go on; what is interrupted goes on from its checkpoint the next time.
/// </summary>
/// <param name="folder">The sweep.</param>
/// <param name="jobs">Workers at a time, at least 1.</param>
/// <param name="worker">Program and arguments of a worker.</param>
internal sealed class LocalJobs(SweepFolder folder, int jobs, IReadOnlyList<string> worker)
{
    // A cell whose process dies this often is what kills it.
    private const int MostDeaths = 2;

    // What a program that refuses something ends with; the next one would be refused as well.
    private const int Refused = 1;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _deaths = [];

    /// <summary>Trains and measures all that is left.</summary>
    /// <param name="told">Hears how the cells go; one call at a time.</param>
    /// <param name="cancellation">Stops all of them.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="SweepException">A worker was refused what it needs, say room on the disk, or could not be started.</exception>
    public void Run(Action<WorkerEvent> told, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var slots = Enumerable
            .Range(0, Math.Min(jobs, Math.Max(1, folder.Cells.Count)))
            .Select(_ => Task.Factory.StartNew(Keep, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        try
        {
            Task.WaitAll(slots, CancellationToken.None);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }

        cancellation.ThrowIfCancellationRequested();

        void Keep()
        {
            try
            {
                while (!stop.IsCancellationRequested && !RunOne(told, stop.Token)) { }
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }
    }

    // Whether nothing is left to do for this worker.
    private bool RunOne(Action<WorkerEvent> told, CancellationToken stop)
    {
        var process = new WorkerProcess(worker);
        var code = process.Run(news => Tell(told, news), stop);
        if (code == 0 || stop.IsCancellationRequested)
            return true;
        if (code == Refused || process.At is not { } at)
            throw new SweepException(process.LastWords.Length > 0 ? process.LastWords : $"A worker ended with code {code}.");
        lock (_gate)
            _deaths[at] = _deaths.GetValueOrDefault(at) + 1;
        if (_deaths[at] < MostDeaths)
            return false;
        var cell = folder.Cell(at);
        folder.KeepFailure(cell, $"Its process died {MostDeaths} times, at last with code {code}; is there enough memory?");
        Tell(told, WorkerEvent.End(cell, CellStatus.Failed));
        return false;
    }

    private void Tell(Action<WorkerEvent> told, WorkerEvent news)
    {
        lock (_gate)
            told(news);
    }
}
