using System.Net;
using Nca.Figures.Embedded;

namespace Nca.Figures.Display;

/// <summary>A line of text that a call leaves below its cell.</summary>
/// <param name="text">The line.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
internal sealed class Notice(string text) : IShowsAsHtml
{
    /// <inheritdoc/>
    public string ToHtml() => $"<p class=\"nca-known\">{WebUtility.HtmlEncode(text)}</p>{OutputStyle.Html("live")}";
}
