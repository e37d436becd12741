using System.Net;
using System.Text.RegularExpressions;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Report;

/// <summary>The page that leads to all reports: a picture, a sentence, the run time of each.</summary>
public static partial class IndexPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="title">Title of the suite.</param>
    /// <param name="lead">A sentence below it.</param>
    /// <param name="runs">The runs in order.</param>
    /// <returns>HTML.</returns>
    public static string Write(string title, string lead, IReadOnlyList<NotebookRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var items = string.Concat(runs.Select(run => $"""
            <li><a href="{WebUtility.HtmlEncode(run.Name)}.html"><div class="picture">{Picture(run)}</div><div class="text"><h2>{WebUtility.HtmlEncode(run.Title)}</h2><p>{WebUtility.HtmlEncode(Sentence(run))}</p><small>{(run.Status == RunStatus.Succeeded ? "" : "<span class=\"failed\">did not run to its end</span>, ")}{PageFrame.Spoken(run.Duration.TotalSeconds)}</small></div></a></li>
            """));
        return PageFrame.Html(title, "", $"<h1>{WebUtility.HtmlEncode(title)}</h1>\n<p class=\"lead\">{WebUtility.HtmlEncode(lead)}</p>\n<ol class=\"suite\">{items}</ol>\n", hasMath: false);
    }

    // The last marked thumbnail wins, else the first picture of the report.
    private static string Picture(NotebookRun run)
    {
        var html = string.Concat(run.Cells.SelectMany(cell => cell.Outputs).Where(output => output.MimeType == "text/html").Select(output => output.Content));
        var source = MarkedPicture().Matches(html).LastOrDefault() ?? AnyPicture().Match(html);
        return source.Success ? $"<img alt=\"\" src=\"{source.Groups[1].Value}\">" : "";
    }

    // The first paragraph below the title, without markup.
    private static string Sentence(NotebookRun run)
    {
        var text = run.Document.Cells.FirstOrDefault(cell => cell.Language == "markdown")?.Text ?? "";
        var paragraph = text.Split("\n\n").Select(part => part.Trim()).FirstOrDefault(part => part.Length > 0 && !part.StartsWith('#') && !part.StartsWith('|') && !part.StartsWith('[')) ?? "";
        return Markdig.Markdown.ToPlainText(paragraph).ReplaceLineEndings(" ").Trim();
    }

    [GeneratedRegex("<img[^>]*data-thumbnail[^>]*src=\"(data:image/[^\"]+)\"")]
    private static partial Regex MarkedPicture();

    [GeneratedRegex("<img[^>]*src=\"(data:image/[^\"]+)\"")]
    private static partial Regex AnyPicture();
}
