using System.Diagnostics.CodeAnalysis;

namespace Nca.Figures.Display;

/// <summary>Hands a notebook kernel the formatter of our types; found by name, see <see cref="TypeFormatterSourceAttribute"/>.</summary>
public sealed class HtmlFormatterSource
{
    /// <summary>The formatters: one, for HTML.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The kernel calls it on an instance.")]
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlTypeFormatter()];
}

/// <summary>Writes what shows as HTML; found by name.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "The kernel calls them on an instance.")]
public sealed class HtmlTypeFormatter
{
    /// <summary>The type of the text.</summary>
    public string MimeType => "text/html";

    /// <summary>Writes a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="writer">Receives the HTML.</param>
    /// <returns>Whether it could.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (instance is not IShowsAsHtml shown)
            return false;
        writer.Write(shown.ToHtml());
        return true;
    }
}
