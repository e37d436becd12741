using SkiaSharp;

namespace Nca.Figures.Rendering;

/// <summary>The font that comes with us, so that pictures look the same on a machine without any.</summary>
internal static class Typefaces
{
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Read("DejaVuSans.ttf"));

    public static SKTypeface Regular => LazyRegular.Value;

    /// <summary>Makes the font known to the chart library.</summary>
    public static void Register()
    {
        var folder = Folder();
        ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans.ttf"), bold: false, italic: false);
        ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans-Bold.ttf"), bold: true, italic: false);
        ScottPlot.Fonts.Default = Family;
    }

    private static SKTypeface Read(string file) => SKTypeface.FromFile(Path.Combine(Folder(), file));

    private static string Folder() => Path.Combine(Path.GetDirectoryName(typeof(Typefaces).Assembly.Location)!, "Fonts");
}
