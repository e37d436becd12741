using System.Net;
using System.Text;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Comparison;

/// <summary>
/// Reports of one notebook laid out over the axes of a grid: a page that leads to all of them, and one for each figure that shows it in
/// every report.
/// </summary>
/// <param name="grid">The grid.</param>
internal sealed class GridPage(NotebookGrid grid)
{
    /// <summary>Writes the page that leads to all reports.</summary>
    /// <param name="reports">The reports so far, by the variant of their place.</param>
    /// <param name="figures">Titles of the figures that have pages, and these pages' names.</param>
    /// <returns>HTML.</returns>
    public string Index(IReadOnlyDictionary<string, ReportSummary> reports, IReadOnlyList<(string Title, string Page)> figures)
    {
        var title = $"{reports.Values.First().Title} over {Spoken()}";
        var links = string.Concat(figures.Select(figure => $"<li><a href=\"{Address(figure.Page)}\">{Encode(figure.Title)}</a></li>"));
        var jump =
            figures.Count == 0
                ? ""
                : $"<h2>Figures over the grid</h2>\n<nav class=\"jump\" aria-label=\"Figures\"><ol>{links}</ol></nav>\n";
        var main =
            $"<h1>{Encode(title)}</h1>\n<p class=\"lead\">{reports.Count} of {grid.Places.Count} combinations, run in "
            + $"{PageFrame.Spoken(reports.Values.Sum(report => report.Seconds))}. Each picture opens its report.</p>\n"
            + Tables("reports", place => Card(reports.GetValueOrDefault(place.Variant)))
            + jump;
        return PageFrame.Html(title, "", main, look: "index", policy: PagePolicy.OfText(PageFrame.Styles, PageFrame.Script));
    }

    /// <summary>Writes the page of one figure.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="figures">The figure in each report, by the variant of its place.</param>
    /// <param name="library">What brings figures to life.</param>
    /// <returns>HTML.</returns>
    public string Figure(string title, IReadOnlyDictionary<string, ReportedFigure> figures, FigureLibrary library)
    {
        var scripts = new List<string>([.. library.Scripts, PageFrame.Script]);
        var heading = $"{title} over {Spoken()}";
        var main =
            $"<p><a href=\"index.html\">All combinations</a></p>\n<h1>{Encode(heading)}</h1>\n{library.Html}"
            + Tables("figures", place =>
                figures.TryGetValue(place.Variant, out var figure)
                    ? RebuiltMarkup.Figure(figure.Html, $"place-{IndexOf(place)}-", scripts)
                    : "<p class=\"note\">This report has no such figure.</p>"
            );
        return PageFrame.Html(heading, "", LateLibraries.MoveIn(main), look: "comparison", policy: PagePolicy.OfFigures(scripts));
    }

    // The last axis runs to the right, the one before it down; further ones have a table for each of their combinations.
    private string Tables(string look, Func<GridPlace, string> cell)
    {
        var columns = grid.Axes[^1];
        var rows = grid.Axes.Count > 1 ? grid.Axes[^2] : null;
        var html = new StringBuilder();
        foreach (var table in grid.Places.Chunk(columns.Values.Count * (rows?.Values.Count ?? 1)))
        {
            var apart = string.Join(", ", grid.Axes.SkipLast(2).Select(axis => $"{axis.Name} = {table[0].Values[axis.Name]}"));
            if (apart.Length > 0)
                html.Append($"<h2>{Encode(apart)}</h2>\n");
            var head = string.Concat(columns.Values.Select(value => $"<th scope=\"col\">{Encode($"{columns.Name} = {value}")}</th>"));
            html.Append(
                $"<div class=\"over-axes of-{look}\" tabindex=\"0\"><table><thead><tr>"
                    + $"{(rows is null ? "" : "<th></th>")}{head}</tr></thead><tbody>"
            );
            foreach (var row in table.Chunk(columns.Values.Count))
            {
                var name = rows is null ? "" : $"<th scope=\"row\">{Encode($"{rows.Name} = {row[0].Values[rows.Name]}")}</th>";
                html.Append($"<tr>{name}{string.Concat(row.Select(place => $"<td>{cell(place)}</td>"))}</tr>");
            }

            html.Append("</tbody></table></div>\n");
        }

        return html.ToString();
    }

    private static string Card(ReportSummary? report)
    {
        if (report is null)
            return "<p class=\"note\">not run</p>";
        var picture = report.Picture.Length > 0 ? $"<img alt=\"\" src=\"{Encode(report.Picture)}\">" : "";
        var end =
            report.Status == RunStatus.Succeeded
                ? "<span>report</span>"
                : $"<span class=\"failed\">{ReportPage.Spoken(report.Status)}</span>";
        return $"<a href=\"{Address(report.Name)}\">{picture}<small>{end}<span>{PageFrame.Spoken(report.Seconds)}</span></small></a>";
    }

    private int IndexOf(GridPlace place) => grid.Places.TakeWhile(other => !ReferenceEquals(other, place)).Count() + 1;

    private string Spoken() =>
        grid.Axes.Count == 1
            ? grid.Axes[0].Name
            : $"{string.Join(", ", grid.Axes.SkipLast(1).Select(axis => axis.Name))} and {grid.Axes[^1].Name}";

    private static string Address(string name) => Encode(Uri.EscapeDataString(name)) + ".html";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
