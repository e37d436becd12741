using System.CommandLine;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study envelope</c>: measures under which conditions creatures keep their claims, for notebook 10.</summary>
internal static class EnvelopeCommand
{
    private static readonly string[] Shipped = ["presets/regenerating", "presets/document", "targets/lizard", "targets/butterfly"];

    public static Command Create()
    {
        var runs = new Option<string[]>("--run")
        {
            Description = $"Folders of runs; by default, of the shipped ones, {string.Join(", ", Shipped)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        var samples = new Option<int>("--samples")
        {
            Description = "Samples at each value of an axis.",
            DefaultValueFactory = _ => EnvelopeStudy.DefaultSamples,
        };
        var planeSamples = new Option<int>("--plane-samples")
        {
            Description = "Samples at each place of a plane.",
            DefaultValueFactory = _ => EnvelopeStudy.DefaultPlaneSamples,
        };
        var output = new Option<string?>("--out") { Description = "Folder for the results; data/studies/envelope by default." };
        var command = new Command("envelope", "Measures under which other conditions creatures keep their claims without training.")
        {
            runs,
            samples,
            planeSamples,
            output,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(parsed.GetValue(runs) ?? [], parsed.GetValue(samples), parsed.GetValue(planeSamples), parsed.GetValue(output))
                )
        );
        return command;
    }

    private static int Run(string[] folders, int samples, int planeSamples, string? output)
    {
        Require("--samples", samples);
        Require("--plane-samples", planeSamples);
        var runs = (folders.Length > 0 ? folders : [.. Shipped.Select(path => Path.Combine(Suite.Data(), "runs", path))])
            .Select(folder => (Run: StoredRun.Load(folder), Path: PathFor(folder, output)))
            .ToArray();
        foreach (var (_, path) in runs)
            OutputPlace.Require(path, "--out");
        using var engine = new FusedRolloutEngine();
        foreach (var (run, path) in runs)
        {
            System.Console.WriteLine($"{Suite.Shorten(run.Folder)}: {run.Target}; {samples} samples");
            var study = EnvelopeStudy.Of(run, engine, samples, planeSamples, watch: curve =>
                System.Console.WriteLine($"  {curve.DescribeBorder()}")
            );
            System.Console.WriteLine($"  weights in half precision: {study.Half.Share}");
            study.Save(path);
            System.Console.WriteLine($"  written to {Suite.Shorten(path)}");
        }

        return 0;
    }

    private static void Require(string option, int samples)
    {
        if (samples is < 1 or > 10_000)
            throw new InvalidConfigException($"{option} {samples} is not possible; allowed: 1 to 10000.");
    }

    private static string PathFor(string folder, string? output) =>
        Path.Combine(
            output ?? Path.Combine(Suite.Folder(), DataFolder.Name, "studies", EnvelopeStudy.Folder),
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}.json"
        );
}
