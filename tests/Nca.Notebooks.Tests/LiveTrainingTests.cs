using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>Trainings that a notebook's cell asks for: foretold, stopped, taken up again, remembered.</summary>
[Trait("lane", "slow")]
public sealed class LiveTrainingTests : IDisposable
{
    private const string Train = """
        LiveTraining.LoadOrTrain(
            TrainingConfig.Distill with
            {
                Steps = Steps, PoolSize = 8, BatchSize = 4, RolloutStart = 8, RolloutCap = 8, RolloutMinimum = 4, Hidden = 16
            },
            Target.Load("1f423", 16, 12));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public async Task A_stopped_training_is_kept_said_and_taken_up_again()
    {
        var file = NotebookRunnerTests.Write(
            $"{Project.Bootstrap}\n\n#!csharp\n\n// parameters\n"
                + $"var Steps = 1000000; // iterations\n\n#!csharp\n\n{Train}\n\n#!csharp\n\nConsole.WriteLine(\"never\");"
        );
        var run = await StopWhenAsync(file, " left");
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Matches(@"The training was stopped after [1-9]\d* of 1000000 iterations\. What was learned is kept", run.Error);
        Assert.False(run.Cells[^1].Began);
        var html = new ReportPage(new MathTypesetting()).Write(run);
        Assert.Contains("did not run to its end: stopped by hand", html);
        Assert.Contains("<a href=\"#error\">Where it happened</a>", html);
        Assert.Contains("The training was stopped after", html[html.IndexOf("id=\"error\"", StringComparison.Ordinal)..]);
        var shown = run.Cells[^2].Outputs[0].Content;
        Assert.Matches("1,000,000 iterations of 4 rollouts on 16&#215;16 cells: (about|a few)", shown);
        Assert.Contains("What was learned is kept: run it again to continue from there.", shown);

        var again = await StopWhenAsync(file, "resumes at iteration");
        Assert.Equal(RunStatus.Cancelled, again.Status);
    }

    [Fact]
    public async Task A_finished_training_is_known_the_next_time_and_says_so_in_a_line()
    {
        var file = NotebookRunnerTests.Write($"{Project.Bootstrap}\n\n#!csharp\n\nvar Steps = 12;\n{Train}\n\n#!csharp\n\n{Train}");
        var run = await Runner()
            .RunAsync(file, new Dictionary<string, string>(), TimeSpan.FromMinutes(5), null, TestContext.Current.CancellationToken);
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        var (trained, known) = (run.Cells[1].Outputs.Single().Content, run.Cells[2].Outputs.Single().Content);
        Assert.Contains("iteration 12 of 12", trained);
        Assert.Contains("done in ", trained);
        Assert.Matches(
            @"^<p class=""nca-known"">Known run, trained on this machine: hatching-chick, 12 iterations, "
                + @"\d{4}-\d\d-\d\d, .+ s of training on ",
            known
        );
    }

    [Fact]
    public async Task A_diverging_training_is_one_clear_line()
    {
        var run = await Runner()
            .RunAsync(
                NotebookRunnerTests.Write($"{Project.Bootstrap}\n\n#!csharp\n\nthrow new DivergedException(3, \"the loss\");"),
                new Dictionary<string, string>(),
                TimeSpan.FromMinutes(5),
                null,
                TestContext.Current.CancellationToken
            );
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Matches(
            @"^sample\.dib:\d+:\d+: DivergedException: Training diverged: the loss is not finite at iteration 3; "
                + @".* Try a smaller LearningRate[^\n]*$",
            run.Error
        );
        Assert.Contains("did not run to its end: a cell failed", new ReportPage(new MathTypesetting()).Write(run));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private NotebookRunner Runner() =>
        new(NotebookRunnerTests.Child) { Variables = new Dictionary<string, string> { ["NCA_RUNS"] = _folder } };

    private async Task<NotebookRun> StopWhenAsync(string file, string words)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = false;
        var run = await Runner()
            .RunAsync(
                file,
                new Dictionary<string, string>(),
                TimeSpan.FromMinutes(5),
                (_, happened) =>
                {
                    if (
                        seen
                        || happened is not CellGave gave
                        || !gave.Output.Content.StartsWith("<div class=\"nca-live\">", StringComparison.Ordinal)
                        || !gave.Output.Content.Contains(words, StringComparison.Ordinal)
                    )
                        return;
                    seen = true;
                    stop.CancelAfter(TimeSpan.FromMilliseconds(300));
                },
                stop.Token
            );
        Assert.True(seen, $"'{words}' was never shown: {run.Error}");
        return run;
    }
}
