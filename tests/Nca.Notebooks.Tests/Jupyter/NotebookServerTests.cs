using Microsoft.Playwright;

namespace Nca.Notebooks.Tests.Jupyter;

/// <summary>A real notebook server in a real browser: live curves, living creatures and the stop button.</summary>
[Trait("lane", "slow")]
public sealed class NotebookServerTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Notebook_4_is_stepped_through_its_curve_moves_and_a_stopped_training_goes_on()
    {
        using var project = await JupyterProject.CreateAsync();
        var file = project.Convert("04-training.dib", ("Recipe", "Quick"), ("TrainingSteps", "100000"), ("Steps", "40"));
        await using var server = await NotebookServer.StartAsync(project);
        var notebook = await OpenAsync(server, file);
        var training = await notebook.FindAsync("LiveTraining.LoadOrTrain(");
        await notebook.StepToAsync(training - 1);

        await notebook.BeginAsync(training);
        await notebook.UntilAsync(training, " left</span>");
        var shown = await notebook.ChangeAsync(training, "");
        for (var changes = 0; changes < 3; changes++)
            shown = await notebook.ChangeAsync(training, shown);
        Assert.Contains("<svg", shown);
        await HostPage.LeavePictureAsync(notebook.Page, "jupyter-04-curve");
        await notebook.StopAsync(training);
        Assert.Matches(
            @"The training was stopped after [1-9]\d* of 100000 iterations\. What was learned is kept: run it again",
            await notebook.TextAsync(training)
        );

        await notebook.BeginAsync(training);
        await notebook.UntilAsync(training, "An earlier training resumes at iteration");
        await notebook.StopAsync(training);

        // The kernel is the same: what the cells before left is there, and what follows runs to its end.
        var watched = await notebook.FindAsync("LiveTraining.Watch(\"With the pool\"");
        await notebook.BeginAsync(watched);
        await notebook.EndAsync(watched);
        Assert.Contains("iteration 40 of 40", await notebook.TextAsync(watched));
        await HostPage.LeavePictureAsync(notebook.Page, "jupyter-04-end");
    }

    [Fact]
    public async Task A_creature_of_notebook_5_is_wounded_by_the_mouse()
    {
        using var project = await JupyterProject.CreateAsync();
        var file = project.Convert("05-growth.dib", ("Samples", "2"), ("LongSteps", "400"));
        await using var server = await NotebookServer.StartAsync(project);
        var notebook = await OpenAsync(server, file);
        await notebook.StepToAsync(await notebook.FindAsync("new LivingCreatures"));
        await notebook.Page.WaitForSelectorAsync(".nca-life[data-engine=plain], .nca-life[data-engine=webgl2]");
        var life = new LivingPage(notebook.Page, []);
        await life.DoAsync("step(120)");
        var canvas = notebook.Page.Locator(".nca-life canvas").First;
        await canvas.ScrollIntoViewIfNeededAsync();
        var before = RgbImage.Of(await canvas.ScreenshotAsync());
        var size = (await life.StateAsync()).Height;
        var (fromX, fromY) = await life.PlaceAsync(size / 2 - 6, size / 2, size);
        var (toX, toY) = await life.PlaceAsync(size / 2 + 6, size / 2, size);
        await notebook.Page.Mouse.MoveAsync(fromX, fromY);
        await notebook.Page.Mouse.DownAsync();
        await notebook.Page.Mouse.MoveAsync(toX, toY);
        await notebook.Page.Mouse.UpAsync();
        await notebook.Page.Locator(".nca-life [role=status]").Filter(new() { HasText = "Erased" }).WaitForAsync();
        Assert.Equal(new float[16], (await life.StateAsync()).Cell(size / 2, size / 2)[..16].ToArray());
        var after = RgbImage.Of(await canvas.ScreenshotAsync());
        var middle = 3 * (before.Height / 2 * before.Width + before.Width / 2);
        Assert.NotEqual(before.Data[middle..(middle + 3)], after.Data[middle..(middle + 3)]);
        await HostPage.LeavePictureAsync(notebook.Page, "jupyter-05-wound");
    }

    private async Task<OpenNotebook> OpenAsync(NotebookServer server, string file)
    {
        var notebook = new OpenNotebook((await browser.OpenAsync(server.Of(file), 1200, ColorScheme.Light)).Page);
        await notebook.ReadyAsync();
        return notebook;
    }
}
