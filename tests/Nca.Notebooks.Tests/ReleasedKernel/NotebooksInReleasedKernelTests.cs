using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>Every cell of every notebook in the released kernel, driven as VS Code does, with small parameters.</summary>
[Trait("lane", "slow")]
public sealed class NotebooksInReleasedKernelTests(ITestOutputHelper output) : IDisposable
{
    private readonly CopiedProject _project = new();

    public static TheoryData<string, string, string> Notebooks =>
        new()
        {
            { "01-foundation.dib", "", "" },
            { "02-target.dib", "", "target.png" },
            { "03-model.dib", "", "seed.png" },
            { "04-training.dib", "Steps=40", "training_metrics.npz training_curves.png" },
            { "05-growth.dib", "Samples=2 LongSteps=400", "growth_montage.png growth_animation.gif convergence_metrics.png" },
            {
                "06-regeneration.dib",
                "Samples=2 HealingSteps=20 MapPlaces=2 MapSamples=1",
                "regeneration_test.png healing_animation.gif recovery_performance.png"
            },
            {
                "07-dynamics.dib",
                "Samples=2 LongSteps=400",
                "channel_activity.png spectrum_evolution.png hidden_trajectory.png weight_evolution.png"
            },
            { "08-experiments.dib", "TrainingSteps=3 Seeds=1 Samples=2", "experiment_comparison.png recipe_audit.png" },
            { "09-robustness.dib", "Run=presets/quick Samples=2 LongRun=300 MapPlaces=1", "wall_of_wounds.png" },
            { "10-envelope.dib", "Run=presets/quick Samples=1", "envelope.png" },
            { "11-attractors.dib", "Run=presets/quick PageSteps=50 Steps=50 Samples=2 Starts=1", "end_states.png" },
        };

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_cell_runs_and_shows_what_is_ours(string notebook, string parameters, string figures)
    {
        await using var kernel = await _project.StartAsync();
        var altered = parameters
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => (parameter.Split('=')[0], parameter.Split('=')[1]));
        var cells = _project.Cells(notebook, [.. altered]);
        foreach (var (cell, number) in cells.Select((cell, index) => (cell, index + 1)))
        {
            var outcome = await kernel.RunAsync(cell);
            output.WriteLine($"{notebook} cell {number} of {cells.Length}: {outcome.Time.TotalSeconds:0.00} s");
            Assert.True(outcome.Failure is null, $"{notebook}, cell {number}: {outcome.Failure}");
            foreach (var value in outcome.Shown)
            {
                // A sentence that a cell ends in is text; all else shows itself.
                Assert.True(value.MimeType is "text/html" or "text/plain", value.MimeType);
                Assert.DoesNotContain("dni-", value.Content);
                Assert.DoesNotContain("&lt;p class", value.Content);
                Assert.DoesNotContain("&lt;div", value.Content);
            }
        }

        foreach (var figure in figures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(new FileInfo(_project.Of("figures", figure)) is { Exists: true, Length: > 100 }, $"figures/{figure} was not saved");
    }

    [Fact]
    public void Every_notebook_is_run() =>
        Assert.Equal(Project.Notebooks.Select(Path.GetFileName), Notebooks.Select(row => row.Data.Item1));

    [Fact]
    public async Task Live_curves_are_updated_in_place_with_html()
    {
        await using var kernel = await _project.StartAsync();
        var outcome = await ReadyAsync(kernel, "04-training.dib", "var training =", ("Steps", "80"));
        var curve = Assert.Single(outcome.Shown);
        Assert.Equal("text/html", curve.MimeType);
        Assert.StartsWith("<div class=\"nca-live\">", curve.Content);
        Assert.Contains("iteration 80 of 80", curve.Content);
        Assert.InRange(curve.Updates, 1, 400);
    }

    [Fact]
    public async Task What_the_runner_once_got_wrong_is_as_the_library_takes_it_to_be()
    {
        await using var kernel = await _project.StartAsync();
        await ReadyAsync(kernel, "01-foundation.dib", "NotebookPage.Begin()");
        var imitated = await kernel.RunAsync(
            "Microsoft.DotNet.Interactive.KernelInvocationContext.Current.DisplayAs(\"<b>x</b>\", \"text/html\")"
        );
        Assert.Contains("CS1501", imitated.Failure);
        var escaped = await kernel.RunAsync("var shown = display(NotebookPage.Begin());\nshown.Update(\"<b>x</b>\");");
        Assert.Contains("&lt;b&gt;", escaped.Html);
        var chart = await kernel.RunAsync("var live = new LiveChart(\"Loss\", \"MSE\", 2);\nlive.Add(0.5);\nlive.Add(0.25);");
        Assert.True(chart.Failure is null, chart.Failure);
        Assert.StartsWith("<div class=\"nca-live\">", Assert.Single(chart.Shown).Content);
    }

    [Fact]
    public async Task Numbers_are_written_alike_whatever_the_machines_language()
    {
        await using var kernel = await _project.StartAsync(("LANG", "de_DE.UTF-8"), ("LC_ALL", "de_DE.UTF-8"));
        var before = await kernel.RunAsync("Console.WriteLine($\"{0.25}\");");
        Assert.Equal("0,25", before.Printed.Trim());
        await ReadyAsync(kernel, "01-foundation.dib", "NotebookPage.Begin()");
        var printed = await kernel.RunAsync("Console.WriteLine($\"{0.25} {1234.5:N1}\");\nConsole.WriteLine(0.25);");
        Assert.Equal("0.25 1,234.5\n0.25", printed.Printed.Trim().ReplaceLineEndings("\n"));
        var table = await kernel.RunAsync("Table.Of(new[] { new { Number = 0.25 } })");
        Assert.Contains("0.25", table.Html);
        var thread = await kernel.RunAsync("await Task.Run(() => Console.WriteLine($\"{0.25}\"));");
        Assert.Equal("0.25", thread.Printed.Trim());
    }

    public void Dispose() => _project.Dispose();

    /// <summary>Runs the cells of a notebook up to the first one with some words.</summary>
    /// <returns>What that one gave.</returns>
    private async Task<CellOutcome> ReadyAsync(
        KernelProcess kernel,
        string notebook,
        string words,
        params (string Name, string Value)[] parameters
    )
    {
        foreach (var cell in _project.Cells(notebook, parameters))
        {
            var outcome = await kernel.RunAsync(cell);
            Assert.True(outcome.Failure is null, outcome.Failure);
            if (cell.Contains(words, StringComparison.Ordinal))
                return outcome;
        }

        throw new ArgumentException($"No cell of {notebook} has the words {words}.", nameof(words));
    }
}
