using System.CommandLine;
using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study robustness</c>: measures what creatures survive and stores it, for notebook 9 and for tables.</summary>
internal static class RobustnessCommand
{
    private static readonly StudiedRuns Runs = new(
        ["presets/regenerating", "recipes/hardened-soap-seed-3", "presets/document", "targets/lizard", "targets/butterfly"],
        RobustnessStudy.Folder
    );

    public static Command Create()
    {
        var samples = new Option<int>("--samples")
        {
            Description = "Samples for each wound.",
            DefaultValueFactory = _ => Certificate.DefaultSamples,
        };
        var until = new Option<int>("--until")
        {
            Description = $"Steps of the long run, a multiple of {Persistence.Every}.",
            DefaultValueFactory = _ => Certificate.LongRun,
        };
        var places = new Option<int>("--places")
        {
            Description = "Places along each side of the map of survivable discs.",
            DefaultValueFactory = _ => RobustnessStudy.DiscPlaces,
        };
        var command = new Command("robustness", "Measures every wound, a long run, and the largest disc survived at each place.")
        {
            Runs.Runs,
            samples,
            until,
            places,
            Runs.Output,
        };
        command.SetAction(
            (parsed, _) => Task.FromResult(Run(parsed, parsed.GetValue(samples), parsed.GetValue(until), parsed.GetValue(places)))
        );
        return command;
    }

    private static int Run(ParseResult parsed, int samples, int until, int places)
    {
        CertificateArguments.Require(samples, until);
        if (places is < 1 or > 64)
            throw new InvalidConfigException($"--places {places} is not possible; allowed: 1 to 64.");
        var runs = Runs.In(parsed);
        using var engine = new FusedRolloutEngine();
        foreach (var (run, path) in runs)
        {
            System.Console.WriteLine($"{Suite.Shorten(run.Folder)}: {run.Target}; {samples} samples");
            var study = RobustnessStudy.Of(run, engine, samples, until, places: places, watch: outcome =>
                System.Console.WriteLine(
                    $"  {outcome.Text,-45}{string.Concat(outcome.BackAtEach.Select(share => $"{share.Value,8:0.0%}"))}"
                )
            );
            System.Console.WriteLine($"  itself to step {until}: {study.Certificate.Survival.Stayed}");
            var (row, column, radius) = study.Discs.Weakest;
            System.Console.WriteLine(
                $"  weakest place: row {row:0.#}, column {column:0.#}, where a disc of {radius:0.#} is the largest survived"
            );
            study.Save(path);
            AtomicFile.Write(
                Path.ChangeExtension(path, ".md"),
                System.Text.Encoding.UTF8.GetBytes(CertificateText.Write(study.Certificate, ClaimsFor(run)))
            );
            System.Console.WriteLine($"  written to {Suite.Shorten(path)}");
        }

        return 0;
    }

    private static Criteria ClaimsFor(StoredRun run) => run.Config.Damage > 0 ? Criteria.Regenerating : Criteria.Document;
}
