using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>Runs as the runner hands them on, made up: what a report does with them needs no process.</summary>
internal static class SampleRuns
{
    private static readonly MathTypesetting Math = new();

    /// <summary>A run that came to its end.</summary>
    /// <param name="dib">The notebook's text.</param>
    /// <param name="outputs">What cells gave, by index.</param>
    /// <param name="file">Path of the notebook.</param>
    public static NotebookRun Of(string dib, IReadOnlyDictionary<int, CellOutput>? outputs = null, string file = "sample.dib")
    {
        var document = NotebookDocument.Parse(dib);
        var cells = document.Cells.Select(_ => new CellRun { Began = true, Seconds = 0.1 }).ToArray();
        foreach (var (cell, output) in outputs ?? new Dictionary<int, CellOutput>())
            cells[cell].Outputs.Add(output);
        return new NotebookRun
        {
            File = file,
            Document = document,
            Parameters = NotebookParameters.Of(document),
            Cells = cells,
            Began = DateTimeOffset.UnixEpoch,
            Duration = TimeSpan.FromSeconds(1),
            Status = RunStatus.Succeeded,
        };
    }

    /// <summary>The report of a run, and what was said on the console while it was written.</summary>
    /// <param name="run">The run.</param>
    public static (string Html, IReadOnlyList<string> Said) Report(NotebookRun run)
    {
        var said = new List<string>();
        return (new ReportPage(Math, said.Add).Write(run), said);
    }

    /// <summary>A printed text.</summary>
    /// <param name="text">The text.</param>
    public static CellOutput Printed(string text) => new(OutputKind.Printed, "text/plain", text);

    /// <summary>Displayed HTML.</summary>
    /// <param name="html">The markup.</param>
    public static CellOutput Html(string html) => new(OutputKind.Displayed, "text/html", html);
}
