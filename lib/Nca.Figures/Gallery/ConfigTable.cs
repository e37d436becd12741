using System.Text.RegularExpressions;
using Nca.Figures.Model;
using Nca.Training;

namespace Nca.Figures.Gallery;

/// <summary>Hyperparameters of several trainings side by side.</summary>
public static partial class ConfigTable
{
    /// <summary>A row for each hyperparameter; values that differ from the first config's are set off.</summary>
    /// <param name="configs">The configs with the names of their columns; the first is what the others are compared with.</param>
    public static Table Of(params (string Name, TrainingConfig Config)[] configs)
    {
        ArgumentNullException.ThrowIfNull(configs);
        ArgumentOutOfRangeException.ThrowIfZero(configs.Length, nameof(configs));
        var rows = TrainingConfigFields
            .Names.Select(name => (string[])[name, .. configs.Select(config => Words(TrainingConfigFields.TextOf(config.Config, name)))])
            .ToArray();
        return new Table(["Hyperparameter", .. configs.Select(config => config.Name)], rows)
        {
            Marked = rows.SelectMany(
                    (row, index) =>
                        Enumerable.Range(2, configs.Length - 1).Where(column => row[column] != row[1]).Select(column => (index, column))
                )
                .ToHashSet(),
        };
    }

    // ReseededBefore becomes "Reseeded before", which finds room on a narrow page.
    private static string Words(string value) => InnerCapital().Replace(value, letter => " " + letter.Value.ToLowerInvariant());

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex InnerCapital();
}
