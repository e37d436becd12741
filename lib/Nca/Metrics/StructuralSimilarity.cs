namespace Nca.Metrics;

/// <summary>
/// Structural similarity (Wang et al. 2004) as scikit-image's <c>structural_similarity</c> computes it by default: a uniform 7×7 window,
/// sample covariance (n − 1), K₁ = 0.01, K₂ = 0.03, the mean over the map without a border of 3, then over channels. Pictures have shape
/// [H, W, C].
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 7,
        Border = Window / 2;

    /// <summary>The similarity of whole pictures.</summary>
    /// <param name="first">A picture, shape [H, W, C].</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="height">H, at least 7.</param>
    /// <param name="width">W, at least 7.</param>
    /// <param name="range">Distance between the smallest and largest possible value.</param>
    /// <returns>A number up to 1.</returns>
    public static double Whole(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, double range = 1) =>
        Within(first, second, height, width, Border, Border, height - Border, width - Border, range);

    /// <summary>The mean of the similarity map over a box.</summary>
    /// <param name="first">A picture, shape [H, W, C].</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="height">H, at least 7.</param>
    /// <param name="width">W, at least 7.</param>
    /// <param name="top">First row of the box; 3 or more, so that windows stay inside.</param>
    /// <param name="left">First column of the box; 3 or more.</param>
    /// <param name="bottom">Row behind the last, at most H − 3.</param>
    /// <param name="right">Column behind the last, at most W − 3.</param>
    /// <param name="range">Distance between the smallest and largest possible value.</param>
    public static double Within(
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second,
        int height,
        int width,
        int top,
        int left,
        int bottom,
        int right,
        double range = 1
    )
    {
        var channels = ChannelsOf(first, second, height, width);
        if (top < Border || left < Border || bottom > height - Border || right > width - Border || top >= bottom || left >= right)
            throw new ArgumentException(
                $"The box ({top}, {left}) to ({bottom}, {right}) does not lie inside {height}×{width} with a border of {Border}."
            );
        var total = 0.0;
        for (var channel = 0; channel < channels; channel++)
        {
            var map = Map(first, second, height, width, channel, range);
            for (var y = top; y < bottom; y++)
                for (var x = left; x < right; x++)
                    total += map[y * width + x];
        }

        return total / ((double)channels * (bottom - top) * (right - left));
    }

    /// <summary>The similarity at each pixel of one channel; the border of 3, where windows would leave the picture, is NaN.</summary>
    /// <param name="first">A picture, shape [H, W, C].</param>
    /// <param name="second">Another of the same shape.</param>
    /// <param name="height">H, at least 7.</param>
    /// <param name="width">W, at least 7.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="range">Distance between the smallest and largest possible value.</param>
    /// <returns>Shape [H, W].</returns>
    public static double[] Map(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, int channel, double range = 1)
    {
        var channels = ChannelsOf(first, second, height, width);
        var (a, b, aa, bb, ab) = (
            new double[height * width],
            new double[height * width],
            new double[height * width],
            new double[height * width],
            new double[height * width]
        );
        for (var pixel = 0; pixel < height * width; pixel++)
        {
            double x = first[pixel * channels + channel],
                y = second[pixel * channels + channel];
            (a[pixel], b[pixel], aa[pixel], bb[pixel], ab[pixel]) = (x, y, x * x, y * y, x * y);
        }

        foreach (var plane in new[] { a, b, aa, bb, ab })
            SumOverWindows(plane, height, width);
        const double Count = Window * Window;
        var (c1, c2) = (0.01 * range * (0.01 * range), 0.03 * range * (0.03 * range));
        var map = new double[height * width];
        Array.Fill(map, double.NaN);
        for (var y = Border; y < height - Border; y++)
        {
            for (var x = Border; x < width - Border; x++)
            {
                var at = y * width + x;
                double meanA = a[at] / Count,
                    meanB = b[at] / Count;
                const double Sample = Count / (Count - 1);
                var varianceA = Sample * (aa[at] / Count - meanA * meanA);
                var varianceB = Sample * (bb[at] / Count - meanB * meanB);
                var covariance = Sample * (ab[at] / Count - meanA * meanB);
                map[at] =
                    (2 * meanA * meanB + c1)
                    * (2 * covariance + c2)
                    / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
            }
        }

        return map;
    }

    // Running sums along rows, then along columns: the cost does not depend on the window.
    private static void SumOverWindows(double[] plane, int height, int width)
    {
        var line = new double[Math.Max(height, width)];
        for (var y = 0; y < height; y++)
            RunningSum(plane, y * width, 1, width, line);
        for (var x = 0; x < width; x++)
            RunningSum(plane, x, width, height, line);
    }

    private static void RunningSum(double[] plane, int start, int stride, int length, double[] line)
    {
        for (var index = 0; index < length; index++)
            line[index] = plane[start + index * stride];
        var sum = 0.0;
        for (var index = 0; index < Window; index++)
            sum += line[index];
        for (var centre = Border; centre < length - Border; centre++)
        {
            plane[start + centre * stride] = sum;
            if (centre + Border + 1 < length)
                sum += line[centre + Border + 1] - line[centre - Border];
        }
    }

    private static int ChannelsOf(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width)
    {
        if (height < Window || width < Window)
            throw new ArgumentException($"A picture of {height}×{width} is smaller than the {Window}×{Window} window.");
        if (first.Length != second.Length || first.Length == 0 || first.Length % (height * width) != 0)
            throw new ArgumentException(
                $"Pictures with {first.Length} and {second.Length} numbers are not both of {height}×{width} pixels."
            );
        return first.Length / (height * width);
    }
}
