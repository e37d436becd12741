using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Watching;

/// <summary>
/// Runs a notebook, and again whenever it is saved: from the first cell of code that changed, or that did not come to its end before. Cells
/// above that one are not run again; what they left is kept in the living kernel, as the last run left it. Where the first cell of code
/// changes, where a kernel's process ended and after the time was up, everything begins in a new kernel.
/// </summary>
/// <param name="runner">How the kernel's process is started.</param>
/// <param name="file">Path of the .dib file.</param>
/// <param name="values">Altered parameters by name.</param>
/// <param name="timeout">How long the cells of one round may take.</param>
public sealed class NotebookWatch(NotebookRunner runner, string file, IReadOnlyDictionary<string, string> values, TimeSpan timeout)
{
    private readonly string _file = Path.GetFullPath(file);

    /// <summary>Hears what happens, in the order in which it does.</summary>
    public Action<WatchedRound> Hear { get; init; } = _ => { };

    /// <summary>Hears in one line why what was saved cannot be run.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Runs and watches until it is cancelled, and ends with a last round that says so.</summary>
    /// <param name="cancellation">Ends it; the cell that runs is asked to stop.</param>
    /// <exception cref="NotebookException">The notebook cannot be read at the beginning, or its process does not start.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var saved = new SavedNotebook(_file, () => Altered().Document, Say);
        var document = saved.Read();
        NotebookRun? last = null;
        KeptKernel? kernel = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var next = saved.NextAsync(ending.Token);
            while (true)
            {
                var codes = document.CodeCells.ToArray();
                var kept = kernel is { Lives: true } ? Unchanged(last, codes) : 0;
                if (kept == 0)
                {
                    kernel?.Dispose();
                    kernel = null;
                }

                var run = Begin(document, last, codes, kept);
                var round = new WatchedRound(run, kept + 1, codes.Length);
                using var limit = new CancellationTokenSource(timeout, runner.Clock);
                for (var number = kept; number < codes.Length && run.Error is null && !next.IsCompleted; number++)
                {
                    Hear(round with { Running = number + 1 });
                    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
                    kernel ??= await KeptKernel.StartAsync(runner, _file, stop.Token);
                    var cell = run.Cells[IndexOf(document, codes[number])];
                    var running = kernel.RunAsync(codes[number], cell, stop.Token);

                    // What is saved while a cell runs stops it where it or one above it changed, and otherwise waits for its end.
                    if (await Task.WhenAny(running, next) != running && next.IsCompletedSuccessfully)
                    {
                        if (Same(codes, [.. (await next).CodeCells]) <= number)
                            await stop.CancelAsync();
                    }

                    var well = await running;
                    if (!well)
                        cell.Seconds = null;
                    if (limit.IsCancellationRequested && !cancellation.IsCancellationRequested && run.Error is null)
                        cell.Add(
                            Error(
                                codes[number],
                                $"Stopped after {timeout.TotalMinutes:0.##} minutes: the time was up. Give more with --timeout."
                            )
                        );
                    if (cancellation.IsCancellationRequested && run.Error is null)
                        cell.Add(Error(codes[number], "Stopped by hand."));
                    if (!well)
                        break;
                }

                run.Duration = TimeSpan.FromSeconds(run.Cells.Sum(cell => cell.Seconds ?? 0));
                var whole = codes.All(code => run.Cells[IndexOf(document, code)].Seconds is not null);
                run.CameToItsEnd = whole && run.Error is null;
                run.Status =
                    cancellation.IsCancellationRequested && !run.CameToItsEnd ? RunStatus.Cancelled
                    : run.CameToItsEnd ? RunStatus.Succeeded
                    : limit.IsCancellationRequested ? RunStatus.TimedOut
                    : kernel is { Lives: false } ? RunStatus.Crashed
                    : RunStatus.Failed;
                last = run;
                if (!next.IsCompletedSuccessfully)
                    Hear(round);
                if (cancellation.IsCancellationRequested)
                    return;
                document = await next;
                next = saved.NextAsync(ending.Token);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It was watching, and all that ran is told.
        }
        finally
        {
            await ending.CancelAsync();
            kernel?.Dispose();
        }
    }

    private (NotebookDocument Document, IReadOnlyList<NotebookParameter> Parameters) Altered() =>
        NotebookParameters.Alter(NotebookDocument.Read(_file), values);

    private NotebookRun Begin(NotebookDocument document, NotebookRun? last, NotebookCell[] codes, int kept)
    {
        var cells = document.Cells.Select(_ => new CellRun()).ToArray();
        var earlier = last?.Document.CodeCells.ToArray() ?? [];
        for (var number = 0; number < kept; number++)
            cells[IndexOf(document, codes[number])] = last!.Cells[IndexOf(last.Document, earlier[number])];
        return new NotebookRun
        {
            File = _file,
            Document = document,
            Parameters =
            [
                .. NotebookParameters.Of(document).Select(parameter => parameter with { Altered = values.ContainsKey(parameter.Name) }),
            ],
            Began = DateTimeOffset.Now,
            Cells = cells,
        };
    }

    // How many cells of code from the first on came to their end and read as they did.
    private static int Unchanged(NotebookRun? last, NotebookCell[] codes)
    {
        if (last is null)
            return 0;
        var earlier = last.Document.CodeCells.ToArray();
        var same = Same(earlier, codes);
        for (var number = 0; number < same; number++)
            if (last.Cells[IndexOf(last.Document, earlier[number])].Seconds is null)
                return number;
        return same;
    }

    private static int Same(NotebookCell[] earlier, NotebookCell[] later) =>
        earlier.Zip(later).TakeWhile(pair => pair.First.Text == pair.Second.Text).Count();

    // By itself and not by its text: two cells may read alike.
    private static int IndexOf(NotebookDocument document, NotebookCell cell)
    {
        for (var index = 0; index < document.Cells.Count; index++)
            if (ReferenceEquals(document.Cells[index], cell))
                return index;
        throw new ArgumentException("The cell is not of this document.", nameof(cell));
    }

    private CellOutput Error(NotebookCell cell, string what) =>
        new(OutputKind.Error, "text/plain", $"{Path.GetFileName(_file)}:{cell.FirstLine}:1: {what}");
}
