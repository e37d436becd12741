using System.Net;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Report;

/// <summary>The page that leads to all reports: a picture, a sentence, the run time of each.</summary>
internal static class IndexPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="title">Title of the suite.</param>
    /// <param name="lead">A sentence below it.</param>
    /// <param name="reports">The reports in order, each in the file of its name.</param>
    /// <returns>HTML.</returns>
    public static string Write(string title, string lead, IReadOnlyList<ReportSummary> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var items = string.Concat(reports.Select(Card));
        var total =
            reports.Count > 1
                ? $"<p class=\"total\">{reports.Count} notebooks, run in "
                    + $"{PageFrame.Spoken(reports.Sum(report => report.Seconds))} in all.</p>\n"
                : "";
        return PageFrame.Html(
            title,
            "",
            $"<h1>{Encode(title)}</h1>\n<p class=\"lead\">{Encode(lead)}</p>\n<ol class=\"suite\">{items}</ol>\n{total}",
            look: "index",
            policy: PagePolicy.OfText(PageFrame.Styles, PageFrame.Script)
        );
    }

    private static string Card(ReportSummary report)
    {
        var picture = report.Picture.Length > 0 ? $"<img alt=\"\" src=\"{Encode(report.Picture)}\">" : "";
        var failed =
            report.Status == RunStatus.Succeeded
                ? ""
                : $"<span class=\"failed\">did not run to its end: {ReportPage.Spoken(report.Status)}</span>";
        var notRun = report.NotRun.Length == 0 ? "" : $"<span class=\"failed\">not run: {Encode(report.NotRun)}</span>";
        var altered = report.Alterations.Length == 0 ? "" : $"<span class=\"altered\">{Encode(report.Alterations)}</span>";
        return $"""
            <li><a href="{Encode(
                Uri.EscapeDataString(report.Name)
            )}.html"><div class="picture">{picture}</div><div class="text"><h2>{Encode(report.Title)}</h2><p>{Encode(
                report.Sentence
            )}</p><small>{failed}{notRun}{altered}<span>{PageFrame.Spoken(report.Seconds)}</span></small></div></a></li>
            """;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
