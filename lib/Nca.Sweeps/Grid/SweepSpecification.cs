using Nca.Training;

namespace Nca.Sweeps.Grid;

/// <summary>What a sweep asks for: a recipe, what is altered in all of its trainings, and the axes over which they differ.</summary>
internal sealed record SweepSpecification
{
    /// <summary>Most cells that a sweep may have.</summary>
    public const int MostCells = 100_000;

    /// <summary>Name of the preset that everything begins with.</summary>
    public string Preset { get; init; } = "Quick";

    /// <summary>Hyperparameters that are altered in every cell, by name.</summary>
    public IReadOnlyDictionary<string, string> Set { get; init; } = new Dictionary<string, string>();

    /// <summary>The axes, the slowest first.</summary>
    public IReadOnlyList<Axis> Axes { get; init; } = [];

    /// <summary>Whether the axes are walked side by side, so that they must be of one length, instead of crossed.</summary>
    public bool IsZipped { get; init; }

    /// <summary>Rows and columns of the canvas; the preset's where it is null.</summary>
    public int? Grid { get; init; }

    /// <summary>Side of the picture on the canvas; the preset's where it is null.</summary>
    public int? Size { get; init; }

    /// <summary>Samples of each trained automaton that are measured, 2 to 10,000.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>The cells, in the order of the axes, the last axis fastest.</summary>
    /// <exception cref="SweepException">Axes do not fit each other, or there are too many cells.</exception>
    /// <exception cref="InvalidConfigException">A hyperparameter is unknown or out of range.</exception>
    public IReadOnlyList<SweepCell> Cells()
    {
        var preset = TrainingPreset.Named(Preset);
        if (Samples is < 2 or > 10_000)
            throw new SweepException($"{Samples} samples are not possible; allowed: 2 to 10000.");
        if (Axes.GroupBy(axis => axis.Field, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SweepException($"{twice.Key} is an axis twice; put all its values into one.");
        if (Axes.FirstOrDefault(axis => Set.Keys.Contains(axis.Field, StringComparer.OrdinalIgnoreCase)) is { } both)
            throw new SweepException($"{both.Field} is an axis and set for all cells; leave one of them out.");
        if (Axes.Aggregate(1.0, (product, axis) => product * (IsZipped ? 1 : axis.Values.Count)) > MostCells)
            throw new SweepException($"The grid has more than {MostCells} cells; take fewer values.");
        var common = Set.Aggregate(preset.Config, (config, entry) => TrainingConfigFields.Alter(config, entry.Key, entry.Value));
        return [.. Places().Select((place, index) => Cell(index, place, preset, common))];
    }

    private IEnumerable<int[]> Places()
    {
        if (IsZipped)
        {
            var length = Axes.Count == 0 ? 1 : Axes[0].Values.Count;
            if (Axes.FirstOrDefault(axis => axis.Values.Count != length) is { } other)
                throw new SweepException(
                    $"Zipped axes have one length: {Axes[0].Field} has {length} values, {other.Field} has {other.Values.Count}."
                );
            return Enumerable.Range(0, length).Select(at => Axes.Select(_ => at).ToArray());
        }

        IEnumerable<int[]> places =
        [
            [],
        ];
        foreach (var axis in Axes)
            places = places.SelectMany(place => Enumerable.Range(0, axis.Values.Count).Select(at => (int[])[.. place, at]));
        return places;
    }

    private SweepCell Cell(int index, int[] place, TrainingPreset preset, TrainingConfig config)
    {
        var values = new Dictionary<string, string>();
        var picture = "1f423";
        for (var axis = 0; axis < place.Length; axis++)
        {
            var (field, value) = (Axes[axis].Field, Axes[axis].Values[place[axis]]);
            values[field] = value;
            if (field == Axis.Picture)
                picture = value;
            else
                config = TrainingConfigFields.Alter(config, field, value);
        }

        return new SweepCell(index, place, values, config.Validated(), picture, Grid ?? preset.Grid, Size ?? preset.Size);
    }
}
