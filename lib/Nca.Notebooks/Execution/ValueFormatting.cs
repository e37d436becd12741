using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;

namespace Nca.Notebooks.Execution;

/// <summary>
/// How values show themselves: the formatters of .NET Interactive, which also find a type's own formatter by the
/// <c>TypeFormatterSource</c> convention.
/// </summary>
internal static class ValueFormatting
{
    static ValueFormatting() => Formatter.Register<HtmlContent>(content => content.Content, HtmlFormatter.MimeType);

    /// <summary>Formats a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="wanted">The wanted type, or null for the value's own preference.</param>
    public static (string MimeType, string Content) Format(object? value, string? wanted)
    {
        if (value is null)
            return (PlainTextFormatter.MimeType, "null");
        var mimeType = wanted ?? Preferred(value);
        return (mimeType, value.ToDisplayString(mimeType));
    }

    // Numbers and strings read best as they are; a sequence or an object becomes a table.
    private static string Preferred(object value)
    {
        if (value is string || value.GetType().IsPrimitive || value is decimal or Enum or DateTime or DateTimeOffset or TimeSpan)
            return PlainTextFormatter.MimeType;
        var mimeTypes = Formatter.GetPreferredMimeTypesFor(value.GetType()).ToArray();
        return value is IEnumerable || mimeTypes.Contains(HtmlFormatter.MimeType) || mimeTypes.Length == 0
            ? HtmlFormatter.MimeType
            : mimeTypes[0];
    }
}
