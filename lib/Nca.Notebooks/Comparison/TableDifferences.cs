using AngleSharp.Html.Parser;

namespace Nca.Notebooks.Comparison;

/// <summary>Marks the rows of tables that another report's tables do not have.</summary>
internal static class TableDifferences
{
    /// <summary>What the rows of tables say.</summary>
    /// <param name="htmls">Pieces of markup.</param>
    public static HashSet<string> RowsOf(IEnumerable<string> htmls) =>
        htmls.SelectMany(html => Rows(html).Rows).Select(row => row.TextContent).ToHashSet();

    /// <summary>The markup, built anew, with the rows marked that are not among some others.</summary>
    /// <param name="html">The markup.</param>
    /// <param name="known">Those others.</param>
    public static string Mark(string html, HashSet<string> known)
    {
        var (document, rows) = Rows(html);
        foreach (var row in rows.Where(row => !known.Contains(row.TextContent)))
            row.ClassList.Add("altered");
        return RebuiltMarkup.Output(document.Body!.InnerHtml);
    }

    private static (AngleSharp.Html.Dom.IHtmlDocument Document, AngleSharp.Dom.IHtmlCollection<AngleSharp.Dom.IElement> Rows) Rows(
        string html
    )
    {
        var document = new HtmlParser().ParseDocument(html);
        return (document, document.QuerySelectorAll("tbody tr"));
    }
}
