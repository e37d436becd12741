using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Comparison;

/// <summary>A report read back from its HTML file: its summary, its figures, and what its cells gave besides figures.</summary>
public sealed record ComparedReport
{
    private const string Mend = "name an HTML file that nca run wrote.";

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>What the report says about itself.</summary>
    public required ReportSummary Summary { get; init; }

    /// <summary>Its figures in order.</summary>
    public required IReadOnlyList<ReportedFigure> Figures { get; init; }

    /// <summary>Text and tables that cells gave, in order.</summary>
    public required IReadOnlyList<ReportedOutput> Outputs { get; init; }

    /// <summary>Styles and scripts that its figures need: the chart library and what draws with it.</summary>
    public required IReadOnlyList<ReportedAsset> Assets { get; init; }

    /// <summary>Reads a report.</summary>
    /// <param name="path">Path of the HTML file.</param>
    /// <exception cref="NotebookException">It is missing, cut off, or no report.</exception>
    public static ComparedReport Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var html = TextOf(path);
        if (ReportSummary.In(html) is not { } summary)
            throw new NotebookException($"{path} is no report of a notebook, or one from an older version; {Mend}");
        if (!html.TrimEnd().EndsWith("</html>", StringComparison.Ordinal))
            throw new NotebookException($"{path} is cut off; run its notebook again with nca run {summary.Name}.");
        using var page = new HtmlParser().ParseDocument(html);

        // A library with a name may stand in the first figure that needs it: it belongs to the page.
        var assets = page.QuerySelectorAll(".output style, .output script, script[data-for]")
            .Where(asset => asset.Closest("figure") is null || asset.Id?.StartsWith("nca-", StringComparison.Ordinal) == true)
            .ToArray();
        foreach (var asset in assets)
            asset.Remove();
        return new ComparedReport
        {
            File = Path.GetFileName(path),
            Summary = summary,
            Figures = [.. page.QuerySelectorAll("figure.nca-figure").Select((figure, order) => FigureOf(figure, order))],
            Outputs =
            [
                .. page.QuerySelectorAll(".cell[data-cell] > .output:not(.figures)")
                    .Where(output => output.QuerySelector("script, style") is null)
                    .Select(OutputOf)
                    .Where(output => output.Text.Length > 0),
            ],
            Assets =
            [
                .. assets.Select(asset => new ReportedAsset(
                    asset.Id is { Length: > 0 } id ? "#" + id : asset.TextContent,
                    asset.OuterHtml
                )),
            ],
        };
    }

    private static string TextOf(string path)
    {
        if (Directory.Exists(path))
            throw new NotebookException($"{path} is a folder; {Mend}");
        if (!System.IO.File.Exists(path))
            throw new NotebookException($"There is no report {path}; {Mend}");
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {error.Message}");
        }
    }

    private static ReportedFigure FigureOf(IElement figure, int order) =>
        new(
            figure.Id ?? $"figure-{order + 1}",
            figure.QuerySelector("figcaption strong")?.TextContent.Trim().TrimEnd('.') ?? $"Figure {order + 1}",
            CellOf(figure),
            figure.OuterHtml,
            [.. figure.QuerySelectorAll("[id]").Prepend(figure).Select(element => element.Id ?? "").Where(id => id.Length > 0).Distinct()]
        );

    private static ReportedOutput OutputOf(IElement output) =>
        new(CellOf(output), output.TextContent.Trim(), output is IHtmlPreElement ? "" : output.InnerHtml);

    private static int CellOf(IElement element) =>
        int.TryParse(element.Closest("[data-cell]")?.GetAttribute("data-cell"), out var cell) ? cell : -1;
}

/// <summary>A figure of a report.</summary>
/// <param name="Id">Its link.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cell">Index of its cell in the notebook, or −1.</param>
/// <param name="Html">The figure, scripts included.</param>
/// <param name="Ids">Every id in it.</param>
public sealed record ReportedFigure(string Id, string Title, int Cell, string Html, IReadOnlyList<string> Ids)
{
    /// <summary>The figure with ids of its own, so that two of a kind can stand on one page.</summary>
    /// <param name="prefix">What every id begins with.</param>
    public string HtmlWithIds(string prefix)
    {
        // Ids stand in attributes and in script as whole quoted words; one that is a plain word may mean something else there and stays.
        var html = Html;
        foreach (var id in Ids.Where(id => id.Contains('-', StringComparison.Ordinal)))
            html = html.Replace($"\"{id}\"", $"\"{prefix}{id}\"", StringComparison.Ordinal)
                .Replace($"\"#{id}\"", $"\"#{prefix}{id}\"", StringComparison.Ordinal);
        return html;
    }
}

/// <summary>What a cell printed or showed besides figures.</summary>
/// <param name="Cell">Index of the cell in the notebook.</param>
/// <param name="Text">Its text.</param>
/// <param name="Html">Its mark-up; empty for plain text.</param>
public sealed record ReportedOutput(int Cell, string Text, string Html);

/// <summary>A style or script that stands once on a page.</summary>
/// <param name="Key">What makes two of them the same: its id, else its text.</param>
/// <param name="Html">The element.</param>
public sealed record ReportedAsset(string Key, string Html);
