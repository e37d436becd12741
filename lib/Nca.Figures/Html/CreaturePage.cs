using System.Net;
using Nca.Figures.Creatures;
using Nca.Figures.Model;

namespace Nca.Figures.Html;

/// <summary>Living creatures as a page of its own.</summary>
internal static class CreaturePage
{
    // Nothing may be asked of the network; scripts and styles are inline.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private const string Style = """
        figure { margin: 0; }
        figcaption { margin-top: 1rem; max-width: 44rem; color: var(--nca-muted); font-size: .9rem; }
        """;

    /// <summary>The page.</summary>
    /// <param name="figure">The creatures.</param>
    public static string Write(LivingCreatures figure) =>
        $"""
            {BarePage.Begin(figure.Title, Policy, Style)}<figure class="nca-figure">{CreatureHtml.Place(
                figure
            )}<figcaption>{WebUtility.HtmlEncode(figure.Caption)}</figcaption></figure>
            </main>
            {CreatureScript.PackedHtml}
            {BarePage.End}
            """;
}
