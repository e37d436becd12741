using System.Numerics;

namespace Nca.Metrics;

/// <summary>The radially averaged power spectrum of a picture (tutorial, section 8): |DFT|² averaged over rings of whole radius.</summary>
public static class RadialPowerSpectrum
{
    /// <summary>The power in each ring.</summary>
    /// <param name="grey">The picture, shape [H, W]; average channels before.</param>
    /// <param name="height">H, at least 2.</param>
    /// <param name="width">W, at least 2.</param>
    /// <returns>Power for radius 0 to min(H, W) / 2 − 1, in cycles per picture.</returns>
    public static double[] Of(ReadOnlySpan<float> grey, int height, int width)
    {
        if (grey.Length != height * width || height < 2 || width < 2)
            throw new ArgumentException($"{grey.Length} numbers are no picture of {height}×{width}.");
        var plane = new Complex[height * width];
        for (var index = 0; index < plane.Length; index++)
            plane[index] = grey[index];
        Transform(plane, height, width, 1);
        Transform(plane, width, height, width);

        var rings = Math.Min(height, width) / 2;
        var (power, count) = (new double[rings], new int[rings]);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                // fftshift moves frequency k to (k + ⌊n/2⌋) mod n; the centre is ⌊n/2⌋.
                double dy = (y + height / 2) % height - height / 2,
                    dx = (x + width / 2) % width - width / 2;
                var radius = (int)Math.Sqrt(dy * dy + dx * dx);
                if (radius >= rings)
                    continue;
                var value = plane[y * width + x];
                power[radius] += value.Real * value.Real + value.Imaginary * value.Imaginary;
                count[radius]++;
            }
        }

        for (var radius = 0; radius < rings; radius++)
            if (count[radius] > 0)
                power[radius] /= count[radius];
        return power;
    }

    /// <summary>log10 of <see cref="Of"/>; power that is zero becomes NaN.</summary>
    /// <param name="grey">The picture, shape [H, W].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static double[] LogOf(ReadOnlySpan<float> grey, int height, int width) =>
        [.. Of(grey, height, width).Select(power => power > 0 ? Math.Log10(power) : double.NaN)];

    /// <summary>The mean over channels.</summary>
    /// <param name="picture">Shape [H, W, C].</param>
    /// <param name="channels">C.</param>
    /// <param name="used">How many of the first channels are averaged; 3 for red, green, blue.</param>
    /// <returns>Shape [H, W].</returns>
    public static float[] Grey(ReadOnlySpan<float> picture, int channels, int used = 3)
    {
        var grey = new float[picture.Length / channels];
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            var sum = 0f;
            for (var channel = 0; channel < used; channel++)
                sum += picture[pixel * channels + channel];
            grey[pixel] = sum / used;
        }

        return grey;
    }

    // A plain DFT of every line: pictures here have 64 lines of 64, and any length is allowed.
    private static void Transform(Complex[] plane, int lines, int length, int stride)
    {
        var turns = new Complex[length];
        for (var index = 0; index < length; index++)
            turns[index] = Complex.FromPolarCoordinates(1, -2 * Math.PI * index / length);
        var result = new Complex[length];
        for (var line = 0; line < lines; line++)
        {
            var start = stride == 1 ? line * length : line;
            for (var frequency = 0; frequency < length; frequency++)
            {
                var sum = Complex.Zero;
                for (var index = 0; index < length; index++)
                    sum += plane[start + index * stride] * turns[(int)((long)frequency * index % length)];
                result[frequency] = sum;
            }

            for (var index = 0; index < length; index++)
                plane[start + index * stride] = result[index];
        }
    }
}
