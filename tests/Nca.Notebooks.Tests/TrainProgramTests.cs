using System.Diagnostics;
using System.Text.Json;

namespace Nca.Notebooks.Tests;

/// <summary><c>nca train</c> and <c>nca grow</c> from outside, with real processes and real kills.</summary>
[Trait("lane", "slow")]
public sealed class TrainProgramTests : IDisposable
{
    private const string Small =
        "--preset Regenerating --grid 16 --size 12 --set Hidden=16 --set PoolSize=8 --set BatchSize=4 --set RolloutStart=12 "
        + "--set RolloutCap=12 --set RolloutMinimum=6 --checkpoint-every 7 --threads 1";
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public async Task Twenty_kills_change_no_bit()
    {
        var whole = Path.Combine(_folder, "whole");
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await Program.RunAsync($"train {Small} --steps 400 --out {whole}")).Exit);
        var duration = clock.Elapsed;
        var expected = await File.ReadAllBytesAsync(Path.Combine(whole, "weights.safetensors"), TestContext.Current.CancellationToken);
        var random = new Random(5);
        var interrupted = 0;
        for (var trial = 0; trial < 20; trial++)
        {
            var folder = Path.Combine(_folder, $"trial{trial}");
            using (var process = Program.Start($"train {Small} --steps 400 --out {folder}"))
            {
                // Every other one as soon as its first checkpoint is there, far from its end however slow the machine is; the others
                // at any moment, before the first iteration or after the last.
                var checkpoint = Path.Combine(folder, "checkpoint.bin");
                if (trial % 2 == 0)
                    while (!File.Exists(checkpoint) && !process.HasExited)
                        await Task.Delay(5, TestContext.Current.CancellationToken);
                else
                    await Task.Delay(duration * random.NextDouble(), TestContext.Current.CancellationToken);
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                if (process.ExitCode != 0)
                    interrupted++;
            }

            // Killed before the first checkpoint there is nothing to resume: the same command begins again.
            var (exit, output, error) = await Program.RunAsync($"train --out {folder} --resume");
            if (error.Contains("holds no checkpoint", StringComparison.Ordinal))
                (exit, output, error) = await Program.RunAsync($"train {Small} --steps 400 --out {folder}");
            Assert.True(exit == 0, output + error);
            Assert.Equal(
                expected,
                await File.ReadAllBytesAsync(Path.Combine(folder, "weights.safetensors"), TestContext.Current.CancellationToken)
            );
            Assert.Empty(Directory.GetFiles(folder, "checkpoint*"));
        }

        Assert.InRange(interrupted, 10, 20);
    }

    [Fact]
    public async Task A_training_begins_with_another_runs_weights()
    {
        var (chick, lizard) = (Path.Combine(_folder, "chick"), Path.Combine(_folder, "lizard"));
        Assert.Equal(0, (await Program.RunAsync($"train {Small} --steps 16 --out {chick}")).Exit);
        var (exit, output, error) = await Program.RunAsync($"train --from {chick} --target lizard --out {lizard}");
        Assert.True(exit == 0, error);
        Assert.Contains("16×16", output); // the canvas of the run that it comes from
        Assert.Contains("6 iterations", output); // three eighths of 16
        using var config = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(lizard, "config.json"), TestContext.Current.CancellationToken)
        );
        using var source = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(chick, "config.json"), TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            source.RootElement.GetProperty("identity").GetString(),
            config.RootElement.GetProperty("config").GetProperty("StartFrom").GetString()
        );

        (exit, _, error) = await Program.RunAsync($"train --from {chick} --set Hidden=12 --out {Path.Combine(_folder, "narrow")}");
        Assert.Equal(1, exit);
        Assert.Contains("this training 16 and 12: set Channels=16 and Hidden=16.", error);
        (exit, _, error) = await Program.RunAsync($"train --from {Path.Combine(_folder, "none")} --out {Path.Combine(_folder, "cold")}");
        Assert.Equal(1, exit);
        Assert.Contains("There is no run", error);
        Assert.False(Directory.Exists(Path.Combine(_folder, "cold")));
    }

    [Fact]
    public async Task A_run_is_grown_measured_and_not_trained_over()
    {
        var run = Path.Combine(_folder, "run");
        Assert.Equal(0, (await Program.RunAsync($"train {Small} --steps 30 --out {run}")).Exit);
        Assert.Contains("holds a finished run", (await Program.RunAsync($"train {Small} --steps 30 --out {run}")).Error);
        Assert.Contains("is finished; nothing to resume", (await Program.RunAsync($"train --out {run} --resume")).Output);
        Assert.Contains("was begun with Steps = 30, not 31", (await Program.RunAsync($"train --out {run} --resume --steps 31")).Error);
        Assert.Contains(
            "holds another run (Steps = 30 there, 40 here)",
            (await Program.RunAsync($"train {Small} --steps 40 --out {run} --retrain")).Error
        );
        var (gif, json) = (Path.Combine(_folder, "growth.gif"), Path.Combine(_folder, "growth.json"));
        var (exit, output, error) = await Program.RunAsync(
            $"grow --run {run} --steps 20 --seeds 3 --damage circle:4@10 --gif {gif} --json {json}"
        );
        Assert.True(exit == 0, error);
        Assert.Contains("at step 10:", output);
        Assert.Equal("GIF89a"u8.ToArray(), (await File.ReadAllBytesAsync(gif, TestContext.Current.CancellationToken))[..6]);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        Assert.Equal(21, document.RootElement.GetProperty("Steps").GetArrayLength());
        Assert.Contains(
            "--damage circle:4@20 falls at step 20; allowed: 0 to 19",
            (await Program.RunAsync($"grow --run {run} --steps 20 --damage circle:4@20")).Error
        );
        Assert.Contains("allowed: circle:RADIUS@STEP", (await Program.RunAsync($"grow --run {run} --damage star:4@20")).Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
