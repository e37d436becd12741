using System.Net;
using System.Text;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Comparison;

/// <summary>
/// Two reports side by side on one page that needs nothing else: what was altered, every figure of both, what was printed, where both come
/// from.
/// </summary>
public static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="left">A report.</param>
    /// <param name="right">Another, of the same notebook or not.</param>
    /// <param name="library">What brings figures to life.</param>
    /// <returns>HTML, and what it holds in one line.</returns>
    public static (string Html, string Account) Write(ComparedReport left, ComparedReport right, FigureLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var pairs = FigurePairs.Of(left, right);
        var same = left.Summary.Name == right.Summary.Name;
        var title = same ? $"{left.Summary.Title}: two runs" : $"{left.Summary.Title} and {right.Summary.Title}";
        var body = new StringBuilder();
        body.Append($"<h1>{Encode(title)}</h1>\n");
        body.Append(Opening(left, right, same));
        body.Append(library.Html);
        var scripts = new List<string>([.. library.Scripts, PageFrame.Script]);
        var (table, differing, parameters) = Parameters(left.Summary, right.Summary);
        body.Append(table);
        body.Append(Figures(pairs, scripts));
        body.Append(same ? Outputs(left, right) : "");
        body.Append(Provenance(left.Summary, right.Summary));
        var lonely = pairs.Count(pair => pair.Left is null || pair.Right is null);
        var account =
            $"{differing} of {parameters} parameters differ; {Count(pairs.Count - lonely, "figure")} side by side, "
            + $"{(lonely == 0 ? "none" : lonely)} in one report only{(same ? "" : "; the reports are of different notebooks")}";
        return (
            PageFrame.Html(title, "", LateLibraries.MoveIn(body.ToString()), look: "comparison", policy: PagePolicy.OfFigures(scripts)),
            account
        );
    }

    /// <summary>Requires that a page of this kind may stand in a place: nothing is there, or an earlier comparison.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="NotebookException">A file is there that is none of ours, or a report.</exception>
    public static void RequirePlace(string path)
    {
        if (!File.Exists(path) || new FileInfo(path) is { Length: 0 })
            return;
        var file = ReportFile.Begin(path);
        if (!file.IsOurs || ReportSummary.IsIn(file.Html))
            throw new NotebookException($"{TerminalText.Plain(path)} is no comparison of reports; name another file with --out.");
    }

    private static string Opening(ComparedReport left, ComparedReport right, bool same)
    {
        var notes = new StringBuilder();
        if (!same)
            notes.Append(
                "<p class=\"note\">These are reports of different notebooks: figures stand beside each other where their "
                    + "titles agree.</p>\n"
            );
        else if (left.Summary.Parameters.SequenceEqual(right.Summary.Parameters))
            notes.Append("<p class=\"note\">Both reports have the same parameters.</p>\n");
        return notes + Sides(Side(left, "Left"), Side(right, "Right"), "opening");

        static string Side(ComparedReport report, string side)
        {
            var summary = report.Summary;
            var failed =
                summary.Status == RunStatus.Succeeded
                    ? ""
                    : $"<p class=\"banner\">Did not run to its end: {ReportPage.Spoken(summary.Status)}. {Encode(summary.Error)}</p>";
            var altered =
                summary.Alterations.Length > 0
                    ? $"<strong class=\"altered\">{Encode(summary.Alterations)}</strong>"
                    : "<strong>nothing altered</strong>";
            return $"<p class=\"side-name\">{side}</p><p>{altered}</p><p class=\"from\">{Encode(summary.Title)}; "
                + $"{Encode(report.File)}, ran for {PageFrame.Spoken(summary.Seconds)}</p>{failed}";
        }
    }

    private static (string Html, int Differing, int Count) Parameters(ReportSummary left, ReportSummary right)
    {
        var names = left.Parameters.Concat(right.Parameters).Select(parameter => parameter.Name).Distinct().ToArray();
        if (names.Length == 0)
            return ("", 0, 0);
        var (rows, differing) = (new StringBuilder(), 0);
        foreach (var name in names)
        {
            var (ours, theirs) = (
                left.Parameters.FirstOrDefault(parameter => parameter.Name == name),
                right.Parameters.FirstOrDefault(parameter => parameter.Name == name)
            );
            var differs = ours?.Literal != theirs?.Literal;
            if (differs)
                differing++;
            rows.Append(
                $"<tr{(differs ? " class=\"altered\"" : "")}><th "
                    + $"scope=\"row\">{Encode(name)}</th><td>{Value(ours)}</td><td>{Value(theirs)}</td><td>"
                    + $"{(differs ? "differs" : "")}</td><td>{Encode((ours ?? theirs)!.Comment)}</td></tr>"
            );
        }

        var html =
            "<section class=\"parameters\" aria-labelledby=\"parameters\"><h2 id=\"parameters\">Parameters</h2><div "
            + "class=\"wide\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Left</th><th "
            + "scope=\"col\">Right</th><th scope=\"col\">Difference</th><th "
            + $"scope=\"col\">Meaning</th></tr></thead><tbody>{rows}</tbody></table></div></section>\n";
        return (html, differing, names.Length);

        static string Value(Documents.NotebookParameter? parameter) =>
            parameter is null ? "not there" : Encode(parameter.Literal) + (parameter.Altered ? " (altered)" : "");
    }

    private static string Figures(IReadOnlyList<(ReportedFigure? Left, ReportedFigure? Right)> pairs, List<string> scripts)
    {
        if (pairs.Count == 0)
            return "<h2 id=\"figures\">Figures</h2>\n<p class=\"note\">Neither report has a figure.</p>\n";
        var links = string.Concat(
            pairs.Select((pair, index) => $"<li><a href=\"#pair-{index + 1}\">{Encode((pair.Left ?? pair.Right)!.Title)}</a></li>")
        );
        var html = new StringBuilder(
            $"<h2 id=\"figures\">Figures</h2>\n<nav class=\"jump\" aria-label=\"Figures\"><ol>{links}</ol></nav>\n"
        );
        for (var index = 0; index < pairs.Count; index++)
        {
            var (left, right) = pairs[index];
            html.Append(
                $"<section class=\"pair\" aria-labelledby=\"pair-{index + 1}\"><h3 "
                    + $"id=\"pair-{index + 1}\">{Encode((left ?? right)!.Title)}</h3>\n"
            );
            html.Append(Sides(Side(left, "left"), Side(right, "right"), "figures"));
            html.Append("</section>\n");
        }

        return html.ToString();

        string Side(ReportedFigure? figure, string side) =>
            $"<p class=\"side-name\">{(side == "left" ? "Left" : "Right")}</p>"
            + (
                figure is null
                    ? "<p class=\"note\">This report has no such figure.</p>"
                    : RebuiltMarkup.Figure(figure.Html, side + "-", scripts)
            );
    }

    private static string Outputs(ComparedReport left, ComparedReport right)
    {
        var html = new StringBuilder();
        foreach (var cell in left.Outputs.Concat(right.Outputs).Select(output => output.Cell).Distinct().Order())
        {
            var (ours, theirs) = (
                left.Outputs.Where(output => output.Cell == cell).ToArray(),
                right.Outputs.Where(output => output.Cell == cell).ToArray()
            );
            if (ours.SequenceEqual(theirs))
                continue;
            html.Append("<div class=\"pair\">");
            if (ours.Concat(theirs).All(output => output.Html.Length == 0))
            {
                var (first, second) = LineDifferences.Of(
                    string.Join('\n', ours.Select(output => output.Text)),
                    string.Join('\n', theirs.Select(output => output.Text))
                );
                html.Append(Sides(Side("Left", Lines(first)), Side("Right", Lines(second)), "printed"));
            }
            else
            {
                html.Append(Sides(Side("Left", Mixed(ours, theirs)), Side("Right", Mixed(theirs, ours)), "printed"));
            }

            html.Append("</div>\n");
        }

        return html.Length == 0
            ? ""
            : "<h2 id=\"outputs\">Printed outputs that differ</h2>\n<p class=\"note\">Lines and rows that the other report does "
                + $"not have are marked.</p>\n{html}";

        static string Side(string name, string content) => $"<p class=\"side-name\">{name}</p>{content}";

        static string Lines(IReadOnlyList<(string Line, bool Differs)> lines) =>
            lines.All(line => line.Line.Length == 0)
                ? "<p class=\"note\">Nothing was printed here.</p>"
                : ReportPage.Printed(
                    string.Join(
                        '\n',
                        lines.Select(line => line.Differs && line.Line.Length > 0 ? $"<mark>{Encode(line.Line)}</mark>" : Encode(line.Line))
                    )
                );

        static string Mixed(ReportedOutput[] outputs, ReportedOutput[] others)
        {
            var known = TableDifferences.RowsOf(others.Select(other => other.Html));
            return outputs.Length == 0
                ? "<p class=\"note\">Nothing was shown here.</p>"
                : string.Concat(
                    outputs.Select(output =>
                        output.Html.Length > 0
                            ? $"<div class=\"output\">{TableDifferences.Mark(output.Html, known)}</div>"
                            : ReportPage.Printed(Encode(output.Text))
                    )
                );
        }
    }

    private static string Provenance(ReportSummary left, ReportSummary right)
    {
        static string Facts(ReportSummary summary, string side) =>
            $"<p class=\"side-name\">{side}</p>{ReportPage.Listed(summary.Provenance)}";
        return "<section class=\"provenance\" aria-labelledby=\"provenance\"><h2 "
            + $"id=\"provenance\">Provenance</h2>{Sides(Facts(left, "Left"), Facts(right, "Right"), "facts")}</section>\n";
    }

    private static string Sides(string left, string right, string look) =>
        $"<div class=\"sides of-{look}\"><div class=\"side\">{left}</div><div class=\"side\">{right}</div></div>\n";

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
