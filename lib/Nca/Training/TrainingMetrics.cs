namespace Nca.Training;

/// <summary>Columns of the training records, ready for charts and files.</summary>
internal static class TrainingMetrics
{
    /// <summary>Running mean over a window that ends at each point.</summary>
    /// <param name="values">The values.</param>
    /// <param name="window">Length of the window, at least 1.</param>
    /// <returns>As many numbers.</returns>
    public static double[] Smoothed(IReadOnlyList<double> values, int window)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var result = new double[values.Count];
        var sum = 0.0;
        for (var index = 0; index < values.Count; index++)
        {
            sum += values[index];
            if (index >= window)
                sum -= values[index - window];
            result[index] = sum / Math.Min(window, index + 1);
        }

        return result;
    }
}
