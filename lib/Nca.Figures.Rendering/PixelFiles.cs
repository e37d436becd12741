using ImageMagick;

namespace Nca.Figures.Rendering;

/// <summary>Pictures and films as files, every cell a square of equal pixels.</summary>
internal static class PixelFiles
{
    public static byte[] Png(Pixels picture, int zoom)
    {
        using var image = ImageOf(picture, zoom);
        image.Format = MagickFormat.Png24;
        return image.ToByteArray();
    }

    /// <summary>Pictures one below the other, narrower ones in the middle.</summary>
    public static byte[] Stacked(IReadOnlyList<byte[]> pictures)
    {
        using var parts = new MagickImageCollection();
        foreach (var picture in pictures)
            parts.Add(new MagickImage(picture));
        var width = parts.Max(part => part.Width);
        foreach (var part in parts)
            part.Extent(width, part.Height, Gravity.Center, MagickColors.White);
        using var whole = parts.AppendVertically();
        whole.Format = MagickFormat.Png24;
        return whole.ToByteArray();
    }

    public static byte[] Film(Animation animation, MagickFormat format)
    {
        using var film = new MagickImageCollection();
        foreach (var frame in animation.Frames)
        {
            // GIF's palette is found on the small pictures: zoomed, it takes twenty times as long and is the same.
            var image = ImageOf(frame, format == MagickFormat.Gif ? 1 : animation.Zoom);

            // GIF counts hundredths of a second, and so do we: nothing is rounded.
            image.AnimationDelay = (uint)animation.Centiseconds;
            image.AnimationTicksPerSecond = 100;
            image.AnimationIterations = 0;
            image.GifDisposeMethod = GifDisposeMethod.None;
            if (format == MagickFormat.WebP)
                image.Settings.SetDefine(MagickFormat.WebP, "lossless", true);
            film.Add(image);
        }

        if (format == MagickFormat.Gif)
        {
            film.Quantize(new QuantizeSettings { Colors = 256, DitherMethod = DitherMethod.No });
            foreach (var image in film)
                image.Sample(image.Width * (uint)animation.Zoom, image.Height * (uint)animation.Zoom);
        }

        return film.ToByteArray(format);
    }

    private static MagickImage ImageOf(Pixels picture, int zoom)
    {
        var image = new MagickImage(
            picture.Rgb,
            new PixelReadSettings((uint)picture.Width, (uint)picture.Height, StorageType.Char, PixelMapping.RGB)
        );
        if (zoom > 1)
            image.Sample((uint)(picture.Width * zoom), (uint)(picture.Height * zoom));
        return image;
    }
}
