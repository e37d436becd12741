using System.IO.Compression;

namespace Nca.Analysis.Attractors;

/// <summary>A small picture as text: its bytes without their three lowest bits, deflated, in base 64.</summary>
internal static class PackedPicture
{
    /// <summary>Packs bytes.</summary>
    /// <param name="bytes">Red, green, blue.</param>
    public static string Of(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
            deflate.Write([.. bytes.Select(value => (byte)(value & ~7))]);
        return Convert.ToBase64String(packed.ToArray());
    }

    /// <summary>Unpacks bytes; white is white again.</summary>
    /// <param name="text">From <see cref="Of"/>.</param>
    /// <param name="length">How many bytes there must be.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[] Unpack(string text, int length)
    {
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            var bytes = new byte[length];
            deflate.ReadExactly(bytes);
            return deflate.ReadByte() < 0
                ? [.. bytes.Select(value => (byte)(value | (value >> 5)))]
                : throw new InvalidDataException("The picture has too many bytes.");
        }
        catch (Exception error) when (error is FormatException or EndOfStreamException)
        {
            throw new InvalidDataException("The picture is damaged.", error);
        }
    }
}
