using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Nca.Figures.Creatures;
using Nca.Figures.Drawing;
using Nca.Figures.Model;

namespace Nca.Figures.Html;

/// <summary>Hands figures what writes them: HTML from here, files from the drawing plug-in.</summary>
internal static class FigureWriters
{
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "A figure may be asked for its HTML before anything else of this library is."
    )]
    internal static void HandIn()
    {
        Figure.Html = FigureHtml.Write;
        Figure.Png = figure => RenderingPlugin.Renderer.Png(Still(figure));
        Animation.Gif = animation => RenderingPlugin.Renderer.Gif(animation);
        LivingCreatures.Page = CreaturePage.Write;
    }

    // Nothing moves on paper.
    private static Figure Still(Figure figure) =>
        figure switch
        {
            LivingCreatures living => CreatureStill.Of(living, CreatureExport.GrownOf(living), CreatureExport.StillSteps),
            Panels panels => panels with { Parts = [.. panels.Parts.Select(Still)] },
            _ => figure,
        };
}
