using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary>A run to be verified, and what is claimed of it.</summary>
internal sealed record VerifySubject(string Name, StoredRun Run, Criteria Criteria)
{
    private static readonly (string Preset, Criteria Criteria)[] Shipped =
    [
        (nameof(TrainingConfig.Document), Criteria.Document),
        (nameof(TrainingConfig.Regenerating), Criteria.Regenerating),
    ];

    /// <summary>The shipped runs that something is claimed of.</summary>
    public static IReadOnlyList<VerifySubject> OfShipped() =>
        [.. Shipped.Select(entry => new VerifySubject(entry.Preset, Find(entry.Preset), entry.Criteria))];

    /// <summary>The run in a folder.</summary>
    public static VerifySubject OfFolder(string folder, string? against)
    {
        var run = StoredRun.Load(folder);
        var (name, claims) = ClaimsFor(run.Config, against);
        return new VerifySubject($"{folder} against {name}", run, claims);
    }

    /// <summary>The runs of all seeds of a recipe that are there.</summary>
    public static IReadOnlyList<VerifySubject> OfRecipe(string recipe, string? against)
    {
        var preset = TrainingPreset.Named(recipe);
        using var engine = new FusedRolloutEngine();
        var runs = RunStore.Default().FindSeeds(preset.Config, preset.LoadTarget(), engine.Arithmetic);
        if (runs.Count == 0)
            throw new RunException($"No run of the preset {preset.Name} is there; train one with nca train --preset {preset.Name}.");
        var (name, claims) = ClaimsFor(preset.Config, against);
        return [.. runs.Select(run => new VerifySubject($"{preset.Name}, seed {run.Config.Seed}, against {name}", run, claims))];
    }

    private static (string Name, Criteria Criteria) ClaimsFor(TrainingConfig config, string? against)
    {
        var name = against ?? (config.Damage > 0 ? nameof(Criteria.Regenerating) : nameof(Criteria.Document));
        var known = Shipped.FirstOrDefault(entry => entry.Preset.Equals(name, StringComparison.OrdinalIgnoreCase));
        return known.Criteria is null
            ? throw new InvalidConfigException(
                $"--claims {name} is not possible; allowed: {string.Join(", ", Shipped.Select(entry => entry.Preset))}."
            )
            : known;
    }

    private static StoredRun Find(string preset)
    {
        var known = TrainingPreset.Named(preset);
        using var engine = new FusedRolloutEngine();
        if (RunStore.Default().Find(known.Config, known.LoadTarget(), engine.Arithmetic) is { } run)
            return run;
        throw new RunException($"No run of the preset {preset} is there; train it with nca train --preset {preset}.");
    }
}
