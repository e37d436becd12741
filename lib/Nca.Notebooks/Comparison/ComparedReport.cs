using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Nca.Notebooks.Markup;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Comparison;

/// <summary>A report read back from its HTML file: its summary, its figures, and what its cells gave besides figures.</summary>
public sealed record ComparedReport
{
    // The largest of our own have six; more would be nothing to read side by side.
    private const long LargestFile = 100_000_000;

    private const string Mend = "name an HTML file that nca run wrote.";

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>What the report says about itself.</summary>
    public required ReportSummary Summary { get; init; }

    /// <summary>Its figures in order.</summary>
    public required IReadOnlyList<ReportedFigure> Figures { get; init; }

    /// <summary>Text and tables that cells gave, in order.</summary>
    public required IReadOnlyList<ReportedOutput> Outputs { get; init; }

    /// <summary>Reads a report.</summary>
    /// <param name="path">Path of the HTML file.</param>
    /// <exception cref="NotebookException">It is missing, cut off, or no report.</exception>
    public static ComparedReport Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var html = TextOf(path);
        if (ReportSummary.In(html) is not { } summary)
            throw new NotebookException($"{TerminalText.Plain(path)} is no report of a notebook, or one from an older version; {Mend}");
        if (!html.TrimEnd().EndsWith("</html>", StringComparison.Ordinal))
            throw new NotebookException(
                $"{TerminalText.Plain(path)} is cut off; run its notebook again with nca run {TerminalText.Plain(summary.Name)}."
            );
        if (MarkupDepth.Of(html) > MarkupDepth.Most)
            throw new NotebookException($"{TerminalText.Plain(path)} is nested too deep to be a report; {Mend}");
        using var page = BigStack.Run(() => new HtmlParser().ParseDocument(html));
        foreach (var script in page.QuerySelectorAll("style, script[id^=nca-], script[data-for]").ToArray())
            script.Remove();
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
        };
    }

    private static string TextOf(string path)
    {
        if (Directory.Exists(path))
            throw new NotebookException($"{TerminalText.Plain(path)} is a folder; {Mend}");
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
            throw new NotebookException($"{TerminalText.Plain(path)} has more than {LargestFile / 1_000_000} MB and is no report; {Mend}");
        if (!System.IO.File.Exists(path))
            throw new NotebookException($"There is no report {TerminalText.Plain(path)}; {Mend}");
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{TerminalText.Plain(path)} cannot be read: {error.Message}");
        }
    }

    private static ReportedFigure FigureOf(IElement figure, int order) =>
        new(
            figure.Id ?? $"figure-{order + 1}",
            figure.QuerySelector("figcaption strong")?.TextContent.Trim().TrimEnd('.') ?? $"Figure {order + 1}",
            CellOf(figure),
            figure.OuterHtml
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
/// <param name="Html">The figure as it stands in the file, whoever wrote it: to be built anew before it is shown.</param>
public sealed record ReportedFigure(string Id, string Title, int Cell, string Html);

/// <summary>What a cell printed or showed besides figures.</summary>
/// <param name="Cell">Index of the cell in the notebook.</param>
/// <param name="Text">Its text.</param>
/// <param name="Html">Its markup as it stands in the file; empty for plain text.</param>
public sealed record ReportedOutput(int Cell, string Text, string Html);
