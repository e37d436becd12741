using Nca.Cli.Console;
using Nca.Notebooks;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;
using Nca.Notebooks.Watching;

namespace Nca.Cli.Commands;

/// <summary><c>nca run --watch</c>: a notebook's report on the console and in a browser, again whenever it is saved.</summary>
internal static class WatchedNotebook
{
    /// <summary>Watches until the program is asked to stop.</summary>
    /// <param name="file">Path of the notebook.</param>
    /// <param name="values">Altered parameters by name.</param>
    /// <param name="place">The folder of the reports.</param>
    /// <param name="reports">What writes there.</param>
    /// <param name="timeout">How long the cells of one round may take.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(
        string file,
        IReadOnlyDictionary<string, string> values,
        string place,
        ReportFolder reports,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        var name = Path.GetFileNameWithoutExtension(file);
        using var server = new ReportServer(place, name);
        void Hear(WatchedRound round)
        {
            if (round.Running is { } cell)
            {
                server.Tell($"cell {cell} of {round.Total} runs", renewed: false);
                return;
            }

            reports.Add(round.Run);
            var words = Summary(round);
            server.Tell(words, renewed: true);
            System.Console.WriteLine($"{name}: {words}");
            if (round.Run.Error is { } error)
                System.Console.Error.WriteLine($"  {error.Split('\n')[0]}");
        }

        var watch = new NotebookWatch(new NotebookRunner(Suite.ChildCommand()), file, values, timeout)
        {
            Hear = Hear,
            Say = System.Console.Error.WriteLine,
        };
        System.Console.WriteLine($"{name} runs when it is saved, until Ctrl-C; its report: {server.Address}");
        await watch.RunAsync(cancellation);
    }

    private static string Summary(WatchedRound round)
    {
        var (run, total) = (round.Run, round.Total);
        var cells =
            round.First > total ? "no cell had to run"
            : round.First == total ? $"cell {total} of {total}"
            : $"cells {round.First} to {total} of {total}";
        return run.Status switch
        {
            RunStatus.Succeeded => round.First > total ? cells : $"{cells} done",
            RunStatus.Cancelled => $"{cells} stopped",
            RunStatus.TimedOut => $"{cells} TIMED OUT",
            RunStatus.Crashed => $"{cells} CRASHED",
            _ => $"{cells} FAILED",
        };
    }
}
