using System.Buffers.Binary;
using System.IO.Hashing;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Nca.Targets;

/// <summary>A picture with straight (not premultiplied) 8-bit RGBA.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgba">Bytes, shape [H, W, 4].</param>
public sealed record Picture(int Width, int Height, byte[] Rgba)
{
    /// <summary>Largest side of a picture that is read, in pixels.</summary>
    public const int LargestSide = 8192;

    /// <summary>Largest file that is read, in bytes.</summary>
    public const long LargestFile = 32 << 20;

    // What reads a stranger's file knows one format.
    private static readonly Configuration PngOnly = new(new PngConfigurationModule());

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Reads a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TargetException">The file is missing, too large, no PNG, or corrupt.</exception>
    public static Picture Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > LargestFile)
                throw new TargetException(
                    $"{name} has {length >> 20} MB; pictures of at most {LargestFile >> 20} MB are read. Scale it down first."
                );
            return Decode(File.ReadAllBytes(path), name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"{name} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Decodes a PNG.</summary>
    /// <param name="png">The file's bytes.</param>
    /// <param name="name">How to name it in an error.</param>
    /// <exception cref="TargetException">The bytes are no PNG, too large a picture, or corrupt.</exception>
    public static Picture Decode(byte[] png, string name)
    {
        ArgumentNullException.ThrowIfNull(png);
        if (!png.AsSpan().StartsWith(Signature))
            throw new TargetException($"{name} is no PNG picture; convert it to PNG first.");
        if (png.Length < 33)
            throw new TargetException($"{name} is cut off; fetch the picture again.");

        // The header is read before anything is decoded: a small file can announce a picture that fills the memory.
        var width = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16));
        var height = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20));
        if (width is 0 or > LargestSide || height is 0 or > LargestSide)
            throw new TargetException($"{name} claims {width}×{height} pixels; sides of 1 to {LargestSide} are read. Scale it down first.");
        RequireWholeChunks(png, name);
        try
        {
            using var image = Image.Load<Rgba32>(PngOnly, png);
            var rgba = new byte[image.Width * image.Height * 4];
            image.CopyPixelDataTo(rgba);
            return new Picture(image.Width, image.Height, rgba);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new TargetException($"{name} is corrupt ({error.Message.ToLowerInvariant()}); fetch the picture again.", error);
        }
    }

    // The decoder looks at the check sums of the parts it needs only, and takes a picture whose end is missing.
    private static void RequireWholeChunks(byte[] png, string name)
    {
        var position = 8;
        while (true)
        {
            if (position + 12 > png.Length)
                throw new TargetException($"{name} is cut off; fetch the picture again.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(position));
            if (length > png.Length - position - 12)
                throw new TargetException($"{name} is cut off; fetch the picture again.");
            var content = png.AsSpan(position + 4, 4 + (int)length);
            var expected = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(position + 8 + (int)length));
            if (Crc32.HashToUInt32(content) != expected)
                throw new TargetException($"{name} is corrupt (a check sum differs); fetch the picture again.");
            if (content[..4].SequenceEqual("IEND"u8))
                return;
            position += 12 + (int)length;
        }
    }
}
