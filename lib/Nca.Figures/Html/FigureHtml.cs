using System.Globalization;
using System.Text;
using System.Text.Json;
using Nca.Figures.Drawing;
using Nca.Figures.Embedded;
using Nca.Figures.Model;
using Nca.Figures.Text;

namespace Nca.Figures.Html;

/// <summary>Figures as HTML: caption, link, alternative text, and the picture itself.</summary>
internal static class FigureHtml
{
    private const string NotYet =
        "<p>This chart appears here as soon as the notebook's first cell has been run and seen: scroll up to it once. "
        + "In a notebook that is not trusted, charts stay away.</p>";

    /// <summary>The script of films, once for a page however many are on it.</summary>
    public static readonly string FilmScript = $"<script id=\"nca-films-script\">{EmbeddedAsset.Bare("films/films.js")}</script>";

    public static string Write(Figure figure)
    {
        var content = OutputStyle.Html(StylesOf(figure).Prepend("figures")) + Content(figure);
        var caption = $"<figcaption><strong>{Unbroken.Html(figure.Title)}.</strong> {Unbroken.Html(figure.Caption)}</figcaption>";
        return $"<figure class=\"nca-figure\" id=\"fig-{Slug(figure.Title)}\">{content}{caption}</figure>";
    }

    private static string Content(Figure figure) =>
        figure switch
        {
            ChartFigure charts => Charts(charts),
            ImageStrip strip => StripHtml.Write(strip),
            Animation animation => Player(animation),
            LivingCreatures living => CreatureHtml.Write(living),
            Panels panels => string.Concat(panels.Parts.Select(Content)),
            _ => Static(figure),
        };

    private static IEnumerable<string> StylesOf(Figure figure) =>
        figure switch
        {
            ChartFigure => ["charts/charts"],
            ImageStrip => ["strips"],
            Animation => ["controls", "films/films"],
            LivingCreatures => ["strips", "controls", "creatures/creatures"],
            Panels panels => panels.Parts.SelectMany(StylesOf),
            _ => [],
        };

    private static string Charts(ChartFigure figure)
    {
        var html = new StringBuilder($"<div class=\"nca-charts\" role=\"group\" aria-label=\"{Unbroken.Html(figure.AltText)}\">");
        foreach (var chart in figure.Charts)
            html.Append($"<div class=\"nca-chart\"><div>{NotYet}</div>{Data(RenderingPlugin.Renderer.PlotlyJson(chart))}</div>");
        return html.Append("</div>").ToString();
    }

    private static string Player(Animation animation)
    {
        var first = animation.Frames[0];
        var columns = (int)Math.Ceiling(Math.Sqrt(animation.Frames.Count));
        var sheet = SpriteSheet(animation, columns);
        var png = RenderingPlugin.Renderer.Png(sheet, 1);
        var film = JsonSerializer.Serialize(
            new
            {
                title = animation.Title,
                alt = animation.AltText,
                count = animation.Frames.Count,
                columns,
                width = first.Width,
                height = first.Height,
                zoom = animation.Zoom,
                centiseconds = animation.Centiseconds,
                labels = animation.Labels,
                sheet = StripHtml.DataUri(png),
            }
        );

        // Without scripts its last picture stands there.
        var last = StripHtml.DataUri(RenderingPlugin.Renderer.Png(animation.Frames[^1], 1));
        var still = $"<img alt=\"{Unbroken.Html(animation.AltText)}\" width=\"{first.Width * animation.Zoom}\" src=\"{last}\">";
        return $"<div class=\"nca-player\">{still}{Data(film)}</div>{FilmScript}";
    }

    // "<" inside a script might end it, or begin a comment.
    private static string Data(string json) =>
        $"<script type=\"application/json\">{json.Replace("<", "\\u003c", StringComparison.Ordinal)}</script>";

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
        $"<img alt=\"{Unbroken.Html(figure.AltText)}\" src=\"{StripHtml.DataUri(RenderingPlugin.Renderer.Png(figure))}\">";

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
