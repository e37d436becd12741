using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>Cells that are stopped in the released kernel: their work ends, they say where, and they can be run again.</summary>
[Trait("lane", "slow")]
public sealed class StoppedCellsTests(ITestOutputHelper output) : IDisposable
{
    private const string Nothing = "Environment.ProcessId.ToString()";
    private readonly CopiedProject _project = new();

    [Fact]
    public async Task A_watched_training_ends_with_its_cell_and_can_be_run_again()
    {
        await using var kernel = await _project.StartAsync();
        var cells = _project.Cells("04-training.dib", ("Steps", "12"));
        foreach (var cell in cells[..4].Append(Only(cells, "var training =")))
            await SucceedAsync(kernel, cell);
        await SucceedAsync(kernel, "config = config with { Steps = 100_000 };");
        var training = Only(cells, "var forgetful =");
        var stopped = await StopAsync(kernel, training, @"iteration [1-9][\d,]* of");
        Assert.Matches(
            @"The training was stopped after [1-9]\d* of 100000 iterations\. Nothing is kept; run it again\.",
            stopped.Html
        );

        var next = await kernel.RunAsync(Only(cells, "PoolFigures.Staying("));
        Assert.NotNull(next.Failure);
        Assert.Contains("run the cell “var forgetful = LiveTraining.Watch(", next.Html);

        await SucceedAsync(kernel, "config = config with { Steps = 12 };");
        await SucceedAsync(kernel, training);
        await SucceedAsync(kernel, Only(cells, "PoolFigures.Staying("));
    }

    [Fact]
    public async Task A_long_life_ends_with_its_cell_and_can_be_run_again()
    {
        await using var kernel = await _project.StartAsync();
        var cells = _project.Cells("05-growth.dib", ("LongSteps", "20000"), ("Samples", "2"), ("Steps", "16"));
        foreach (var cell in cells[..4])
            await SucceedAsync(kernel, cell);
        var life = Only(cells, "EvaluationTrial.Compare(");
        var stopped = await StopAsync(kernel, life, "class=\"progress\"");
        Assert.Matches(@"step [\d,]+ of 60,000: stopped\. Nothing is kept; run this cell again", stopped.Html);

        var next = await kernel.RunAsync("trials[0].Mode");
        Assert.NotNull(next.Failure);
        Assert.Contains("run the cell “var trials = EvaluationTrial.Compare(", next.Html);

        await SucceedAsync(kernel, "LongSteps = 200;");
        await SucceedAsync(kernel, life);
        Assert.DoesNotContain("run the cell", (await SucceedAsync(kernel, "trials[0].Mode")).Html);
    }

    [Fact]
    public async Task A_healing_map_ends_with_its_cell_and_can_be_run_again()
    {
        await using var kernel = await _project.StartAsync();
        var cells = _project.Cells("06-regeneration.dib", ("Samples", "2"), ("MapPlaces", "32"), ("MapSamples", "2"), ("GrownAt", "60"));
        foreach (var cell in cells[..(Array.IndexOf(cells, Only(cells, "var second = Grow(")) + 1)])
            await SucceedAsync(kernel, cell);
        var map = Only(cells, "HealingMap.Of(");
        var stopped = await StopAsync(kernel, map, "class=\"progress\"");
        Assert.Matches(@"Wounds at 32×32 places, .* step [\d,]+ of 6,400: stopped\.", System.Net.WebUtility.HtmlDecode(stopped.Html));

        await SucceedAsync(kernel, "MapPlaces = 2;");
        await SucceedAsync(kernel, map);
    }

    [Fact]
    public async Task A_stored_training_says_what_is_kept_and_goes_on()
    {
        await using var kernel = await _project.StartAsync();
        var cells = _project.Cells("04-training.dib", ("Recipe", "Quick"), ("TrainingSteps", "100000"));
        foreach (var cell in cells[..4])
            await SucceedAsync(kernel, cell);
        var stopped = await StopAsync(kernel, Only(cells, "LiveTraining.LoadOrTrain("), " left</span>");
        Assert.Matches(
            @"The training was stopped after [1-9]\d* of 100000 iterations\. What was learned is kept: run it again",
            stopped.Html
        );
        var again = await StopAsync(kernel, Only(cells, "LiveTraining.LoadOrTrain("), "An earlier training resumes at iteration");
        Assert.Contains("What was learned is kept", again.Html);
    }

    public void Dispose() => _project.Dispose();

    private static string Only(string[] cells, string words) =>
        Assert.Single(cells, cell => cell.Contains(words, StringComparison.Ordinal));

    private static async Task<CellOutcome> SucceedAsync(KernelProcess kernel, string code)
    {
        var outcome = await kernel.RunAsync(code);
        Assert.True(outcome.Failure is null, $"{code}\n{outcome.Failure}");
        return outcome;
    }

    // Stops a cell as soon as it shows what a pattern describes. Until the next cell has run the kernel computes for less than a second,
    // which holds whatever else the machine does; and it waits for nothing: that lasts no more than a second where a cell that does nothing
    // takes a tenth of one, and what that takes on this machine, now, is measured just before.
    private async Task<CellOutcome> StopAsync(KernelProcess kernel, string code, string sign)
    {
        var nothing = await SucceedAsync(kernel, Nothing);
        using var process = Process.GetProcessById(int.Parse(nothing.Html, CultureInfo.InvariantCulture));
        var stopped = kernel.Submit(code);
        await kernel.UntilAsync(stopped, cell => Regex.IsMatch(cell.Html, sign));
        Assert.False(stopped.HasEnded, $"It ended before it could be stopped: {stopped.Failure}");
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        kernel.Cancel();
        await kernel.EndAsync(stopped);
        await SucceedAsync(kernel, Nothing);
        process.Refresh();
        var (took, computed) = (clock.Elapsed, process.TotalProcessorTime - before);
        output.WriteLine(
            $"stopped and ready after {took.TotalSeconds:0.00} s, computing for {computed.TotalSeconds:0.00} s; "
                + $"a cell that does nothing takes {nothing.Time.TotalSeconds:0.00} s"
        );
        Assert.InRange(computed.TotalSeconds, 0, 1);
        Assert.InRange(took - nothing.Time, TimeSpan.MinValue, TimeSpan.FromSeconds(Math.Max(1, 10 * nothing.Time.TotalSeconds)));
        Assert.Contains("cancelled", stopped.Failure);
        return stopped;
    }
}
