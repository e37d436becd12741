namespace Nca.Analysis;

/// <summary>Steps at which a long run is looked at: often at first, rarely later.</summary>
internal static class LogSpacing
{
    /// <summary>
    /// Whole numbers from 1 to a last one, as evenly spread on a logarithmic axis as whole numbers can be; the last is always among them.
    /// </summary>
    /// <param name="last">The last, at least 1.</param>
    /// <param name="perDecade">How many between a number and its tenfold, at least 1.</param>
    public static IReadOnlyList<int> UpTo(int last, int perDecade = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perDecade, 1);
        var steps = new SortedSet<int> { last };
        for (var index = 0; ; index++)
        {
            var step = Math.Round(Math.Pow(10, (double)index / perDecade));
            if (step >= last)
                return [.. steps];
            steps.Add((int)step);
        }
    }
}
