using System.CommandLine;
using Nca.Cli.Console;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Engines.Torch;
using Nca.Figures.Live;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca train</c>: trains a run into a folder.</summary>
internal static class TrainCommand
{
    private const string DefaultPreset = nameof(TrainingConfig.Document),
        DefaultTarget = "1f423";
    private const int SmallestGrid = 7, // what can be measured: the window of the structural similarity
        LargestGrid = 1024;

    public static Command Create()
    {
        var preset = new Option<string?>("--preset")
        {
            Description = $"{string.Join(", ", TrainingPreset.All.Select(entry => entry.Name))}; {DefaultPreset} by default.",
        };
        var set = new Option<string[]>("--set") { Description = "Field=value: changes a hyperparameter of the preset; repeatable." };
        var target = new Option<string?>("--target")
        {
            Description = "Emoji, code point, name, or path of a PNG; the hatching chick by default.",
        };
        var grid = new Option<int?>("--grid") { Description = "Rows and columns of the canvas; the preset's by default." };
        var size = new Option<int?>("--size") { Description = "Side of the picture on the canvas; the preset's by default." };
        var from = new Option<string?>("--from")
        {
            Description = "Folder of a run to start from: its trained weights, and its recipe unless --preset names another.",
        };
        var seed = new Option<long?>("--seed") { Description = "The run's random seed." };
        var steps = new Option<int?>("--steps") { Description = "Training iterations." };
        var threads = new Option<int>("--threads") { Description = "Threads; 0 for one per core. The result does not depend on it." };
        var engine = new Option<string>("--engine") { Description = "fused or torch.", DefaultValueFactory = _ => "fused" };
        var output = new Option<string?>("--out") { Description = "Folder of the run; in runs/ by default." };
        var resume = new Option<bool>("--resume") { Description = "Continues from the folder's checkpoint." };
        var retrain = new Option<bool>("--retrain") { Description = "Trains again, even if the run is finished." };
        var every = new Option<int>("--checkpoint-every")
        {
            Description = "Iterations between two checkpoints.",
            DefaultValueFactory = _ => 500,
        };
        var plain = new Option<bool>("--plain") { Description = "Shows no picture above the progress line in a colour terminal." };
        var command = new Command("train", "Trains a creature; a run can be interrupted and resumed bit for bit.")
        {
            preset,
            set,
            target,
            grid,
            size,
            from,
            seed,
            steps,
            threads,
            engine,
            output,
            resume,
            retrain,
            every,
            plain,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        new RequestedSettings(
                            parsed.GetValue(preset),
                            parsed.GetValue(set) ?? [],
                            parsed.GetValue(target),
                            parsed.GetValue(grid),
                            parsed.GetValue(size),
                            parsed.GetValue(from),
                            parsed.GetValue(seed),
                            parsed.GetValue(steps)
                        ),
                        parsed.GetValue(threads),
                        parsed.GetRequiredValue(engine),
                        parsed.GetValue(output),
                        parsed.GetValue(resume),
                        parsed.GetValue(retrain),
                        parsed.GetValue(every),
                        parsed.GetValue(plain),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(
        RequestedSettings requested,
        int threads,
        string engineName,
        string? output,
        bool resume,
        bool retrain,
        int checkpointEvery,
        bool plain,
        CancellationToken cancellation
    )
    {
        if (threads is < 0 or > 1024)
            throw new InvalidConfigException($"--threads {threads} is not possible; allowed: 0 to 1024.");
        if (checkpointEvery < 1)
            throw new InvalidConfigException($"--checkpoint-every {checkpointEvery} is not possible; allowed: 1 and above.");
        if (resume && output is null)
            throw new RunException("--resume needs --out: the folder with the checkpoint.");
        if (resume && retrain)
            throw new RunException("--resume continues and --retrain starts again; give only one of them.");
        using IRolloutEngine engine = engineName switch
        {
            "fused" => new FusedRolloutEngine(threads),
            "torch" => new TorchRolloutEngine(),
            _ => throw new InvalidConfigException($"--engine {engineName} is not possible; allowed: fused, torch."),
        };
        var start = requested.From is { } source ? StoredRun.Load(source) : null;
        var (config, target) = resume ? Recall(output!, requested) : requested.Settings(start: start);
        var folder = output
            ?? Path.Combine(RunStore.Default().Folder, RunIdentity.FolderName(target, RunIdentity.Of(config, target, engine.Arithmetic)));
        if (!resume && !retrain)
            RequireFresh(folder);
        if (resume && StoredRun.IsIn(folder) && !Checkpoint.IsIn(folder))
        {
            System.Console.WriteLine($"{folder} is finished; nothing to resume.");
            return 0;
        }

        if (target.AliveCells() == 0)
            System.Console.Error.WriteLine(
                $"The picture {target.Name} has no visible cell (alpha above 0.1), so nothing can grow; choose one with opaque parts."
            );
        using var training = ResumableTraining.Open(
            folder,
            config,
            target,
            engine,
            retrain,
            checkpointEvery,
            System.Console.Error.WriteLine,
            start?.Weights
        )
            ?? throw new RunException(
                $"{folder} is being trained in by {ResumableTraining.HolderOf(folder)}; wait for it, or train into another folder."
            );
        return Train(training, folder, engine, plain, cancellation);
    }

    private static int Train(ResumableTraining training, string folder, IRolloutEngine engine, bool plain, CancellationToken cancellation)
    {
        var config = training.Trainer.Config;
        System.Console.WriteLine(
            $"{training.Trainer.Target}; {config.Steps} iterations of {config.BatchSize} rollouts, engine {engine.Name}, into "
                + $"{Suite.Shorten(folder)}"
        );
        if (training.Trainer.Iteration > 0)
            System.Console.WriteLine($"resuming at iteration {training.Trainer.Iteration}");
        var report = new TrainingReport(plain);
        using var keeping = Interruption.KeepWork();
        try
        {
            var run = training.Run(report, cancellation);
            report.End();
            System.Console.WriteLine(
                $"done: {Cost(run.Provenance)}; loss {run.FinalLoss:0.000000} over the last "
                    + $"{Math.Min(StoredRun.FinalIterations, config.Steps)} iterations; "
                    + $"nca grow --run {Suite.Shorten(folder)} shows it"
            );
            return 0;
        }
        catch (OperationCanceledException)
        {
            report.End();
            System.Console.Error.WriteLine(
                $"Stopped after {training.Trainer.Iteration} of {config.Steps} iterations; continue with: nca train --out "
                    + $"{Suite.Shorten(folder)} --resume"
            );
            return 130;
        }
        catch (TrainingFailedException)
        {
            report.End();
            throw;
        }
    }

    // Operations compare machines and recipes, seconds only those of one day.
    private static string Cost(Provenance run)
    {
        var time = SpokenTime.Of(TimeSpan.FromSeconds(run.Seconds));
        return run.Operations is { } operations ? $"{OperationCount.Text(operations)} in {time}" : $"in {time}";
    }

    private static void RequireFresh(string folder)
    {
        if (StoredRun.IsIn(folder))
            throw new RunException(
                $"{folder} holds a finished run; look at it with nca grow --run {folder}, or begin again with --retrain."
            );
        if (Checkpoint.IsIn(folder))
            throw new RunException(
                $"{folder} holds an interrupted training; continue with nca train --out {folder} --resume, or start again with --retrain."
            );
    }

    // A resumed training has its settings from the folder; settings that differ are refused, not ignored.
    private static (TrainingConfig Config, Target Target) Recall(string folder, RequestedSettings requested)
    {
        if (!Checkpoint.IsIn(folder) && !StoredRun.IsIn(folder))
            throw new RunException($"{folder} holds no checkpoint; start with nca train --out {folder} without --resume.");
        var (config, target, _, _) = StoredRun.LoadSettings(folder);
        if (requested.IsEmpty)
            return (config, target);
        var asked = requested.Settings(config, target, requested.From is { } source ? StoredRun.Load(source) : null);
        var differences = TrainingConfigFields.Differences(config, asked.Config);
        if (differences.Count > 0)
            throw new RunException(
                $"{folder} was begun with {differences[0].Field} = {differences[0].First}, not {differences[0].Second}; resume "
                    + "without settings, or train into another folder."
            );
        if (asked.Target.Fingerprint != target.Fingerprint)
            throw new RunException(
                $"{folder} was begun with another target ({target}); resume without settings, or train into another folder."
            );
        return (config, target);
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record RequestedSettings(
        string? Preset,
        string[] Set,
        string? Target,
        int? Grid,
        int? Size,
        string? From,
        long? Seed,
        int? Steps
    )
    {
        public bool IsEmpty =>
            Preset is null
            && Set.Length == 0
            && Target is null
            && Grid is null
            && Size is null
            && From is null
            && Seed is null
            && Steps is null;

        public (TrainingConfig Config, Target Target) Settings(
            TrainingConfig? known = null,
            Target? knownTarget = null,
            StoredRun? start = null
        )
        {
            var preset = TrainingPreset.Named(Preset ?? DefaultPreset);
            var config =
                Preset is null && known is not null ? known
                : start is null ? preset.Config
                : Preset is null ? start.Config.StartingFrom(start.Identity)
                : preset.Config with { StartFrom = start.Identity };
            var (grid, size) = Preset is null && start is not null ? (start.Target.Grid, start.Target.Size) : (preset.Grid, preset.Size);
            foreach (var assignment in Set)
            {
                var at = assignment.IndexOf('=', StringComparison.Ordinal);
                if (at < 1)
                    throw new InvalidConfigException($"--set {assignment} is not of the form Field=value.");
                config = TrainingConfigFields.Alter(config, assignment[..at].Trim(), assignment[(at + 1)..]);
            }

            if (Grid is not null and (< SmallestGrid or > LargestGrid))
                throw new InvalidConfigException($"--grid {Grid} is not possible; allowed: {SmallestGrid} to {LargestGrid}.");
            config = (config with { Seed = Seed ?? config.Seed, Steps = Steps ?? config.Steps }).Validated();
            if (Target is null && Grid is null && Size is null && knownTarget is not null)
                return (config, knownTarget);
            return (config, Targets.Target.Load(Target ?? DefaultTarget, Grid ?? grid, Size ?? size, config.AlphaMode));
        }
    }
}
