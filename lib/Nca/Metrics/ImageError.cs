namespace Nca.Metrics;

/// <summary>Pixelwise errors of two pictures of the same shape.</summary>
public static class ImageError
{
    /// <summary>Mean squared error over all numbers.</summary>
    /// <param name="first">A picture, any shape.</param>
    /// <param name="second">Another of the same shape.</param>
    public static double MeanSquared(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.Length != second.Length || first.Length == 0)
            throw new ArgumentException($"Pictures with {first.Length} and {second.Length} numbers cannot be compared.");
        var sum = 0.0;
        for (var index = 0; index < first.Length; index++)
        {
            var difference = (double)first[index] - second[index];
            sum += difference * difference;
        }

        return sum / first.Length;
    }

    /// <summary>Peak signal-to-noise ratio in dB: 10 · log10(range² / MSE), as scikit-image; infinite for identical pictures.</summary>
    /// <param name="first">A picture, any shape.</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="range">Distance between the smallest and largest possible value.</param>
    public static double PeakSignalToNoise(ReadOnlySpan<float> first, ReadOnlySpan<float> second, double range = 1) =>
        10 * Math.Log10(range * range / MeanSquared(first, second));
}
