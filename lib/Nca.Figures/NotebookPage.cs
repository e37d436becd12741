using System.Globalization;
using Nca.Figures.Display;

namespace Nca.Figures;

/// <summary>What a notebook needs once: the chart library and our few lines of style and script.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class NotebookPage : IShowsAsHtml
{
    private NotebookPage() { }

    /// <summary>The value of a notebook's first cell. It shows nothing and makes the figures of later cells interactive.</summary>
    /// <exception cref="InvalidOperationException">The library was built again while the kernel runs an older one.</exception>
    public static NotebookPage Begin()
    {
        if (RebuiltLibrary.IsThere)
            throw new InvalidOperationException(RebuiltLibrary.Sentence);
        RebuiltLibrary.Watch();

        // In a kernel numbers follow the machine's language; the cells of this project print them as the figures do.
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (
            CultureInfo.InvariantCulture,
            CultureInfo.InvariantCulture
        );
        CellWatch.Attach();
        return new();
    }

    /// <inheritdoc/>
    public string ToHtml() =>
        $"<style>{EmbeddedAsset.Text("page.css")}</style><script id=\"nca-plotly\" data-for=\"nca-chart\">{EmbeddedAsset.Text("plotly/plotly-cartesian.min.js")}</script><script>{EmbeddedAsset.Text("page.js")}</script>";
}
