namespace Nca.Analysis.Attractors;

/// <summary>
/// Groups by leaders (Hartigan 1975): each item joins the nearest leader that is no farther than the threshold; where none is, it leads
/// a new group. One pass, no number of groups to choose; members of a group are at most twice the threshold apart.
/// </summary>
internal static class LeaderClustering
{
    /// <summary>Groups items.</summary>
    /// <typeparam name="T">What is grouped.</typeparam>
    /// <param name="items">The items; the first of a group leads it.</param>
    /// <param name="distance">Not negative, the same both ways.</param>
    /// <param name="threshold">The largest distance of a member from its leader.</param>
    /// <returns>The groups as indices of members, each led by its first; the largest first, then the one that began first.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of<T>(IReadOnlyList<T> items, Func<T, T, double> distance, double threshold)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(distance);
        var groups = new List<List<int>>();
        for (var index = 0; index < items.Count; index++)
        {
            var item = items[index];
            var (nearest, apart) = groups
                .Select(group => (Group: group, Apart: distance(items[group[0]], item)))
                .DefaultIfEmpty((Group: [], Apart: double.PositiveInfinity))
                .MinBy(pair => pair.Apart);
            if (apart <= threshold)
                nearest.Add(index);
            else
                groups.Add([index]);
        }

        return [.. groups.OrderByDescending(group => group.Count).ThenBy(group => group[0])];
    }
}
