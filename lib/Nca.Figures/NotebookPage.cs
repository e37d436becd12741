using Nca.Figures.Display;

namespace Nca.Figures;

/// <summary>What a notebook needs once: the chart library and our few lines of style and script.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class NotebookPage : IShowsAsHtml
{
    private NotebookPage()
    {
    }

    /// <summary>The value of a notebook's first cell. It shows nothing and makes the figures of later cells interactive.</summary>
    public static NotebookPage Begin() => new();

    /// <inheritdoc/>
    public string ToHtml() =>
        $"<style>{EmbeddedText("page.css")}</style><script id=\"nca-plotly\" data-for=\"nca-chart\">{EmbeddedText("plotly/plotly-cartesian.min.js")}</script><script>{EmbeddedText("page.js")}</script>";

    private static string EmbeddedText(string name)
    {
        using var stream = typeof(NotebookPage).Assembly.GetManifestResourceStream($"assets/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
