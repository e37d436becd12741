using System.Diagnostics;
using System.Text.Json;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Runs notebooks, each in a child process of its own, so that none can hang, crash or starve the others.</summary>
/// <param name="childCommand">
/// File and arguments of a program that calls <see cref="ChildExecution.RunAsync(string)"/> with the argument it gets behind them.
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
        using var limit = new CancellationTokenSource(timeout, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var mark = ProcessTree.NewMark();
        var (opened, name) = EventChannel.Open();
        using var channel = opened;
        using var child = Start(file, name, mark);
        var (said, complaints) = (new StreamTail(child.StandardOutput), new StreamTail(child.StandardError));
        var exit = child.WaitForExitAsync(CancellationToken.None);
        var listening = Task.CompletedTask;
        try
        {
            if (await Task.WhenAny(channel.WaitForConnectionAsync(either.Token), exit) != exit)
            {
                either.Token.ThrowIfCancellationRequested();
                listening = ListenAsync(channel, run, progress);
                var request = new ExecutionRequest(file, document.Write(), Patience.TotalSeconds);
                await channel.SendAsync(JsonSerializer.Serialize(request), either.Token);
                await listening.WaitAsync(either.Token);
            }

            run.Status = StatusOf(run);
            if (run.Status == RunStatus.Crashed)
            {
                await Task.WhenAny(exit, Task.Delay(Grace, either.Token));
                Fail(run, $"{Ending(child)} {complaints.LastWords ?? said.LastWords}".Trim(), progress);
            }
        }
        catch (OperationCanceledException)
        {
            await StopAsync(channel, listening);
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
        finally
        {
            // It ends by itself where that is safe, and writes what its cells left open.
            if (ProcessTree.KnowsOrphans && run.Status is RunStatus.Succeeded or RunStatus.Failed)
                await Task.WhenAny(exit, Task.Delay(Grace, CancellationToken.None));
            ProcessTree.End(child, mark);
        }

        run.Duration = clock.Elapsed;
        return run;
    }

    // What a process may take to end after its last cell did.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a cell may go on after it was asked to stop: enough to save what was learned, short enough that all is gone in ten seconds.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>What the time that a notebook may take is measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The folder that cells run in, and so where relative paths of what they read and write begin; the notebook's own by default.
    /// </summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Environment variables of the child, beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    // Ends with the last cell, with the first that failed, or with the process; never later.
    private static async Task ListenAsync(EventChannel channel, NotebookRun run, Action<NotebookRun, ExecutionEvent>? progress)
    {
        while (await channel.ReceiveAsync() is { } line)
        {
            var happened = JsonSerializer.Deserialize<ExecutionEvent>(line)!;
            Take(run, happened, progress);
            if (happened is LastCellEnded or CellEnded { Failed: true })
                return;
        }
    }

    // Asked first, so that what was learned is kept and said; ended when it does not listen.
    private async Task StopAsync(EventChannel channel, Task listening)
    {
        try
        {
            channel.Send("stop");
            await listening.WaitAsync(Patience);
        }
        catch (Exception error) when (error is TimeoutException or IOException or InvalidOperationException)
        {
            // It is ended with its process.
        }
    }

    private static RunStatus StatusOf(NotebookRun run) =>
        run.CameToItsEnd ? RunStatus.Succeeded
        : run.Error is null ? RunStatus.Crashed
        : RunStatus.Failed;

    internal static string Ending(Process child) =>
        !child.HasExited ? "The process no longer answers."
        : child.ExitCode == 0 ? "The process ended before the last cell did, with code 0: a cell ended it."
        : $"The process ended with code {child.ExitCode}.";

    internal Process Start(string file, string channel, string mark)
    {
        var start = new ProcessStartInfo(childCommand[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = WorkingFolder ?? Path.GetDirectoryName(file)!,
        };

        // Most of a notebook's code runs once: counting how it runs, to compile it better later, costs more than that brings.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        foreach (var argument in childCommand.Skip(1))
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(channel);
        start.Environment[ProcessTree.Variable] = mark;
        var child = Process.Start(start) ?? throw new NotebookException($"{childCommand[0]} cannot be started.");
        child.StandardInput.Close();
        return child;
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
            case LastCellEnded:
                run.CameToItsEnd = true;
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
