using Nca.Figures.Creatures;
using Nca.Figures.Embedded;

namespace Nca.Figures.Html;

/// <summary>All styles and scripts that figures of any kind need, for a page that lays figures together.</summary>
internal static class FigureAssets
{
    private static readonly string[] Styles =
    [
        "figures",
        "tables",
        "charts/charts",
        "strips",
        "controls",
        "films/films",
        "creatures/creatures",
        "live",
    ];

    /// <summary>The elements; those that serve charts say so, and may be moved behind the content.</summary>
    public static string Html => OutputStyle.Html(Styles) + NotebookPage.Begin().ToHtml() + FigureHtml.FilmScript + CreatureScript.Html;
}
