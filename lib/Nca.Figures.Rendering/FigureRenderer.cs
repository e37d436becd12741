using Nca.Figures.Drawing;
using Nca.Figures.Model;

namespace Nca.Figures.Rendering;

/// <summary>The renderer that <c>Nca.Figures</c> loads at run time.</summary>
public sealed class FigureRenderer : IFigureRenderer
{
    /// <inheritdoc/>
    public string PlotlyJson(Chart chart) => PlotlyCharts.Json(chart);

    /// <inheritdoc/>
    public byte[] Png(Figure figure) =>
        figure switch
        {
            ChartFigure charts => StaticCharts.Png(charts),
            ImageStrip strip => StaticStrip.Png(strip),
            Panels panels => PixelFiles.Stacked([.. panels.Parts.Select(Png)]),
            Animation animation => PixelFiles.Png(animation.Frames[^1], animation.Zoom),
            _ => throw new NotSupportedException($"A {figure?.GetType().Name} has no static form."),
        };

    /// <inheritdoc/>
    public byte[] Png(Pixels picture, int zoom) => PixelFiles.Png(picture, zoom);

    /// <inheritdoc/>
    public byte[] Gif(Animation animation) => PixelFiles.Gif(animation);
}
