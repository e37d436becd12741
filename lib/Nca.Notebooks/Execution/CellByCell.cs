using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Nca.Notebooks.Execution;

/// <summary>
/// Runs cells in this process as the parent sends them, one at a time, and stays until the parent ends the channel. It is meant for a
/// child process.
/// </summary>
internal static class CellByCell
{
    /// <summary>The line that asks the running cell to stop.</summary>
    public const string Stop = "stop";

    /// <summary>Runs cells until the channel ends.</summary>
    /// <param name="file">Full path of the notebook, for what its cells load.</param>
    /// <param name="events">The way to the parent.</param>
    /// <param name="tell">Tells the parent; never fails.</param>
    /// <param name="end">Called when the parent is gone.</param>
    /// <param name="stop">Cancelled when the process is asked to end.</param>
    public static async Task RunAsync(string file, EventChannel events, Action<ExecutionEvent> tell, Action end, CancellationToken stop)
    {
        var current = 0;
        using var kernel = new CellKernel(file, output => tell(new CellGave(Volatile.Read(ref current), output)));
        using var asked = stop.Register(kernel.Cancel);
        var requests = Channel.CreateUnbounded<CellRequest>();
        new Thread(() =>
        {
            while (events.Receive() is { } line)
            {
                if (line == Stop)
                {
                    kernel.Cancel();
                }
                else
                {
                    // Here and not where it begins: a stop that comes in between is meant for this cell.
                    kernel.Renew();
                    requests.Writer.TryWrite(JsonSerializer.Deserialize<CellRequest>(line)!);
                }
            }

            requests.Writer.Complete();
            end();
        })
        {
            IsBackground = true,
        }.Start();

        while (!stop.IsCancellationRequested && await requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (!stop.IsCancellationRequested && requests.Reader.TryRead(out var request))
            {
                Volatile.Write(ref current, request.Number);
                tell(new CellBegan(request.Number));
                var clock = Stopwatch.StartNew();
                var error = await kernel.RunAsync(request.Cell);
                if (error is not null)
                    tell(new CellGave(request.Number, new CellOutput(OutputKind.Error, "text/plain", error)));
                tell(new CellEnded(request.Number, clock.Elapsed.TotalSeconds, error is not null));
            }
        }
    }
}
