using AngleSharp.Html.Parser;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Comparison;

/// <summary>
/// Styles and scripts that bring figures to life. A report carries its own, but only those of this program are ever put on a page: reading
/// a report is not running it.
/// </summary>
public sealed class FigureLibrary
{
    /// <param name="html">Style and script elements, as the library of figures puts them on a page.</param>
    public FigureLibrary(string html)
    {
        Html = PagePolicy.AsRead(html);
        using var page = new HtmlParser().ParseDocument("<body>" + Html);
        Scripts = [.. page.Scripts.Select(script => script.TextContent)];
    }

    /// <summary>No library: figures are shown as they stand.</summary>
    public static FigureLibrary None { get; } = new("");

    internal string Html { get; }

    internal IReadOnlyList<string> Scripts { get; }
}
