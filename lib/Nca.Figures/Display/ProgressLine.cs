using System.Globalization;
using System.Net;
using Nca.Progress;

namespace Nca.Figures.Display;

/// <summary>How far long work is, and what becomes of it when its cell is stopped.</summary>
/// <param name="work">The work.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
internal sealed class ProgressLine(LongWorkProgress work) : IShowsAsHtml
{
    /// <summary>The work and how far it is, in words.</summary>
    /// <param name="work">The work.</param>
    public static string Where(LongWorkProgress work) =>
        string.Create(CultureInfo.InvariantCulture, $"{work.What}, step {work.Done:N0} of {work.Total:N0}");

    /// <inheritdoc/>
    public string ToHtml()
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{100.0 * work.Done / Math.Max(1, work.Total):0.#}");
        var what = WebUtility.HtmlEncode(work.What);
        return $"<div class=\"nca-live\"><p class=\"title\"><strong>{what}.</strong></p>"
            + $"<div class=\"progress\" role=\"progressbar\" aria-label=\"{what}\" aria-valuemin=\"0\" aria-valuemax=\"100\" "
            + $"aria-valuenow=\"{percent}\"><span style=\"width:{percent}%\"></span></div>"
            + string.Create(CultureInfo.InvariantCulture, $"<p class=\"status\"><span>step {work.Done:N0} of {work.Total:N0}</span>")
            + "<span>You can stop it; nothing is kept then, and running the cell again starts over.</span></p></div>";
    }
}

/// <summary>What takes the place of a progress line when the work is done.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
internal sealed class Nothing : IShowsAsHtml
{
    /// <inheritdoc/>
    public string ToHtml() => "";
}
