using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Nca.Notebooks.Execution;

/// <summary>What the kernel shows, as an output of a report: of several formats the best one.</summary>
internal static class DisplayedContent
{
    private const string Markdown = "text/markdown";

    /// <summary>Lets a text be shown as Markdown, for which the kernel has no formatter of its own.</summary>
    public static void Prepare() => Formatter.Register<string>((text, writer) => writer.Write(text), Markdown);

    /// <summary>The output, or null for what is none.</summary>
    /// <param name="shown">A display, an update, or the value of a cell's last expression.</param>
    public static CellOutput? Of(DisplayEvent shown)
    {
        if (shown is not (DisplayedValueProduced or DisplayedValueUpdated or ReturnValueProduced))
            return null;

        // The handle that a display hands back says nothing more than what is displayed already.
        if (shown is ReturnValueProduced { Value: DisplayedValue } || shown.FormattedValues.Count == 0)
            return null;
        var (mimeType, content) = Best(shown);
        return new CellOutput(OutputKind.Displayed, mimeType, content, shown.ValueId ?? "");
    }

    // Numbers and dates read best as they are; the kernel would frame them as HTML.
    private static (string MimeType, string Content) Best(DisplayEvent shown)
    {
        if (shown.Value is null)
            return (PlainTextFormatter.MimeType, "null");
        if (shown.Value.GetType().IsPrimitive || shown.Value is decimal or Enum or DateTime or DateTimeOffset or TimeSpan)
            return (PlainTextFormatter.MimeType, shown.Value.ToDisplayString(PlainTextFormatter.MimeType));
        var best =
            shown.FormattedValues.FirstOrDefault(format => format.MimeType == HtmlFormatter.MimeType) ?? shown.FormattedValues.First();
        return (best.MimeType, best.Value);
    }
}
