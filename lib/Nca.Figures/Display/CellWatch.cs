using System.Runtime.CompilerServices;
using Nca.Progress;

namespace Nca.Figures.Display;

/// <summary>
/// Watches the long work of one cell of a notebook: after a second it shows how far the work is, and where it was stopped. The kernel takes
/// nothing more from a stopped cell, so the last word is said from within the cancellation.
/// </summary>
internal sealed class CellWatch : ILongWorkWatch
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1),
        Interval = TimeSpan.FromSeconds(0.25),
        Longest = TimeSpan.FromSeconds(0.3);

    private static readonly ConditionalWeakTable<object, CellWatch> Cells = [];
    private readonly Lock _lock = new();
    private readonly DisplayPlace _place = new();
    private readonly string _code = NotebookKernel.Code;
    private LongWorkProgress? _work;
    private DateTime _due;
    private bool _shows,
        _stopped;

    private CellWatch()
    {
        Cancellation = NotebookKernel.Cancellation;
        Cancellation.Register(Stop);
    }

    /// <inheritdoc/>
    public CancellationToken Cancellation { get; }

    /// <summary>Has long work watched wherever a notebook's cell begins it.</summary>
    public static void Attach() =>
        LongWork.Host ??= () => NotebookKernel.RunningCell is { } cell ? Cells.GetValue(cell, _ => new CellWatch()) : null;

    /// <inheritdoc/>
    public void Report(LongWorkProgress progress)
    {
        lock (_lock)
        {
            var now = DateTime.UtcNow;
            if (_work is null)
                _due = now + Patience;
            _work = progress;
            if (_stopped || now < _due)
                return;
            _due = now + Interval;
            _shows = true;
            _place.Show(new ProgressLine(progress));
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        lock (_lock)
        {
            _work = null;
            if (_stopped)
                return;
            if (_shows)
                _place.Show(new Nothing());
            _shows = false;
            StoppedCells.Forget(_code);
        }
    }

    private void Stop()
    {
        // Whoever stops a cell waits for this call, and a report that is being shown might wait for the kernel that stops it.
        if (!_lock.TryEnter(Longest))
            return;
        try
        {
            if (_work is not { } work)
                return;
            _stopped = true;
            _place.Show(
                new Notice($"{ProgressLine.Where(work)}: stopped. Nothing is kept; run this cell again to start over.")
            );
            StoppedCells.Remember(_code);
        }
        finally
        {
            _lock.Exit();
        }
    }
}
