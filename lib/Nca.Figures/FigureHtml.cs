using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nca.Figures;

/// <summary>Figures as HTML: caption, link, alternative text, and the picture itself.</summary>
internal static class FigureHtml
{
    // A narrower label would break after every word (pixels).
    private const int NarrowestLabel = 72;

    private const string NotYet = "<p>This chart is drawn by the notebook's first cell: run that cell, then this one.</p>";

    public static string Write(Figure figure)
    {
        var content = Content(figure);
        return $"<figure class=\"nca-figure\" id=\"fig-{Slug(figure.Title)}\">{content}<figcaption><strong>{Encode(figure.Title)}.</strong> {Encode(figure.Caption)}</figcaption></figure>";
    }

    private static string Content(Figure figure) =>
        figure switch
        {
            ChartFigure charts => Charts(charts),
            ImageStrip strip => Strip(strip),
            Animation animation => Player(animation),
            LivingCreatures living => Creatures.CreatureHtml.Write(living),
            Panels panels => string.Concat(panels.Parts.Select(Content)),
            _ => Static(figure),
        };

    private static string Charts(ChartFigure figure)
    {
        var html = new StringBuilder($"<div class=\"nca-charts\" role=\"group\" aria-label=\"{Encode(figure.AltText)}\">");
        foreach (var chart in figure.Charts)
        {
            var json = RenderingPlugin.Renderer.PlotlyJson(chart);
            var id = $"chart-{Slug(figure.Title)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..10]}";

            // "</" inside a script would end it.
            html.Append(
                $"<div class=\"nca-chart\" id=\"{id}\">{NotYet}</div><script>window.ncaPage?.draw(\"{id}\", {json.Replace("</", "<\\/", StringComparison.Ordinal)});</script>"
            );
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The strip alone, without its caption.</summary>
    /// <param name="strip">The pictures.</param>
    public static string Strip(ImageStrip strip)
    {
        int PlaceOf(Pixels picture) => Math.Max(NarrowestLabel, picture.Width * strip.Zoom);
        var html = new StringBuilder(
            strip.Columns is { } columns
                ? $"<ul class=\"nca-strip rows\" style=\"grid-template-columns:repeat({Math.Min(columns, strip.Frames.Count)}, minmax(0, {strip.Frames.Max(frame => PlaceOf(frame.Picture))}px))\">"
                : "<ul class=\"nca-strip\">"
        );
        for (var index = 0; index < strip.Frames.Count; index++)
        {
            var (picture, label) = strip.Frames[index];
            var mark = strip.IsThumbnail && index == (strip.ThumbnailFrame ?? strip.Frames.Count - 1) ? " data-thumbnail" : "";
            var text = label.Length > 0 ? $"{strip.Title}: {label}" : strip.AltText;
            html.Append(
                $"<li{(strip.Columns is null ? $" style=\"width:{PlaceOf(picture)}px\"" : "")}><img{mark} alt=\"{Encode(text)}\" width=\"{picture.Width * strip.Zoom}\" height=\"{picture.Height * strip.Zoom}\" src=\"{DataUri(RenderingPlugin.Renderer.Png(picture, 1))}\"><span>{Encode(label)}</span></li>"
            );
        }

        return html.Append("</ul>").ToString();
    }

    private static string Player(Animation animation)
    {
        var first = animation.Frames[0];
        var columns = (int)Math.Ceiling(Math.Sqrt(animation.Frames.Count));
        var sheet = SpriteSheet(animation, columns);
        var png = RenderingPlugin.Renderer.Png(sheet, 1);
        var id = $"film-{Slug(animation.Title)}-{Convert.ToHexStringLower(SHA256.HashData(png))[..10]}";
        var film = JsonSerializer.Serialize(
            new
            {
                count = animation.Frames.Count,
                columns,
                width = first.Width,
                height = first.Height,
                centiseconds = animation.Centiseconds,
                labels = animation.Labels,
                sheet = DataUri(png),
            }
        );
        return $"""
            <div class="nca-player" id="{id}"><canvas width="{first.Width}" height="{first.Height}" style="width:{first.Width
                * animation.Zoom}px" role="img" aria-label="{Encode(
                animation.AltText
            )}"></canvas><div class="controls"><button type="button">Play</button><input type="range" min="0" max="{animation.Frames.Count
                - 1}" value="0" aria-label="Frame of {Encode(animation.Title)}"><output>{Encode(
                animation.Labels.Count > 0 ? animation.Labels[0] : ""
            )}</output></div></div><script>window.ncaPage?.play("{id}", {film});</script>
            """;
    }

    private static Pixels SpriteSheet(Animation animation, int columns)
    {
        var (width, height) = (animation.Frames[0].Width, animation.Frames[0].Height);
        var rows = (animation.Frames.Count + columns - 1) / columns;
        var sheet = new byte[columns * width * rows * height * 3];
        for (var frame = 0; frame < animation.Frames.Count; frame++)
            for (var y = 0; y < height; y++)
                animation
                    .Frames[frame]
                    .Rgb.AsSpan(y * width * 3, width * 3)
                    .CopyTo(sheet.AsSpan(((frame / columns * height + y) * columns * width + frame % columns * width) * 3));
        return new Pixels(columns * width, rows * height, sheet);
    }

    private static string Static(Figure figure) =>
        $"<img alt=\"{Encode(figure.AltText)}\" src=\"{DataUri(RenderingPlugin.Renderer.Png(figure))}\">";

    private static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var character in title.ToLower(CultureInfo.InvariantCulture))
            if (char.IsAsciiLetterOrDigit(character))
                slug.Append(character);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        return slug.ToString().TrimEnd('-');
    }
}
