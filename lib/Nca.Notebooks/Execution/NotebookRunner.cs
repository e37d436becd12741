using System.Diagnostics;
using System.Text.Json;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Runs notebooks, each in a child process of its own, so that none can hang, crash or starve the others.</summary>
/// <param name="childCommand">
/// File and arguments of a program that calls <see cref="ChildExecution.RunAsync(string)"/> with the path it gets behind them.
/// </param>
public sealed class NotebookRunner(IReadOnlyList<string> childCommand)
{
    /// <summary>Runs a notebook.</summary>
    /// <param name="file">Path of the .dib file.</param>
    /// <param name="values">Altered parameters by name.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="progress">Hears what happens while it runs.</param>
    /// <param name="cancellation">Ends the child; what it gave so far is kept.</param>
    /// <returns>The run, whatever its end.</returns>
    /// <exception cref="NotebookException">The notebook cannot be read, or a parameter is wrong.</exception>
    public async Task<NotebookRun> RunAsync(
        string file,
        IReadOnlyDictionary<string, string> values,
        TimeSpan timeout,
        Action<NotebookRun, ExecutionEvent>? progress = null,
        CancellationToken cancellation = default
    )
    {
        file = Path.GetFullPath(file);
        var (document, parameters) = NotebookParameters.Alter(NotebookDocument.Read(file), values);
        var run = new NotebookRun
        {
            File = file,
            Document = document,
            Parameters = parameters,
            Began = DateTimeOffset.Now,
            Cells = [.. document.Cells.Select(_ => new CellRun())],
        };
        var clock = Stopwatch.StartNew();
        using var child = Start(file);
        using var limit = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var complaints = child.StandardError.ReadToEndAsync(CancellationToken.None);
        var listening = ListenAsync(child, run, progress);
        try
        {
            await child.StandardInput.WriteLineAsync(JsonSerializer.Serialize(document.Write()).AsMemory(), either.Token);
            await child.StandardInput.FlushAsync(either.Token);
            await listening.WaitAsync(either.Token);
            await child.WaitForExitAsync(either.Token);
            run.Status =
                child.ExitCode == 0 ? RunStatus.Succeeded
                : run.Error is null ? RunStatus.Crashed
                : RunStatus.Failed;
            if (run.Status == RunStatus.Crashed)
                Fail(run, $"The process ended with code {child.ExitCode}. {(await complaints).Trim().Split('\n')[0]}".Trim(), progress);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(child, listening);
            run.Status = cancellation.IsCancellationRequested ? RunStatus.Cancelled : RunStatus.TimedOut;
            if (run.Status == RunStatus.TimedOut)
                Fail(run, $"Stopped after {Spoken(timeout)}: the time was up. Give more with --timeout.", progress);
            else if (run.Error is null)
                Fail(run, "Stopped by hand.", progress);
        }
        catch (IOException error)
        {
            run.Status = RunStatus.Crashed;
            Fail(run, $"The process ended before it read the notebook: {error.Message}", progress);
        }

        run.Duration = clock.Elapsed;
        return run;
    }

    /// <summary>
    /// How long a cell that takes the token may go on after it was asked to stop: enough for one training iteration and its checkpoint.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// The folder that cells run in, and so where relative paths of what they read and write begin; the notebook's own by default.
    /// </summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Environment variables of the child, beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    private static async Task ListenAsync(Process child, NotebookRun run, Action<NotebookRun, ExecutionEvent>? progress)
    {
        while (await child.StandardOutput.ReadLineAsync() is { } line)
            if (EventOf(line) is { } happened)
                Take(run, happened, progress);
    }

    // Asked first, so that what was learned is kept and said; ended when it does not listen.
    private async Task StopAsync(Process child, Task listening)
    {
        try
        {
            child.StandardInput.Close();
            await listening.WaitAsync(Patience);
        }
        catch (Exception error) when (error is TimeoutException or IOException)
        {
            // It is ended below.
        }

        if (!child.HasExited)
            child.Kill(entireProcessTree: true);
        await Task.WhenAny(listening, Task.Delay(TimeSpan.FromSeconds(5)));
    }

    private Process Start(string file)
    {
        var start = new ProcessStartInfo(childCommand[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = WorkingFolder ?? Path.GetDirectoryName(file)!,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        foreach (var argument in childCommand.Skip(1))
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(file);
        return Process.Start(start) ?? throw new NotebookException($"{childCommand[0]} cannot be started.");
    }

    // Native libraries may write to the same pipe: a line that is no event is theirs.
    private static ExecutionEvent? EventOf(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ExecutionEvent>(line);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static void Take(NotebookRun run, ExecutionEvent happened, Action<NotebookRun, ExecutionEvent>? progress)
    {
        switch (happened)
        {
            case CellBegan began:
                run.Cells[began.Cell].Began = true;
                break;
            case CellGave gave:
                run.Cells[gave.Cell].Add(gave.Output);
                break;
            case CellEnded ended:
                run.Cells[ended.Cell].Seconds = ended.Seconds;
                break;
        }

        progress?.Invoke(run, happened);
    }

    private static void Fail(NotebookRun run, string what, Action<NotebookRun, ExecutionEvent>? progress)
    {
        var cells = run.Cells.ToList();
        var at = Math.Max(0, cells.FindLastIndex(cell => cell.Began));
        var line = run.Document.Cells[at].FirstLine;
        Take(
            run,
            new CellGave(at, new CellOutput(OutputKind.Error, "text/plain", $"{Path.GetFileName(run.File)}:{line}:1: {what}")),
            progress
        );
    }

    private static string Spoken(TimeSpan time) =>
        time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0.#} seconds";
}
