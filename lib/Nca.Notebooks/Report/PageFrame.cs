using System.Globalization;
using System.Net;

namespace Nca.Notebooks.Report;

/// <summary>What stands around every page: head, bar, contents, styles, script.</summary>
internal static class PageFrame
{
    // Nothing may be asked of the network; scripts and styles are inline.
    private const string Policy =
        "default-src 'none'; img-src data: blob:; media-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:";

    /// <summary>A whole page.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="contents">Items of the table of contents; empty for none.</param>
    /// <param name="main">What the page holds.</param>
    /// <param name="head">More for the head: data blocks, styles.</param>
    /// <param name="look">Class of the body: empty for a report, <c>index</c> or <c>comparison</c>.</param>
    public static string Html(string title, string contents, string main, string head = "", string look = "")
    {
        var navigation =
            contents.Length == 0
                ? ""
                : $"<nav class=\"contents\" aria-label=\"Contents\"><details open><summary>Contents</summary><ol>{contents}</ol></details></nav>";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="icon" href="data:,">
            {head}
            <style>{ReportAssets.Text("report.css")}</style>
            </head>
            <body{(look.Length == 0 ? "" : $" class=\"{look}\"")}>
            <a class="skip" href="#content">Skip to the content</a>
            <div class="page">
            <header class="bar">{(
                look.Length > 0
                    ? ""
                    : "<a class=\"home\" href=\"index.html\">All notebooks</a><button type=\"button\" data-action=\"code\" aria-pressed=\"false\">Hide code</button>"
            )}<button type="button" data-action="theme">Light / dark</button></header>
            {navigation}
            <main id="content" tabindex="-1">
            {main}
            </main>
            </div>
            <script>{ReportAssets.Text("report.js")}</script>
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
