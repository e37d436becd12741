using Nca.Notebooks.Execution;
using Spectre.Console;

namespace Nca.Cli.Console;

/// <summary>Tells on the console how a notebook goes: a line that moves on a terminal, plain lines elsewhere.</summary>
internal sealed class RunProgress(string name)
{
    private readonly bool _terminal = !System.Console.IsOutputRedirected;
    private int _done;

    public void Hear(NotebookRun run, ExecutionEvent happened)
    {
        var total = run.Document.CodeCells.Count();
        if (happened is CellEnded)
            _done++;
        if (happened is not (CellBegan or CellEnded) || !_terminal)
            return;
        AnsiConsole.Markup(
            $"\r[teal]{Markup.Escape(EscapingWriter.Escaped(name))}[/]  "
                + $"{new string('━', _done * 24 / Math.Max(1, total))}[grey]{new string('━', 24 - _done * 24 / Math.Max(1, total))}[/]"
                + $"  cell {Math.Min(_done + 1, total)} of {total}  {(DateTimeOffset.Now - run.Began).TotalSeconds:0} s   "
        );
    }

    public void End(NotebookRun run, string report)
    {
        if (_terminal)
            Terminal.Raw.Write("\r" + new string(' ', Math.Max(0, System.Console.WindowWidth - 1)) + "\r");
        var size = new FileInfo(report).Length / 1024.0 / 1024.0;
        System.Console.WriteLine($"{name}: {Verdict(run.Status)} in {run.Duration.TotalSeconds:0.0} s, {size:0.0} MB");
        if (run.NotRun.Length > 0)
            System.Console.Error.WriteLine($"  Only C# runs here; not run: {run.NotRun}.");
        if (run.Error is { } error)
            System.Console.Error.WriteLine($"  {error.Split('\n')[0]}");
    }

    private static string Verdict(RunStatus status) =>
        status switch
        {
            RunStatus.Succeeded => "done",
            RunStatus.Failed => "FAILED",
            RunStatus.TimedOut => "TIMED OUT",
            RunStatus.Cancelled => "stopped",
            _ => "CRASHED",
        };
}
