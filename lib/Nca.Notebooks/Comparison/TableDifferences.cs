using AngleSharp.Html.Parser;

namespace Nca.Notebooks.Comparison;

/// <summary>Marks the rows of tables that another report's tables do not have.</summary>
internal static class TableDifferences
{
    public static string Mark(string html, IEnumerable<string> others)
    {
        var known = others.SelectMany(other => Rows(other).Rows).Select(row => row.TextContent).ToHashSet();
        var (document, rows) = Rows(html);
        foreach (var row in rows.Where(row => !known.Contains(row.TextContent)))
            row.ClassList.Add("altered");
        return document.Body!.InnerHtml;
    }

    private static (AngleSharp.Html.Dom.IHtmlDocument Document, AngleSharp.Dom.IHtmlCollection<AngleSharp.Dom.IElement> Rows) Rows(
        string html
    )
    {
        var document = new HtmlParser().ParseDocument(html);
        return (document, document.QuerySelectorAll("tbody tr"));
    }
}
