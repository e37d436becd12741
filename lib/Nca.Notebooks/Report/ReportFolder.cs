using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Report;

/// <summary>Where reports go. Each file is written under a temporary name and renamed, so that a reader never sees half a page.</summary>
/// <param name="folder">Path of the folder; made when needed.</param>
public sealed class ReportFolder(string folder)
{
    private readonly ReportPage _page = new(new MathTypesetting());

    /// <summary>Writes the report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Path of the file.</returns>
    public string Add(NotebookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Write(run.Name + ".html", _page.Write(run));
    }

    /// <summary>Writes the index of all reports in the folder, of this run and of earlier ones.</summary>
    /// <param name="title">Title of the suite.</param>
    /// <param name="lead">A sentence below it.</param>
    /// <returns>Path of the file.</returns>
    public string AddIndex(string title, string lead)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.html").Order(StringComparer.Ordinal)] : [];
        var summaries = files
            .Select(file => (File: file, Summary: ReportSummary.In(File.ReadAllText(file))))
            .Where(report => report.Summary is not null && report.Summary.Name == Path.GetFileNameWithoutExtension(report.File));
        return Write("index.html", IndexPage.Write(title, lead, [.. summaries.Select(report => report.Summary!)]));
    }

    private string Write(string name, string html)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, name);
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            File.WriteAllText(temporary, html);
            File.Move(temporary, path, overwrite: true);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The report {name} cannot be written: {error.Message} Choose another folder with --out.");
        }
    }
}
