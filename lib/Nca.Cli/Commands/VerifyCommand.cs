using System.CommandLine;
using System.Text;
using System.Text.Json;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca verify</c>: checks the shipped runs, or any run, against the tutorial's claims.</summary>
internal static class VerifyCommand
{
    private static readonly (string Preset, Criteria Criteria)[] Shipped =
    [
        (nameof(TrainingConfig.Document), Criteria.Document),
        (nameof(TrainingConfig.Regenerating), Criteria.Regenerating),
    ];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static Command Create()
    {
        var run = new Option<string?>("--run") { Description = "Folder of one run to check instead of the shipped ones." };
        var recipe = new Option<string?>("--recipe")
        {
            Description = "A preset: checks its runs of all seeds found; fails if one of them fails.",
        };
        var against = new Option<string?>("--claims")
        {
            Description = "Document or Regenerating: the criteria for --run and --recipe; by default those that fit its training.",
        };
        var samples = new Option<int>("--samples", "--seeds") { Description = "Samples of each run.", DefaultValueFactory = _ => 32 };
        var json = new Option<string?>("--json") { Description = "Also writes the results to this JSON file." };
        var command = new Command("verify", "Measures trained runs against the claims; exit code 1 if one fails.")
        {
            run,
            recipe,
            against,
            samples,
            json,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(run),
                        parsed.GetValue(recipe),
                        parsed.GetValue(against),
                        parsed.GetValue(samples),
                        parsed.GetValue(json)
                    )
                )
        );
        return command;
    }

    private static int Run(string? folder, string? recipe, string? against, int samples, string? json)
    {
        if (samples is < 2 or > 10_000)
            throw new InvalidConfigException($"--samples {samples} is not possible; allowed: 2 to 10000.");
        if (folder is not null && recipe is not null)
            throw new InvalidConfigException("--run checks one run and --recipe all runs of a recipe; give only one of them.");
        OutputPlace.Require(json, "--json");
        var subjects =
            recipe is not null ? OfRecipe(recipe, against)
            : folder is not null ? [One(folder, against)]
            : Shipped.Select(entry => (entry.Preset, Find(entry.Preset), entry.Criteria)).ToArray();
        using var engine = new FusedRolloutEngine();
        var (failed, written) = (0, new Dictionary<string, IReadOnlyList<Criterion>>());
        foreach (var (name, run, claims) in subjects)
        {
            System.Console.WriteLine(
                $"{name}: {run.Target}, {run.Config.Steps} iterations; {samples} samples at fire rate {run.Config.FireRate}"
            );
            var checkedClaims = claims.Check(Evaluation.Of(run, engine, samples));
            written[name] = checkedClaims;
            failed += checkedClaims.Count(claim => !claim.Holds);
            foreach (var claim in checkedClaims)
                System.Console.WriteLine(Line(claim));
            System.Console.WriteLine();
        }

        if (json is not null)
            AtomicFile.Write(json, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(written, Readable)));
        System.Console.WriteLine(
            failed == 0
                ? "Every claim holds."
                : $"{failed} of {written.Values.Sum(claims => claims.Count(claim => claim.Bound is not null))} claims fail."
        );
        return failed == 0 ? 0 : 1;
    }

    private static (string Name, StoredRun Run, Criteria Criteria) One(string folder, string? against)
    {
        var run = StoredRun.Load(folder);
        var (name, claims) = ClaimsFor(run.Config, against);
        return ($"{folder} against {name}", run, claims);
    }

    private static (string Name, StoredRun Run, Criteria Criteria)[] OfRecipe(string recipe, string? against)
    {
        var preset = TrainingPreset.Named(recipe);
        using var engine = new FusedRolloutEngine();
        var runs = RunStore.Default().FindSeeds(preset.Config, preset.LoadTarget(), engine.Arithmetic);
        if (runs.Count == 0)
            throw new RunException($"No run of the preset {preset.Name} is there; train one with nca train --preset {preset.Name}.");
        var (name, claims) = ClaimsFor(preset.Config, against);
        return [.. runs.Select(run => ($"{preset.Name}, seed {run.Config.Seed}, against {name}", run, claims))];
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

    private static string Line(Criterion claim)
    {
        string Number(double value) =>
            claim.IsShare ? $"{value:0.0%}"
            : value < 0.01 ? $"{value:0.000000}"
            : $"{value:0.0000}";
        var bound = claim.Bound is { } limit ? $"{(claim.AtMost ? "≤" : "≥")} {Number(limit)}" : "reported";
        var verdict =
            claim.Bound is null ? ""
            : claim.Holds ? "holds"
            : "FAILS";
        return $"  {claim.Text, -45} {Number(claim.Value), 10}  [{Number(claim.Low)}, {Number(claim.High)}]  {bound, -12} {verdict}";
    }
}
