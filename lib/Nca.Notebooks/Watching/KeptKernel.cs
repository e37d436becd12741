using System.Diagnostics;
using System.Text.Json;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Watching;

/// <summary>A child process that runs the cells of one notebook one at a time and keeps what they leave.</summary>
internal sealed class KeptKernel : IDisposable
{
    private readonly EventChannel _channel;
    private readonly Process _child;
    private readonly string _mark;
    private readonly TimeSpan _patience;
    private readonly StreamTail _said;
    private readonly StreamTail _complaints;
    private int _number;

    private KeptKernel(EventChannel channel, Process child, string mark, TimeSpan patience)
    {
        (_channel, _child, _mark, _patience) = (channel, child, mark, patience);
        (_said, _complaints) = (new StreamTail(child.StandardOutput), new StreamTail(child.StandardError));
    }

    /// <summary>Whether it can run a cell: false once its process ended or did not stop when it was asked to.</summary>
    public bool Lives { get; private set; } = true;

    /// <summary>Starts a kernel.</summary>
    /// <param name="runner">How the child is started.</param>
    /// <param name="file">Full path of the notebook.</param>
    /// <param name="cancellation">Ends the child.</param>
    public static async Task<KeptKernel> StartAsync(NotebookRunner runner, string file, CancellationToken cancellation)
    {
        var mark = ProcessTree.NewMark();
        var (channel, name) = EventChannel.Open();
        var child = runner.Start(file, name, mark);
        var kernel = new KeptKernel(channel, child, mark, runner.Patience);
        try
        {
            var exit = child.WaitForExitAsync(cancellation);
            if (await Task.WhenAny(channel.WaitForConnectionAsync(cancellation), exit) == exit)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new NotebookException($"The notebook's process did not begin. {kernel.LastWords()}".Trim());
            }

            var request = new ExecutionRequest(file, null, runner.Patience.TotalSeconds);
            await channel.SendAsync(JsonSerializer.Serialize(request), cancellation);
            return kernel;
        }
        catch
        {
            kernel.Dispose();
            throw;
        }
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="run">Receives what it gives.</param>
    /// <param name="stop">Asks the cell to stop; a process that does not heed that in time is ended.</param>
    /// <returns>Whether it came to its end without an error, and was not stopped.</returns>
    public async Task<bool> RunAsync(NotebookCell cell, CellRun run, CancellationToken stop)
    {
        var number = ++_number;
        var ended = ListenAsync(number, run);
        try
        {
            await _channel.SendAsync(JsonSerializer.Serialize(new CellRequest(number, cell)), CancellationToken.None);
            var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = stop.Register(() => asked.TrySetResult());
            if (await Task.WhenAny(ended, asked.Task) != ended)
            {
                _channel.Send(CellByCell.Stop);
                await ended.WaitAsync(_patience, CancellationToken.None);
            }

            if (await ended is { } how)
                return how && !stop.IsCancellationRequested;
        }
        catch (Exception error) when (error is IOException or TimeoutException)
        {
            // Told below: it no longer answers, or is gone.
        }

        Lives = false;
        if (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(_child.WaitForExitAsync(CancellationToken.None), Task.Delay(_patience, CancellationToken.None));
            run.Add(new CellOutput(OutputKind.Error, "text/plain", $"{NotebookRunner.Ending(_child)} {LastWords()}".Trim()));
        }

        return false;
    }

    public void Dispose()
    {
        Lives = false;
        ProcessTree.End(_child, _mark);
        _channel.Dispose();
        _child.Dispose();
    }

    // Whether the cell ended well; null when the process is gone. What earlier cells still give comes too late for a report.
    private async Task<bool?> ListenAsync(int number, CellRun run)
    {
        while (await _channel.ReceiveAsync() is { } line)
        {
            switch (JsonSerializer.Deserialize<ExecutionEvent>(line))
            {
                case CellBegan began when began.Cell == number:
                    run.Began = true;
                    break;
                case CellGave gave when gave.Cell == number:
                    run.Add(gave.Output);
                    break;
                case CellEnded ended when ended.Cell == number:
                    run.Seconds = ended.Seconds;
                    return !ended.Failed;
            }
        }

        return null;
    }

    private string? LastWords() => _complaints.LastWords ?? _said.LastWords;
}
