using System.CommandLine;
using System.Text;
using System.Text.Json;
using Nca.Analysis.Growth;
using Nca.Engines.Fused;
using Nca.Figures.Model;
using Nca.Runs;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca grow</c>: grows a stored run and measures it.</summary>
internal static class GrowCommand
{
    private const int MostFrameCells = 4_000_000;
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create()
    {
        var run = new Option<string>("--run") { Description = "Folder of the run.", Required = true };
        var steps = new Option<int>("--steps") { Description = "Steps from the initial state.", DefaultValueFactory = _ => 200 };
        var fireRate = new Option<double?>("--fire-rate") { Description = "Fire rate instead of the trained one." };
        var grid = new Option<int?>("--grid") { Description = "Rows and columns of the grid instead of the target's." };
        var samples = new Option<int>("--samples", "--seeds")
        {
            Description = "Samples, each with its own fire masks.",
            DefaultValueFactory = _ => 8,
        };
        var damage = new Option<string?>("--damage") { Description = "SHAPE:SIZE@STEP: circle:8@100, square:12@100 or half:90@100." };
        var gif = new Option<string?>("--gif") { Description = "Writes the first sample as an animated GIF." };
        var every = new Option<int>("--every")
        {
            Description = "Measured steps between two frames of the animation.",
            DefaultValueFactory = _ => 1,
        };
        var json = new Option<string?>("--json") { Description = "Writes the measurements of every step to this JSON file." };
        var command = new Command("grow", "Grows a stored run from the seed and measures it against its target.")
        {
            run,
            steps,
            fireRate,
            grid,
            samples,
            damage,
            gif,
            every,
            json,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(
                        parsed.GetRequiredValue(run),
                        parsed.GetValue(steps),
                        parsed.GetValue(fireRate),
                        parsed.GetValue(grid),
                        parsed.GetValue(samples),
                        parsed.GetValue(damage),
                        parsed.GetValue(gif),
                        parsed.GetValue(every),
                        parsed.GetValue(json)
                    )
                )
        );
        return command;
    }

    private static int Run(
        string folder,
        int steps,
        double? fireRate,
        int? grid,
        int samples,
        string? damage,
        string? gif,
        int every,
        string? json
    )
    {
        if (steps is < 1 or > 1_000_000)
            throw new InvalidConfigException($"--steps {steps} is not possible; allowed: 1 to 1000000.");
        if (samples is < 1 or > 10_000)
            throw new InvalidConfigException($"--samples {samples} is not possible; allowed: 1 to 10000.");
        if (fireRate is not null and not (> 0 and <= 1))
            throw new InvalidConfigException($"--fire-rate {fireRate} is not possible; allowed: above 0 up to 1.");
        if (grid is not null and (< 7 or > 1024))
            throw new InvalidConfigException($"--grid {grid} is not possible; allowed: 7 to 1024.");
        if (every is < 1 or > 1_000_000)
            throw new InvalidConfigException($"--every {every} is not possible; allowed: 1 to 1000000.");
        OutputPlace.Require(gif, "--gif");
        OutputPlace.Require(json, "--json");
        var run = StoredRun.Load(folder);
        var plan = new GrowthPlan
        {
            Steps = steps,
            Samples = samples,
            FireRate = fireRate,
            Grid = grid,
            Every = json is not null ? 1 : Math.Max(1, steps / 50),
        };
        if (damage is not null)
        {
            var (what, step) = DamageArgument.Parse(damage, grid ?? run.Target.Grid, steps);
            plan = plan with { Damage = what, DamageAt = step, Every = 1 };
        }

        plan = plan with
        {
            KeepEvery = json is null && plan.Every == 1 ? Math.Max(1, steps / 50) : 1,
            FrameEvery = gif is null ? 0 : every,
        };
        if (gif is not null)
            RequireFrames(plan, grid ?? run.Target.Grid);

        System.Console.WriteLine($"{run.Target}; {samples} samples of {steps} steps at fire rate {fireRate ?? run.Config.FireRate}");
        using var engine = new FusedRolloutEngine();
        var seen = run.Creature.Watch(plan, engine);
        Print(seen, steps);
        if (damage is not null)
            PrintRecovery(seen, plan);
        if (gif is not null)
            SaveGif(seen, gif);
        if (json is not null)
            AtomicFile.Write(
                json,
                Encoding.UTF8.GetBytes(
                    JsonSerializer.Serialize(
                        new
                        {
                            run.Identity,
                            Plan = plan,
                            seen.Steps,
                            seen.Recovery,
                        },
                        Readable
                    )
                )
            );
        return 0;
    }

    // An animation is held in memory as a whole.
    private static void RequireFrames(GrowthPlan plan, int grid)
    {
        var allowed = Math.Max(1, MostFrameCells / (grid * grid));
        var measured = plan.Steps / plan.Every + 1;
        if (measured / plan.FrameEvery > allowed)
            throw new InvalidConfigException(
                $"--gif would have {measured / plan.FrameEvery} frames; allowed on this grid: {allowed}. Give --every "
                    + $"{measured / allowed + 1} or more."
            );
    }

    private static void Print(GrowthObservation seen, int steps)
    {
        System.Console.WriteLine("  step                 MSE               SSIM        PSNR dB     alive cells");
        var wanted = Math.Max(1, steps / 10);
        var last = -wanted;
        foreach (var step in seen.Steps)
        {
            if (step.Step != steps && step.Step - last < wanted)
                continue;
            last = step.Step;
            System.Console.WriteLine(
                $"{step.Step,6}  {step.Error.Mean,9:0.000000} ±{step.Error.Deviation,8:0.000000}  "
                    + $"{step.Similarity.Mean,7:0.0000} ±{step.Similarity.Deviation,6:0.0000}  {step.SignalToNoise.Mean,6:0.0} "
                    + $"±{step.SignalToNoise.Deviation,4:0.0}  {step.AliveCells.Mean,8:0.0} ±{step.AliveCells.Deviation,5:0.0}"
            );
        }
    }

    private static void PrintRecovery(GrowthObservation seen, GrowthPlan plan)
    {
        var healed = seen.Recovery.Where(steps => steps is not null).Select(steps => (double)steps!.Value).ToArray();
        var most = plan.Steps - plan.DamageAt;
        System.Console.WriteLine(
            healed.Length == 0
                ? $"{plan.Damage} at step {plan.DamageAt}: none of {seen.Recovery.Count} recovered within {most} steps"
                : $"{plan.Damage} at step {plan.DamageAt}: {healed.Length} of {seen.Recovery.Count} recovered within {most} "
                    + $"steps, those after {healed.Average():0} steps (mean; {healed.Min():0} to {healed.Max():0})"
        );
    }

    private static void SaveGif(GrowthObservation seen, string path) =>
        new Animation
        {
            Title = "Growth",
            Caption = "",
            Frames = [.. seen.Frames.Select(Pixels.Of)],
            Labels = [.. seen.FrameSteps.Select(step => $"step {step}")],
            Centiseconds = 6,
        }.SaveGif(path);
}
