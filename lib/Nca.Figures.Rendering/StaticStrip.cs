using Nca.Figures.Model;
using SkiaSharp;

namespace Nca.Figures.Rendering;

/// <summary>An image strip as one PNG: pictures in rows, labels below, pixels sharp.</summary>
internal static class StaticStrip
{
    private const int Gap = 12,
        LabelHeight = 24,
        MostInARow = 8;

    public static byte[] Png(ImageStrip strip)
    {
        var columns = Math.Min(strip.Columns ?? MostInARow, strip.Frames.Count);
        var rows = (strip.Frames.Count + columns - 1) / columns;
        var width = strip.Frames.Max(frame => frame.Picture.Width) * strip.Zoom;
        var height = strip.Frames.Max(frame => frame.Picture.Height) * strip.Zoom;
        using var surface = SKSurface.Create(new SKImageInfo(Gap + columns * (width + Gap), Gap + rows * (height + LabelHeight + Gap)));
        surface.Canvas.Clear(SKColors.White);
        using var font = new SKFont(Typefaces.Regular, 13);
        using var ink = new SKPaint { Color = SKColor.Parse("#333333"), IsAntialias = true };
        for (var index = 0; index < strip.Frames.Count; index++)
        {
            var (picture, label) = strip.Frames[index];
            float left = Gap + index % columns * (width + Gap),
                top = Gap + index / columns * (height + LabelHeight + Gap);
            using var bitmap = BitmapOf(picture);
            surface.Canvas.DrawImage(
                SKImage.FromBitmap(bitmap),
                new SKRect(left, top, left + picture.Width * strip.Zoom, top + picture.Height * strip.Zoom),
                new SKSamplingOptions(SKFilterMode.Nearest)
            );
            surface.Canvas.DrawText(Fitting(label, font, width), left, top + height + 17, font, ink);
        }

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static string Fitting(string label, SKFont font, float width)
    {
        if (font.MeasureText(label) <= width)
            return label;
        while (label.Length > 1 && font.MeasureText(label + "…") > width)
            label = label[..^1];
        return label + "…";
    }

    private static SKBitmap BitmapOf(Pixels picture)
    {
        var bitmap = new SKBitmap(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                var at = (y * picture.Width + x) * 3;
                bitmap.SetPixel(x, y, new SKColor(picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]));
            }
        }

        return bitmap;
    }
}
