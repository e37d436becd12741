using System.CommandLine;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study attractors</c>: measures what creatures are as dynamical systems and stores it, for notebook 11.</summary>
internal static class AttractorsCommand
{
    private static readonly StudiedRuns Runs = new(
        ["presets/regenerating", "presets/document", "targets/lizard", "targets/butterfly", "dropout/fire-rate-1-seed-1"],
        AttractorStudy.Folder
    );

    public static Command Create()
    {
        var whole = new AttractorEffort();
        var steps = new Option<int>("--steps")
        {
            Description = "Steps to average the Lyapunov exponents over.",
            DefaultValueFactory = _ => whole.Steps,
        };
        var samples = new Option<int>("--samples") { Description = "Creatures to push.", DefaultValueFactory = _ => whole.Samples };
        var starts = new Option<int>("--starts")
        {
            Description = "Starting states of each kind in the census.",
            DefaultValueFactory = _ => whole.Starts,
        };
        var command = new Command("attractors", "Measures Lyapunov exponents, rhythms, recovery from pushes, and where states end up.")
        {
            Runs.Runs,
            steps,
            samples,
            starts,
            Runs.Output,
        };
        command.SetAction(
            (parsed, _) => Task.FromResult(Run(parsed, Effort(parsed.GetValue(steps), parsed.GetValue(samples), parsed.GetValue(starts))))
        );
        return command;
    }

    private static AttractorEffort Effort(int steps, int samples, int starts)
    {
        if (steps is < 50 or > 1_000_000)
            throw new InvalidConfigException($"--steps {steps} is not possible; allowed: 50 to 1000000.");
        if (samples is < 1 or > 10_000)
            throw new InvalidConfigException($"--samples {samples} is not possible; allowed: 1 to 10000.");
        return starts is < 1 or > 1000
            ? throw new InvalidConfigException($"--starts {starts} is not possible; allowed: 1 to 1000.")
            : AttractorEffort.Scaled(steps, samples, starts);
    }

    private static int Run(ParseResult parsed, AttractorEffort effort)
    {
        var runs = Runs.In(parsed);
        using var engine = new FusedRolloutEngine();
        foreach (var (run, path) in runs)
        {
            System.Console.WriteLine($"{Suite.Shorten(run.Folder)}: {run.Target}");
            AttractorStudy.Of(run, engine, effort, found => System.Console.WriteLine($"  {found}")).Save(path);
            System.Console.WriteLine($"  written to {Suite.Shorten(path)}");
        }

        return 0;
    }
}
