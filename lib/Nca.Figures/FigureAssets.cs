using Nca.Figures.Creatures;

namespace Nca.Figures;

/// <summary>All styles and scripts that figures of any kind need, for a page that lays figures together.</summary>
public static class FigureAssets
{
    /// <summary>The elements; those that serve charts say so, and may be moved behind the content.</summary>
    public static string Html => NotebookPage.Begin().ToHtml() + CreatureScript.Html;
}
