using System.Text;
using Nca.Figures.Drawing;
using Nca.Figures.Model;
using Nca.Figures.Text;

namespace Nca.Figures.Html;

/// <summary>A strip of pictures as HTML.</summary>
internal static class StripHtml
{
    // A narrower label would break after every word (pixels).
    private const int NarrowestLabel = 72;

    /// <summary>The strip, without its caption.</summary>
    /// <param name="strip">The pictures.</param>
    public static string Write(ImageStrip strip)
    {
        int PlaceOf(Pixels picture) => Math.Max(NarrowestLabel, picture.Width * strip.Zoom);
        var html = new StringBuilder(
            strip.Columns is { } columns
                ? "<div class=\"nca-strip rows\" role=\"list\" "
                    + $"style=\"grid-template-columns:repeat({Math.Min(columns, strip.Frames.Count)}, minmax(0, "
                    + $"{strip.Frames.Max(frame => PlaceOf(frame.Picture))}px))\">"
                : "<div class=\"nca-strip\" role=\"list\">"
        );
        for (var index = 0; index < strip.Frames.Count; index++)
        {
            var (picture, label) = strip.Frames[index];
            var mark = strip.IsThumbnail && index == (strip.ThumbnailFrame ?? strip.Frames.Count - 1) ? " data-thumbnail" : "";
            var text = label.Length > 0 ? $"{strip.Title}: {label}" : strip.AltText;
            html.Append(
                $"<div role=\"listitem\"{(strip.Columns is null ? $" style=\"width:{PlaceOf(picture)}px\"" : "")}><img{mark} "
                    + $"alt=\"{Unbroken.Html(text)}\" width=\"{picture.Width * strip.Zoom}\" height=\"{picture.Height * strip.Zoom}\" "
                    + $"src=\"{DataUri(RenderingPlugin.Renderer.Png(picture, 1))}\"><span>{Unbroken.Html(label)}</span></div>"
            );
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>A PNG as the source of an image element.</summary>
    /// <param name="png">The file's bytes.</param>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);
}
