using System.CommandLine;
using Nca.Cli.Console;
using Nca.Notebooks;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Cli.Commands;

/// <summary><c>nca run</c>: notebooks to HTML reports.</summary>
internal static class RunCommand
{
    // The code of a program that Ctrl-C stopped.
    private const int Interrupted = 130;

    private const string SuiteTitle = "NcaNotebooks";
    private const string SuiteLead =
        "Growing, studying and stress-testing neural cellular automata: every report here was run from its notebook and stands alone.";

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks by path or name (04-training); all of notebooks/ by default.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var parameters = new Option<string[]>("--parameter", "-p")
        {
            Description =
                "Name=value: sets a parameter of the notebooks; Name=v1,v2 or Name=from..to:step runs one notebook over all values. "
                + "Repeatable.",
        };
        var each = new Option<string[]>("--each")
        {
            Description =
                "Name=v1,v2: several values, also for a parameter that is text (-p takes its commas as part of the text). Repeatable.",
        };
        var output = new Option<string?>("--out") { Description = "Folder of the reports; figures/reports by default." };
        var timeout = new Option<double>("--timeout")
        {
            Description = "Time limit for each notebook, in minutes.",
            DefaultValueFactory = _ => 60,
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Runs one notebook again whenever it is saved, from the first changed cell, and shows its report in a browser.",
        };
        var command = new Command("run", "Runs notebooks and writes each as a self-contained HTML report.")
        {
            notebooks,
            parameters,
            each,
            output,
            timeout,
            watch,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(notebooks) ?? [],
                    parsed.GetValue(parameters) ?? [],
                    parsed.GetValue(each) ?? [],
                    parsed.GetValue(output),
                    parsed.GetValue(timeout),
                    parsed.GetValue(watch),
                    cancellation
                )
        );
        return command;
    }

    private static bool CameToItsEnd(NotebookRun run) => run.Status == RunStatus.Succeeded && run.NotRun.Length == 0;

    private static async Task<int> RunAsync(
        string[] names,
        string[] assignments,
        string[] each,
        string? output,
        double minutes,
        bool watch,
        CancellationToken cancellation
    )
    {
        if (!(minutes > 0 && minutes <= 10_000))
            throw new NotebookException($"--timeout {minutes} is not possible; allowed: above 0 up to 10000 minutes.");
        Suite.RequireCompiler();
        var files = FilesOf(names);
        var values = ValuesOf(assignments);
        if (GridRun.Axes(files, values, each) is { Count: > 0 } axes)
            return watch
                ? throw new NotebookException("--watch takes one value for each parameter.")
                : await RunGridAsync(GridRun.Prepare(files, values, axes, output), TimeSpan.FromMinutes(minutes), cancellation);
        RequireKnown(files, values);
        if (watch && (names.Length == 0 || files.Count > 1))
            throw new NotebookException("--watch takes one notebook; name it: nca run --watch 04-training.");
        var place = output ?? Path.Combine(Suite.Folder(), "figures", "reports");
        var folder = new ReportFolder(place, System.Console.Error.WriteLine);
        folder.Require(files);
        var runner = new NotebookRunner(Suite.ChildCommand());

        // A run that is stopped still ends what its cells started, and writes its report.
        using var keeping = Interruption.KeepWork();
        if (watch)
        {
            await WatchedNotebook.RunAsync(files[0], values, place, folder, TimeSpan.FromMinutes(minutes), cancellation);
            folder.AddIndex(SuiteTitle, SuiteLead);
            return Interrupted;
        }

        var runs = new List<NotebookRun>();
        string? index = null;
        foreach (var file in files)
        {
            var own = NotebookParameters.Among(NotebookDocument.Read(file), values);
            var progress = new RunProgress(Path.GetFileNameWithoutExtension(file));
            var run = await runner.RunAsync(file, own, TimeSpan.FromMinutes(minutes), progress.Hear, cancellation);
            runs.Add(run);
            progress.End(run, folder.Add(run));
            index = folder.AddIndex(SuiteTitle, SuiteLead);
            if (run.Status == RunStatus.Cancelled)
                break;
        }

        if (index is not null)
            System.Console.WriteLine(
                $"{runs.Count(CameToItsEnd)} of {files.Count} notebooks ran to their end; reports: {Suite.Shorten(index)}"
            );
        if (runs.Any(run => run.Status == RunStatus.Cancelled))
            return Interrupted;
        return runs.Count == files.Count && runs.All(run => run.Status == RunStatus.Succeeded) ? 0 : 1;
    }

    private static async Task<int> RunGridAsync(GridRun grid, TimeSpan timeout, CancellationToken cancellation)
    {
        using var keeping = Interruption.KeepWork();
        var (done, of, stopped, page) = await grid.RunAsync(new NotebookRunner(Suite.ChildCommand()), timeout, cancellation);
        System.Console.WriteLine($"{done} of {of} combinations ran to their end: {Suite.Shorten(page)}");
        return stopped ? Interrupted
            : done == of ? 0
            : 1;
    }

    private static List<string> FilesOf(string[] names)
    {
        var folder = Path.Combine(Suite.Folder(), "notebooks");
        if (names.Length == 0)
        {
            var all = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dib").Order(StringComparer.Ordinal).ToList() : [];
            return all.Count > 0
                ? all
                : throw new NotebookException(
                    "There is no notebook in notebooks/; name one, or lay a folder of them with nca new my-study."
                );
        }

        // One that is named twice is run once.
        return
        [
            .. names
                .Select(name =>
                {
                    string[] places = [name, name + ".dib", Path.Combine(folder, name), Path.Combine(folder, name + ".dib")];
                    var found = places.FirstOrDefault(File.Exists)
                        ?? throw new NotebookException($"There is no notebook {name}; name a .dib file, or one of {NotebooksIn(folder)}.");
                    NotebookDocument.Read(found);
                    return Path.GetFullPath(found);
                })
                .Distinct(),
        ];
    }

    private static string NotebooksIn(string folder) =>
        Directory.Exists(folder)
            ? string.Join(", ", Directory.GetFiles(folder, "*.dib").Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension))
            : "notebooks/";

    private static Dictionary<string, string> ValuesOf(string[] assignments)
    {
        var values = new Dictionary<string, string>();
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new NotebookException($"-p {assignment} is not of the form Name=value.");
            if (!values.TryAdd(assignment[..at].Trim(), assignment[(at + 1)..]))
                throw new NotebookException($"-p {assignment[..at].Trim()} is given twice; give it once.");
        }

        return values;
    }

    private static void RequireKnown(List<string> files, Dictionary<string, string> values)
    {
        var documents = files.Select(NotebookDocument.Read).ToArray();
        var known = documents.SelectMany(NotebookParameters.Of).ToArray();
        foreach (var name in values.Keys)
            if (known.All(parameter => parameter.Name != name))
                throw new NotebookException(NotebookParameters.UnknownName(name, known));
        foreach (var document in documents)
            NotebookParameters.Alter(document, NotebookParameters.Among(document, values));
    }
}
