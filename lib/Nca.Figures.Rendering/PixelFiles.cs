using Nca.Figures.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace Nca.Figures.Rendering;

/// <summary>Pictures and animations as files, every cell a square of equal pixels.</summary>
internal static class PixelFiles
{
    private static readonly PngEncoder PngFormat = new()
    {
        ColorType = PngColorType.Rgb,
        CompressionLevel = PngCompressionLevel.BestCompression,
    };

    /// <summary>A picture as a PNG.</summary>
    public static byte[] Png(Pixels picture, int zoom)
    {
        using var image = ImageOf(picture, zoom);
        return Saved(image);
    }

    /// <summary>Pictures one below the other, narrower ones in the middle.</summary>
    public static byte[] Stacked(IReadOnlyList<byte[]> pictures)
    {
        var parts = pictures.Select(png => Image.Load<Rgb24>(png)).ToArray();
        try
        {
            using var whole = new Image<Rgb24>(parts.Max(part => part.Width), parts.Sum(part => part.Height), new Rgb24(255, 255, 255));
            var top = 0;
            foreach (var part in parts)
            {
                var at = new Point((whole.Width - part.Width) / 2, top);
                whole.Mutate(context => context.DrawImage(part, at, opacity: 1));
                top += part.Height;
            }

            return Saved(whole);
        }
        finally
        {
            foreach (var part in parts)
                part.Dispose();
        }
    }

    /// <summary>An animation as a GIF that repeats for ever, with one palette for all its frames.</summary>
    public static byte[] Gif(Animation animation)
    {
        using var film = ImageOf(animation.Frames[0], animation.Zoom);
        foreach (var frame in animation.Frames.Skip(1))
        {
            using var image = ImageOf(frame, animation.Zoom);
            film.Frames.AddFrame(image.Frames.RootFrame);
        }

        foreach (var frame in film.Frames)
        {
            var timing = frame.Metadata.GetGifMetadata();
            timing.FrameDelay = animation.Centiseconds;
            timing.DisposalMethod = GifDisposalMethod.NotDispose;
        }

        film.Metadata.GetGifMetadata().RepeatCount = 0;
        using var file = new MemoryStream();
        film.SaveAsGif(file, new GifEncoder { ColorTableMode = GifColorTableMode.Global, Quantizer = PaletteOf(animation) });
        return file.ToArray();
    }

    // The palette is found on the small pictures of the whole animation: an encoder left alone takes the first frame's,
    // which shows little but the seed cell.
    private static PaletteQuantizer PaletteOf(Animation animation)
    {
        var (width, height) = (animation.Frames[0].Width, animation.Frames[0].Height);
        using var sheet = new Image<Rgb24>(width, height * animation.Frames.Count);
        for (var frame = 0; frame < animation.Frames.Count; frame++)
        {
            using var image = ImageOf(animation.Frames[frame], zoom: 1);
            var at = new Point(0, frame * height);
            sheet.Mutate(context => context.DrawImage(image, at, opacity: 1));
        }

        using var quantizer = new WuQuantizer(new QuantizerOptions { MaxColors = 256, Dither = null }).CreatePixelSpecificQuantizer<Rgb24>(
            Configuration.Default
        );
        using var indexed = quantizer.BuildPaletteAndQuantizeFrame(sheet.Frames.RootFrame, sheet.Bounds());
        var colours = indexed.Palette.ToArray().Select(colour => new Color(colour)).ToArray();
        return new PaletteQuantizer(colours, new QuantizerOptions { Dither = null });
    }

    private static Image<Rgb24> ImageOf(Pixels picture, int zoom)
    {
        var image = Image.LoadPixelData<Rgb24>(picture.Rgb, picture.Width, picture.Height);
        if (zoom > 1)
            image.Mutate(context => context.Resize(picture.Width * zoom, picture.Height * zoom, KnownResamplers.NearestNeighbor));
        return image;
    }

    private static byte[] Saved(Image<Rgb24> image)
    {
        using var file = new MemoryStream();
        image.SaveAsPng(file, PngFormat);
        return file.ToArray();
    }
}
