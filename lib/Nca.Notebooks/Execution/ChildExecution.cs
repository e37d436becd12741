using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>
/// Runs a notebook in this process, whole or cell by cell, and tells what happens. It is meant for a child process: a cell that never
/// ends cannot be stopped in any other way than with its process.
/// </summary>
public static class ChildExecution
{
    private const int Stopped = 130;

    /// <summary>Runs the notebook that the parent asks for. Cells run in the current directory.</summary>
    /// <param name="channel">Name of the channel that the parent opened.</param>
    /// <returns>0 when all cells ran, 1 when one failed, 130 when it was stopped between cells.</returns>
    public static async Task<int> RunAsync(string channel)
    {
        ProcessTree.AdoptOrphans();
        var mark = Environment.GetEnvironmentVariable(ProcessTree.Variable) ?? "";
        using var events = EventChannel.Connect(channel);
        using var stop = new CancellationTokenSource();
        using var signals = new Signals(stop);
        if (events.Receive() is not { } line)
            return Stopped;
        var request = JsonSerializer.Deserialize<ExecutionRequest>(line)!;
        stop.Token.Register(() => _ = EndAfterAsync(TimeSpan.FromSeconds(request.Patience), mark));
        if (request.Text is null)
        {
            await CellByCell.RunAsync(request.File, events, happened => Tell(events, happened), stop.Cancel, stop.Token);
            ProcessTree.EndOthers(mark);
            return 0;
        }

        var execution = new Execution(request, happened => Tell(events, happened), stop.Token);

        // Another line means to stop, and so does the channel's end: then the parent is gone.
        new Thread(() =>
        {
            events.Receive();
            stop.Cancel();
        })
        {
            IsBackground = true,
        }.Start();
        var code = await execution.RunAsync();
        ProcessTree.EndOthers(mark);
        if (!ProcessTree.KnowsOrphans)
            await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        return code;
    }

    private static void Tell(EventChannel events, ExecutionEvent happened)
    {
        try
        {
            events.Send(JsonSerializer.Serialize(happened));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The parent is gone; what the cell saves while it ends is still worth having.
        }
    }

    // A cell that does not listen is ended with its process, whether or not a parent is there to do it.
    private static async Task EndAfterAsync(TimeSpan patience, string mark)
    {
        await Task.Delay(patience);
        ProcessTree.EndOthers(mark);
        Process.GetCurrentProcess().Kill();
    }

    /// <summary>The terminal's Ctrl-C reaches the parent too, which decides; any other signal to end asks the cell to stop.</summary>
    private sealed class Signals(CancellationTokenSource stop) : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Stop(signal, stop)),
        ];

        public void Dispose()
        {
            foreach (var registration in _registrations)
                registration.Dispose();
        }

        private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private sealed class Execution(ExecutionRequest request, Action<ExecutionEvent> tell, CancellationToken stop)
    {
        private int _current;

        public async Task<int> RunAsync()
        {
            var document = NotebookDocument.Parse(request.Text!);
            using var kernel = new CellKernel(request.File, output => tell(new CellGave(_current, output)));
            using var asked = stop.Register(kernel.Cancel);
            for (; _current < document.Cells.Count; _current++)
            {
                var cell = document.Cells[_current];
                if (cell.Language != "csharp" || cell.Text.Length == 0)
                    continue;
                if (stop.IsCancellationRequested)
                    return Stopped;
                if (!await RunAsync(kernel, cell))
                    return 1;
            }

            tell(new LastCellEnded());
            return 0;
        }

        private async Task<bool> RunAsync(CellKernel kernel, NotebookCell cell)
        {
            tell(new CellBegan(_current));
            var clock = Stopwatch.StartNew();
            var error = await kernel.RunAsync(cell);
            if (error is not null)
                tell(new CellGave(_current, new CellOutput(OutputKind.Error, "text/plain", error)));
            tell(new CellEnded(_current, clock.Elapsed.TotalSeconds, error is not null));
            return error is null;
        }
    }
}
