using Nca.Figures.Model;

namespace Nca.Figures.Drawing;

/// <summary>Draws figures; implemented by the plug-in Nca.Figures.Rendering.</summary>
internal interface IFigureRenderer
{
    /// <summary>A chart for plotly.js.</summary>
    /// <param name="chart">The chart.</param>
    /// <returns>JSON of an object with <c>data</c> and <c>layout</c>.</returns>
    string PlotlyJson(Chart chart);

    /// <summary>A figure as a static PNG.</summary>
    /// <param name="figure">The figure.</param>
    byte[] Png(Figure figure);

    /// <summary>A picture as a PNG, each cell a square of zoom × zoom pixels.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="zoom">Pixels per cell.</param>
    byte[] Png(Pixels picture, int zoom);

    /// <summary>An animation as a GIF that repeats for ever.</summary>
    /// <param name="animation">The animation.</param>
    byte[] Gif(Animation animation);
}
