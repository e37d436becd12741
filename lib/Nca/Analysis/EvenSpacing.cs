namespace Nca.Analysis;

/// <summary>Steps at equal distances, the first and the last among them.</summary>
internal static class EvenSpacing
{
    /// <summary>0, every, 2 · every, … and the last.</summary>
    /// <param name="last">The last step, at least 0.</param>
    /// <param name="every">Steps between two of them, at least 1.</param>
    public static IReadOnlyList<int> UpTo(int last, int every)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return [.. Enumerable.Range(0, last + 1).Where(step => step % every == 0 || step == last)];
    }
}
