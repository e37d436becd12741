using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Nca.Testing;

/// <summary>A picture file's pixels as red, green and blue bytes, or the frames of an animated one.</summary>
internal sealed record RgbImage(int Width, int Height, byte[] Data)
{
    /// <summary>The first frame of a picture in any format that ImageSharp reads.</summary>
    public static RgbImage Of(byte[] file) => Frames(file)[0];

    /// <summary>All frames, each a copy of its own.</summary>
    public static IReadOnlyList<RgbImage> Frames(byte[] file)
    {
        using var image = Image.Load<Rgb24>(file);
        return
        [
            .. image
                .Frames.Cast<ImageFrame<Rgb24>>()
                .Select(frame =>
                {
                    var data = new byte[frame.Width * frame.Height * 3];
                    frame.CopyPixelDataTo(data);
                    return new RgbImage(frame.Width, frame.Height, data);
                }),
        ];
    }
}
