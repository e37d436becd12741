using System.CommandLine;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study attractors</c>: measures what creatures are as dynamical systems and stores it, for notebook 11.</summary>
internal static class AttractorsCommand
{
    private static readonly string[] Shipped =
    [
        "presets/regenerating",
        "presets/document",
        "targets/lizard",
        "targets/butterfly",
        "dropout/fire-rate-1-seed-1",
    ];

    public static Command Create()
    {
        var whole = new AttractorEffort();
        var runs = new Option<string[]>("--run")
        {
            Description = $"Folders of runs; by default, of the shipped ones, {string.Join(", ", Shipped)}.",
            AllowMultipleArgumentsPerToken = true,
        };
        var steps = new Option<int>("--steps")
        {
            Description = "Steps over which Lyapunov exponents are averaged.",
            DefaultValueFactory = _ => whole.Steps,
        };
        var samples = new Option<int>("--samples") { Description = "Creatures that are pushed.", DefaultValueFactory = _ => whole.Samples };
        var starts = new Option<int>("--starts")
        {
            Description = "States of each kind in the census.",
            DefaultValueFactory = _ => whole.Starts,
        };
        var output = new Option<string?>("--out") { Description = "Folder for the results; data/studies/attractors by default." };
        var command = new Command("attractors", "Measures Lyapunov exponents, rhythms, who returns after a push, and where states end.")
        {
            runs,
            steps,
            samples,
            starts,
            output,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(runs) ?? [],
                        Effort(parsed.GetValue(steps), parsed.GetValue(samples), parsed.GetValue(starts)),
                        parsed.GetValue(output)
                    )
                )
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

    private static int Run(string[] folders, AttractorEffort effort, string? output)
    {
        var runs = (folders.Length > 0 ? folders : [.. Shipped.Select(path => Path.Combine(Suite.Data(), "runs", path))])
            .Select(folder => (Run: StoredRun.Load(folder), Path: PathFor(folder, output)))
            .ToArray();
        foreach (var (_, path) in runs)
            OutputPlace.Require(path, "--out");
        using var engine = new FusedRolloutEngine();
        foreach (var (run, path) in runs)
        {
            System.Console.WriteLine($"{Suite.Shorten(run.Folder)}: {run.Target}");
            AttractorStudy.Of(run, engine, effort, found => System.Console.WriteLine($"  {found}")).Save(path);
            System.Console.WriteLine($"  written to {Suite.Shorten(path)}");
        }

        return 0;
    }

    private static string PathFor(string folder, string? output) =>
        Path.Combine(
            output ?? Path.Combine(Suite.Folder(), DataFolder.Name, "studies", AttractorStudy.Folder),
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}.json"
        );
}
