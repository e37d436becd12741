using System.Security.Cryptography;
using System.Text;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Report;

/// <summary>
/// Where reports go. Each file is written under a temporary name and renamed, so that a reader never sees half a page. Files that are not
/// ours are left alone.
/// </summary>
/// <param name="folder">Path of the folder; made when needed.</param>
/// <param name="say">Hears in one line each what is left out or could not be done as asked; nobody by default.</param>
public sealed class ReportFolder(string folder, Action<string>? say = null)
{
    private const string IndexName = "index";

    // As much as a report with charts takes: a disk that has no room for one is told from one that has.
    private const int ProbeLength = 2 << 20;

    private readonly ReportPage _page = new(new MathTypesetting(), say);
    private readonly HashSet<string> _said = [];

    /// <summary>
    /// Tries the folder before any work is done: whether it can be written, and whether each notebook's report has a place of its own
    /// there.
    /// </summary>
    /// <param name="notebooks">Paths of the notebooks that will be run.</param>
    /// <exception cref="NotebookException">It cannot be written, two reports would have one name, or a name is taken.</exception>
    public void Require(IReadOnlyList<string> notebooks)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        var reports = notebooks.Select(file => (File: file, Name: Path.GetFileNameWithoutExtension(file))).ToArray();
        foreach (var group in reports.GroupBy(report => report.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (string.Equals(group.Key, IndexName, StringComparison.OrdinalIgnoreCase))
                throw new NotebookException(
                    $"{Plain(group.First().File)} would take the place of the list of all reports, index.html; give the "
                        + "notebook another name."
                );
            if (group.Skip(1).FirstOrDefault() is { File: { } second })
                throw new NotebookException(
                    $"{Plain(group.First().File)} and {Plain(second)} would both become {Plain(group.Key)}.html; run them one "
                        + "by one with different --out."
                );
        }

        RequirePlaces(reports);
    }

    /// <summary>Tries the folder before any work is done, for several runs of one notebook.</summary>
    /// <param name="notebook">Path of the notebook.</param>
    /// <param name="variants">The <see cref="NotebookRun.Variant"/> of each run.</param>
    /// <exception cref="NotebookException">It cannot be written, or a name is taken.</exception>
    internal void Require(string notebook, IEnumerable<string> variants) =>
        RequirePlaces([.. variants.Select(variant => (notebook, NotebookRun.NameOf(notebook, variant)))]);

    private void RequirePlaces((string File, string Name)[] reports)
    {
        Probe();
        RequireOurs(IndexName, null);
        foreach (var (file, name) in reports)
            RequireOurs(name, OriginOf(file));
    }

    /// <summary>Writes a page beside the reports, or in the place of their list.</summary>
    /// <param name="name">Name of the file without its ending.</param>
    /// <param name="html">The page.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="NotebookException">It cannot be written.</exception>
    internal string AddPage(string name, string html)
    {
        try
        {
            return Write(name + ".html", html);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"{Plain(name)}.html cannot be written to {Plain(folder)}: {error.Message} Choose another folder with --out."
            );
        }
    }

    /// <summary>Writes the report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="NotebookException">It cannot be written here; the message says where it is kept.</exception>
    public string Add(NotebookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var html = _page.Write(run, OriginOf(run.File));
        try
        {
            return Write(run.Name + ".html", html);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"The report {Plain(run.Name)}.html cannot be written to {Plain(folder)}: {error.Message} {Keep(run.Name, html)}"
            );
        }
    }

    /// <summary>Writes the index of all reports in the folder, of this run and of earlier ones.</summary>
    /// <param name="title">Title of the suite.</param>
    /// <param name="lead">A sentence below it.</param>
    /// <returns>Path of the file.</returns>
    /// <exception cref="NotebookException">It cannot be written.</exception>
    public string AddIndex(string title, string lead)
    {
        try
        {
            string[] entries = Directory.Exists(folder)
                ? [.. Directory.GetFileSystemEntries(folder, "*.html").Order(StringComparer.Ordinal)]
                : [];
            var summaries = entries
                .Where(entry => Path.GetFileName(entry) != IndexName + ".html")
                .Select(SummaryOf)
                .OfType<ReportSummary>()
                .ToArray();
            return Write(IndexName + ".html", IndexPage.Write(title, lead, summaries));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException(
                $"The list of reports cannot be written to {Plain(folder)}: {error.Message} Choose another folder with --out."
            );
        }
    }

    // What a report says about itself, or null: then why it is left out was said, once.
    private ReportSummary? SummaryOf(string path)
    {
        var (file, name) = (ReportFile.Begin(path), Path.GetFileNameWithoutExtension(path));
        var summary = file.Trouble is null ? ReportSummary.In(file.Html) : null;
        if (summary is not null && summary.Name == name)
            return summary;
        var why = file.Trouble
            ?? (
                summary is not null ? $"it says that it is {summary.Name}"
                : ReportSummary.IsIn(file.Html) ? "what it says about itself is damaged"
                : file.IsOurs ? null
                : "it is no report of a notebook"
            );
        if (why is not null && _said.Add(path))
            say?.Invoke($"{Plain(Path.GetFileName(path))} is not in the list of reports: {Plain(why)}.");
        return null;
    }

    private void RequireOurs(string name, string? origin)
    {
        var path = Path.Combine(folder, name + ".html");
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
            return;
        var file = ReportFile.Begin(path);
        if (!file.IsOurs)
            throw new NotebookException(
                $"{Plain(path)} is no page that nca run wrote{(file.Trouble is null ? "" : $" ({Plain(file.Trouble)})")}; move "
                    + "it away, or choose another folder with --out."
            );
        if (origin is not null && !ReportSummary.IsIn(file.Html))
            throw new NotebookException(
                $"{Plain(path)} is a page of another kind; move it away, give the notebook another name, or choose another "
                    + "folder with --out."
            );
        if (origin is not null && ReportSummary.In(file.Html) is { Origin: { Length: > 0 } other } && other != origin)
            throw new NotebookException(
                $"{Plain(path)} is the report of another notebook called {Plain(name)}; move it away, or choose another folder with --out."
            );
    }

    private void Probe()
    {
        var probe = Path.Combine(folder, $".nca-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            try
            {
                using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                stream.Write(new byte[ProbeLength]);
                stream.Flush(flushToDisk: true);
            }
            finally
            {
                File.Delete(probe);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NotebookException(
                $"Reports cannot be written to {Plain(folder)}: "
                    + $"{error.Message.Replace(probe, "a file there", StringComparison.Ordinal)} Choose another folder with --out."
            );
        }
    }

    private string Write(string name, string html)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);

        // A link stays a link.
        if (new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            path = target.FullName;
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, html);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return Path.Combine(folder, name);
    }

    // Hours may stand in a report: it goes where there is room.
    private static string Keep(string name, string html)
    {
        try
        {
            var place = Path.Combine(Directory.CreateTempSubdirectory("nca-").FullName, name + ".html");
            File.WriteAllText(place, html);
            return $"It is kept in {place}.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"It could not be kept in {Path.GetTempPath()} either: {error.Message}";
        }
    }

    // The way from the reports to the notebook, so that a project may move; only its hash, because a report is sent around.
    private string OriginOf(string notebook)
    {
        var way = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(notebook)).Replace('\\', '/');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(way)))[..16];
    }

    private static string Plain(string text) => TerminalText.Plain(text);
}
