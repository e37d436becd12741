using System.CommandLine;
using Nca.Cli.Console;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca study</c>: trains what the experiments lack, and measures it.</summary>
internal static class StudyCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("experiment")
        {
            Description =
                $"Any of {string.Join(", ", ExperimentCatalog.All.Select(one => one.Name))}; with none, prints their progress.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var atOnce = new Option<int>("--at-once") { Description = "Trainings that run at once, sharing the cores; 0 for one per core." };
        var samples = new Option<int>("--samples", "--growths")
        {
            Description = "Samples of each run that are measured.",
            DefaultValueFactory = _ => 16,
        };
        var output = new Option<string?>("--out") { Description = "Folder with runs/ and studies/; data/ by default." };
        var command = new Command("study", "Trains an experiment's runs, resumes where it was interrupted, and measures them.")
        {
            names,
            atOnce,
            samples,
            output,
            RobustnessCommand.Create(),
            EnvelopeCommand.Create(),
            AttractorsCommand.Create(),
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(names) ?? [],
                        parsed.GetValue(atOnce),
                        parsed.GetValue(samples),
                        parsed.GetValue(output),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(string[] names, int atOnce, int samples, string? output, CancellationToken cancellation)
    {
        if (atOnce is < 0 or > 1024)
            throw new InvalidConfigException($"--at-once {atOnce} is not possible; allowed: 0 to 1024.");
        if (samples is < 2 or > 10_000)
            throw new InvalidConfigException($"--samples {samples} is not possible; allowed: 2 to 10000.");
        var experiments = names.Select(ExperimentCatalog.Named).ToArray();
        if (experiments.Length == 0)
        {
            Tell(output ?? Suite.Data());
            return 0;
        }

        var folder = output ?? Path.Combine(Suite.Folder(), DataFolder.Name);
        foreach (var experiment in experiments)
            OutputPlace.Require(TableOf(experiment, folder), "--out");
        using var keeping = Interruption.KeepWork();
        try
        {
            return experiments.Aggregate(true, (all, experiment) => Study(experiment, atOnce, samples, folder, cancellation) && all)
                ? 0
                : 1;
        }
        catch (OperationCanceledException)
        {
            System.Console.Error.WriteLine($"Stopped; continue with: nca study {string.Join(' ', names)}");
            return 130;
        }
    }

    private static bool Study(Experiment experiment, int atOnce, int samples, string folder, CancellationToken cancellation)
    {
        System.Console.WriteLine($"{experiment.Name}: {experiment.Question}");
        var report = new ExperimentReport(experiment);
        var complete = new ExperimentTraining(Path.Combine(folder, "runs"), atOnce == 0 ? Environment.ProcessorCount : atOnce).Train(
            experiment.Runs,
            report,
            cancellation
        );
        var table = TableOf(experiment, folder);
        var known = File.Exists(table) ? EvaluationTable.Load(table) : [];
        var rows = new List<EvaluationRow>();
        using var engine = new FusedRolloutEngine();
        foreach (var (run, result) in report.Results)
        {
            cancellation.ThrowIfCancellationRequested();
            if (experiment.IsThin)
                StoredRun.Thin(result.Folder);
            rows.Add(
                known.FirstOrDefault(row => row.Arm == run.Arm.Name && row.Identity == result.Identity && row.Samples == samples)
                    ?? EvaluationRow.Of(run.Arm.Name, result, engine, samples)
            );
        }

        EvaluationTable.Save(table, rows);
        EvaluationText.Save(Path.ChangeExtension(table, ".md"), experiment, rows);
        System.Console.WriteLine(
            $"{"",-24} {"seed",6} {"loss",9} {"MSE 96",9} {"MSE 200",9} {"SSIM",6} {"in box",6} {"stays",6} "
                + $"{"heals",18} {"half",6} {"min",6}"
        );
        foreach (var found in rows)
        {
            System.Console.WriteLine(
                $"{found.Arm,-24} {found.Seed,6} {found.FinalLoss,9:0.000000} {found.ErrorYoung,9:0.000000} "
                    + $"{found.ErrorGrown,9:0.000000} {found.Similarity,6:0.000} {found.SimilarityInBox,6:0.000} "
                    + $"{found.Persistent,6:0%} {string.Join(' ', found.DiscsHealed.Select(share => $"{share,5:0%}")),18} "
                    + $"{found.HalvesHealed,6:0%} {found.Seconds / 60,6:0.0}"
            );
        }

        System.Console.WriteLine($"{rows.Count} of {experiment.Runs.Count} runs; written to {Suite.Shorten(table)}");
        return complete;
    }

    private static string TableOf(Experiment experiment, string folder) => Path.Combine(folder, "studies", $"{experiment.Name}.csv");

    private static void Tell(string folder)
    {
        foreach (var experiment in ExperimentCatalog.All)
        {
            var done = experiment.Runs.Count(run => StoredRun.IsIn(Path.Combine(folder, "runs", run.Path)));
            System.Console.WriteLine($"{experiment.Name,-18} {done,3} of {experiment.Runs.Count,-3} {experiment.Question}");
        }
    }
}
