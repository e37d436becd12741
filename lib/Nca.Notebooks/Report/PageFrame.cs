using System.Globalization;
using System.Net;

namespace Nca.Notebooks.Report;

/// <summary>What stands around every page: head, bar, contents, styles, script.</summary>
internal static class PageFrame
{
    /// <summary>What every page of ours says in its head, so that it is known as ours.</summary>
    public const string Generator = "<meta name=\"generator\" content=\"nca\">";

    /// <summary>The style sheet of every page.</summary>
    public static string Styles { get; } = PagePolicy.AsRead(ReportAssets.Text("report.css") + ReportAssets.Text("printed.css"));

    /// <summary>The script of every page.</summary>
    public static string Script { get; } = PagePolicy.AsRead(ReportAssets.Text("report.js"));

    /// <summary>A whole page.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="contents">Items of the table of contents; empty for none.</param>
    /// <param name="main">What the page holds.</param>
    /// <param name="head">More for the head: data blocks, styles.</param>
    /// <param name="look">Class of the body: empty for a report, <c>index</c> or <c>comparison</c>.</param>
    /// <param name="policy">What the page may do; by default what a report may, whose cells bring scripts of their own.</param>
    public static string Html(string title, string contents, string main, string head = "", string look = "", string? policy = null)
    {
        var navigation =
            contents.Length == 0
                ? ""
                : "<nav class=\"contents\" aria-label=\"Contents\"><details "
                    + $"open><summary>Contents</summary><ol>{contents}</ol></details></nav>";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{policy ?? PagePolicy.OfReport}">
            {Generator}
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="icon" href="data:,">
            {head}
            <style>{Styles}</style>
            </head>
            <body{(look.Length == 0 ? "" : $" class=\"{look}\"")}>
            <a class="skip" href="#content">Skip to the content</a>
            <div class="page">
            <header class="bar">{(
                look.Length > 0
                    ? ""
                    : "<a class=\"home\" href=\"index.html\">All notebooks</a>"
                        + "<button type=\"button\" data-action=\"code\" aria-pressed=\"false\">Hide code</button>"
            )}<button type="button" data-action="theme">Light / dark</button></header>
            {navigation}
            <main id="content" tabindex="-1">
            {main}
            </main>
            </div>
            <script>{Script}</script>
            </body>
            </html>

            """;
    }

    public static string Spoken(double seconds) =>
        seconds switch
        {
            < 0.0995 => $"{Math.Max(1, seconds * 1000).ToString("0", CultureInfo.InvariantCulture)} ms",
            < 59.95 => $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
            _ => $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s",
        };
}
