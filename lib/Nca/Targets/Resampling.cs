namespace Nca.Targets;

/// <summary>
/// Resizing bit for bit as Pillow's <c>resize(…, BILINEAR)</c>: premultiply, filter rows then columns with a triangle of support
/// max(scale, 1) in fixed point with 8 bits in between, un-premultiply.
/// </summary>
internal static class Resampling
{
    private const int FractionBits = 22;

    /// <summary>Resizes a straight RGBA picture; to its own size it is a plain copy.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    public static Picture Resize(Picture source, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(source);
        if ((width, height) == (source.Width, source.Height))
            return source with { Rgba = (byte[])source.Rgba.Clone() };
        return Unpremultiply(ResizePremultiplied(Premultiply(source), width, height));
    }

    /// <summary>Resizes a premultiplied picture.</summary>
    /// <param name="source">The picture, colour multiplied by alpha.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    public static Picture ResizePremultiplied(Picture source, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var wide =
            width == source.Width ? source : new Picture(width, source.Height, AlongRows(source.Rgba, source.Width, source.Height, width));
        if (height == source.Height)
            return wide;
        var turned = Transpose(wide);
        return Transpose(new Picture(height, width, AlongRows(turned.Rgba, turned.Width, turned.Height, height)));
    }

    /// <summary>Multiplies colour by alpha, divided by 255 with rounding.</summary>
    /// <param name="source">A straight picture.</param>
    public static Picture Premultiply(Picture source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var result = (byte[])source.Rgba.Clone();
        for (var pixel = 0; pixel < result.Length; pixel += 4)
            for (var channel = 0; channel < 3; channel++)
                result[pixel + channel] = ProductOverFullScale(result[pixel + channel], result[pixel + 3]);
        return source with { Rgba = result };
    }

    /// <summary>round(a · b / 255) in integers.</summary>
    /// <param name="a">A byte.</param>
    /// <param name="b">A byte.</param>
    public static byte ProductOverFullScale(byte a, byte b)
    {
        var product = a * b + 128;
        return (byte)((product + (product >> 8)) >> 8);
    }

    private static Picture Unpremultiply(Picture source)
    {
        var result = (byte[])source.Rgba.Clone();
        for (var pixel = 0; pixel < result.Length; pixel += 4)
        {
            var alpha = result[pixel + 3];
            if (alpha is 0 or 255)
                continue;
            for (var channel = 0; channel < 3; channel++)
                result[pixel + channel] = (byte)Math.Min(255, 255 * result[pixel + channel] / alpha);
        }

        return source with
        {
            Rgba = result,
        };
    }

    private static byte[] AlongRows(byte[] source, int sourceWidth, int height, int width)
    {
        var result = new byte[height * width * 4];
        for (var x = 0; x < width; x++)
        {
            var (first, weights) = Taps(x, sourceWidth, width);
            for (var y = 0; y < height; y++)
            {
                for (var channel = 0; channel < 4; channel++)
                {
                    var sum = 1 << (FractionBits - 1);
                    for (var tap = 0; tap < weights.Length; tap++)
                        sum += weights[tap] * source[(y * sourceWidth + first + tap) * 4 + channel];
                    result[(y * width + x) * 4 + channel] = (byte)Math.Clamp(sum >> FractionBits, 0, 255);
                }
            }
        }

        return result;
    }

    private static (int First, int[] Weights) Taps(int position, int sourceLength, int length)
    {
        var scale = (double)sourceLength / length;
        var support = Math.Max(scale, 1);
        var centre = (position + 0.5) * scale;
        var first = Math.Max(0, (int)(centre - support + 0.5));
        var end = Math.Min(sourceLength, (int)(centre + support + 0.5));
        var weights = new double[end - first];
        var total = 0.0;
        for (var tap = 0; tap < weights.Length; tap++)
        {
            var distance = Math.Abs((first + tap - centre + 0.5) / support);
            weights[tap] = distance < 1 ? 1 - distance : 0;
            total += weights[tap];
        }

        return (first, [.. weights.Select(weight => (int)(weight / total * (1 << FractionBits) + 0.5))]);
    }

    private static Picture Transpose(Picture source)
    {
        var result = new byte[source.Rgba.Length];
        for (var y = 0; y < source.Height; y++)
            for (var x = 0; x < source.Width; x++)
                source.Rgba.AsSpan((y * source.Width + x) * 4, 4).CopyTo(result.AsSpan((x * source.Height + y) * 4));
        return new Picture(source.Height, source.Width, result);
    }
}
