using System.CommandLine;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study envelope</c>: measures under which conditions creatures keep their claims, for notebook 10.</summary>
internal static class EnvelopeCommand
{
    private static readonly StudiedRuns Runs = new(
        ["presets/regenerating", "presets/document", "targets/lizard", "targets/butterfly"],
        EnvelopeStudy.Folder
    );

    public static Command Create()
    {
        var samples = new Option<int>("--samples")
        {
            Description = "Samples for each value of an axis.",
            DefaultValueFactory = _ => EnvelopeStudy.DefaultSamples,
        };
        var planeSamples = new Option<int>("--plane-samples")
        {
            Description = "Samples for each point of a plane.",
            DefaultValueFactory = _ => EnvelopeStudy.DefaultPlaneSamples,
        };
        var command = new Command("envelope", "Measures how far conditions can change without retraining before claims fail.")
        {
            Runs.Runs,
            samples,
            planeSamples,
            Runs.Output,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed, parsed.GetValue(samples), parsed.GetValue(planeSamples))));
        return command;
    }

    private static int Run(ParseResult parsed, int samples, int planeSamples)
    {
        Require("--samples", samples);
        Require("--plane-samples", planeSamples);
        var runs = Runs.In(parsed);
        using var engine = new FusedRolloutEngine();
        foreach (var (run, path) in runs)
        {
            System.Console.WriteLine($"{Suite.Shorten(run.Folder)}: {run.Target}; {samples} samples");
            var study = EnvelopeStudy.Of(run, engine, samples, planeSamples, watch: curve =>
                System.Console.WriteLine($"  {curve.DescribeBorder()}")
            );
            System.Console.WriteLine($"  weights in half precision: {study.Half.Proportion}");
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
}
