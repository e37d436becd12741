namespace Nca.Notebooks.Comparison;

/// <summary>An axis of a grid of runs: a parameter and the values that it takes.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Values">Its values as a person types them, all different.</param>
internal sealed record GridAxis(string Name, IReadOnlyList<string> Values);

/// <summary>One combination of a grid.</summary>
/// <param name="Values">Value by parameter, in the order of the axes.</param>
/// <param name="Variant">The same as part of a file's name.</param>
internal sealed record GridPlace(IReadOnlyDictionary<string, string> Values, string Variant);

/// <summary>Runs of one notebook over all combinations of some parameters' values.</summary>
internal sealed class NotebookGrid
{
    /// <summary>Most runs that a grid may have.</summary>
    public const int Most = 100;

    private const int LongestName = 120;

    /// <summary>Crosses axes, the last one fastest.</summary>
    /// <param name="axes">One or more axes.</param>
    /// <exception cref="NotebookException">There are more than <see cref="Most"/> combinations.</exception>
    public NotebookGrid(IReadOnlyList<GridAxis> axes)
    {
        Axes = axes;
        if (axes.Aggregate(1.0, (product, axis) => product * axis.Values.Count) > Most)
            throw new NotebookException($"The grid has more than {Most} combinations; take fewer values.");
        IEnumerable<string[]> places =
        [
            [],
        ];
        foreach (var axis in axes)
            places = places.SelectMany(place => axis.Values.Select(value => (string[])[.. place, value]));
        Places = [.. places.Select((values, index) => Place(values, index))];
        if (Places.Select(place => place.Variant).Distinct(StringComparer.OrdinalIgnoreCase).Count() < Places.Count)
            Places = [.. Places.Select((place, index) => place with { Variant = $"{index + 1:000} {place.Variant}" })];
    }

    /// <summary>The axes, the slowest first.</summary>
    public IReadOnlyList<GridAxis> Axes { get; }

    /// <summary>All combinations.</summary>
    public IReadOnlyList<GridPlace> Places { get; }

    private GridPlace Place(string[] values, int index)
    {
        var pairs = Axes.Zip(values, (axis, value) => (axis.Name, Value: value)).ToArray();
        var name = string.Join(' ', pairs.Select(pair => $"{pair.Name}={Plain(pair.Value)}"));
        return new GridPlace(
            pairs.ToDictionary(pair => pair.Name, pair => pair.Value),
            name.Length <= LongestName ? name : $"{index + 1:000}"
        );
    }

    // What every system takes in the name of a file.
    private static string Plain(string value) =>
        new([
            .. value.Select(letter =>
                char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || letter is '-' or '.' or '+' ? letter : '-'
            ),
        ]);
}
