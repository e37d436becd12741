using System.Globalization;
using Nca.Figures.Display;
using Nca.Figures.Embedded;

namespace Nca.Figures;

/// <summary>What a notebook needs once: the chart library and the script that draws with it.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class NotebookPage : IShowsAsHtml
{
    private NotebookPage() { }

    /// <summary>
    /// The value of a notebook's first cell. It shows nothing, makes the figures of later cells interactive, and lets them
    /// name what the library has without a <c>using</c>.
    /// </summary>
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
        StopSignal.Hear();
        NotebookKernel.LeaveOutReferenceWarnings();
        NotebookKernel.RunBeforeNextCell(NotebookImports.Code());
        return new();
    }

    /// <summary>
    /// The library and the script. Charts find them in whatever order outputs appear: those that are there already are drawn now, later
    /// ones when they come.
    /// </summary>
    public string ToHtml() =>
        Script("nca-plotly", WithoutLoader(EmbeddedAsset.Text("plotly/plotly-cartesian.min.js")))
        + Script("nca-charts-script", EmbeddedAsset.Bare("charts/charts.js"));

    // A report puts what is for charts behind its content, and leaves it out where there are none.
    private static string Script(string id, string text) => $"<script id=\"{id}\" data-for=\"nca-chart\">{text}</script>";

    // Where a page has a module loader, as Jupyter's has, the library would hand itself to that and be found by nobody.
    private static string WithoutLoader(string library) => $"(function (define, exports, module) {{\n{library}\n}})();";
}
