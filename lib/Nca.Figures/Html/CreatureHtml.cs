using System.Net;
using System.Security.Cryptography;
using System.Text;
using Nca.Figures.Creatures;
using Nca.Figures.Model;

namespace Nca.Figures.Html;

/// <summary>Living creatures as a piece of HTML: a place, their data, and the script that brings them to life.</summary>
internal static class CreatureHtml
{
    private const string NotYet = "These creatures live where scripts may run: open the report in a browser, or trust this notebook.";

    /// <summary>The content of the figure, with its script, and a still of it for paper, where nothing lives.</summary>
    /// <param name="figure">The creatures.</param>
    public static string Write(LivingCreatures figure) =>
        $"{Place(figure)}<div class=\"nca-still\">{Still(figure)}</div>{CreatureScript.Html}<script>"
        + "window.ncaCreatures?.mount();</script>";

    /// <summary>The creatures' place and data.</summary>
    /// <param name="figure">The creatures.</param>
    public static string Place(LivingCreatures figure)
    {
        var json = CreatureData.Json(figure);
        var id = $"creatures-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..10]}";
        return $"""
            <div class="nca-life" id="{id}" role="group" aria-label="{WebUtility.HtmlEncode(
                figure.AltText
            )}"><p>{NotYet}</p><script type="application/json">{json}</script></div>
            """;
    }

    private static string Still(LivingCreatures figure) =>
        StripHtml.Write(CreatureStill.Of(figure, CreatureExport.GrownOf(figure), CreatureExport.StillSteps));
}
