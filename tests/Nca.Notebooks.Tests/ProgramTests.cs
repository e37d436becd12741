namespace Nca.Notebooks.Tests;

/// <summary>The program from outside: what it prints, and its exit code.</summary>
[Trait("lane", "slow")]
public sealed class ProgramTests
{
    [Theory]
    [InlineData("run nothing-of-the-kind", 1, "There is no notebook nothing-of-the-kind")]
    [InlineData("run {file} -p Steps=abc", 1, "Steps = abc is not possible: Steps is an int (now 5).")]
    [InlineData("run {file} -p Other=1", 1, "There is no parameter Other; known: Steps.")]
    [InlineData("run {file} -p Steps", 1, "is not of the form Name=value")]
    [InlineData("run {file} -p Steps=1 -p Steps=2", 1, "-p Steps is given twice")]
    [InlineData("run {file} --timeout 0", 1, "--timeout 0 is not possible")]
    [InlineData("dance", 1, "dance")]
    [InlineData("compare nowhere.html nowhere.html", 1, "There is no report nowhere.html; name an HTML file that nca run wrote.")]
    [InlineData("compare {file} {file}", 1, "is no report of a notebook")]
    [InlineData("train --preset Nothing", 1, "There is no preset Nothing; known: Listing, Document, ")]
    [InlineData("train --set Stepps=1", 1, "There is no hyperparameter Stepps; known: AlphaMode, ")]
    [InlineData("train --set FireRate=0", 1, "FireRate = 0 is not possible; allowed: above 0 up to 1.")]
    [InlineData("train --set FireRate", 1, "is not of the form Field=value")]
    [InlineData("train --target nowhere.png", 1, "There is no picture 'nowhere.png'")]
    [InlineData("train --engine abacus", 1, "allowed: fused, torch")]
    [InlineData("train --checkpoint-every 0", 1, "--checkpoint-every 0 is not possible")]
    [InlineData("train --resume", 1, "--resume needs --out")]
    [InlineData("train --resume --out nowhere", 1, "nowhere holds no checkpoint")]
    [InlineData("grow --run nowhere", 1, "There is no run nowhere")]
    [InlineData("grow --run nowhere --steps 0", 1, "--steps 0 is not possible")]
    [InlineData("grow --run nowhere --fire-rate 2", 1, "--fire-rate 2 is not possible")]
    [InlineData("bench --run nowhere", 1, "There is no run nowhere")]
    public async Task Bad_input_gets_one_line_and_a_code(string arguments, int code, string words)
    {
        var file = NotebookRunnerTests.Write("1\n\n#!csharp\n\n// parameters\nvar Steps = 5; // iterations");
        var (exit, output, error) = await Program.RunAsync(arguments.Replace("{file}", file));
        Assert.Equal(code, exit);
        Assert.Contains(words, error + output);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_run_leaves_a_report_and_an_index_and_says_so()
    {
        var file = NotebookRunnerTests.Write("1 + 1");
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "out");
        var (exit, output, _) = await Program.RunAsync($"run {file} --out {folder}");
        Assert.Equal(0, exit);
        Assert.Contains("1 of 1 notebooks ran to their end", output);
        Assert.Equal(["index.html", "sample.html"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Two_reports_are_laid_side_by_side()
    {
        var file = NotebookRunnerTests.Write(
            "1 + 1\n\n#!csharp\n\n// parameters\nvar Steps = 5; // iterations\n\n#!csharp\n\nConsole.WriteLine(Steps);"
        );
        var folder = Path.GetDirectoryName(file)!;
        foreach (var steps in new[] { 6, 7 })
            Assert.Equal(0, (await Program.RunAsync($"run {file} --out {folder}/{steps} -p Steps={steps}")).Exit);
        var page = Path.Combine(folder, "page.html");
        var (exit, output, error) = await Program.RunAsync($"compare {folder}/6/sample.html {folder}/7/sample.html --out {page}");
        Assert.True(exit == 0, error);
        Assert.Contains("1 of 1 parameters differ; 0 figures side by side, none in one report only", output);
        Assert.Contains("<mark>7</mark>", File.ReadAllText(page));
        Assert.Contains(
            "is one of the two reports",
            (await Program.RunAsync($"compare {folder}/6/sample.html {folder}/7/sample.html --out {folder}/6/sample.html")).Error
        );
    }

    [Fact]
    public async Task A_failed_notebook_still_leaves_its_report_but_not_the_code_zero()
    {
        var file = NotebookRunnerTests.Write("throw new Exception(\"boom\");");
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "out");
        var (exit, _, error) = await Program.RunAsync($"run {file} --out {folder}");
        Assert.Equal(1, exit);
        Assert.Contains("boom", error);
        Assert.Contains("boom", File.ReadAllText(Path.Combine(folder, "sample.html")));
    }
}
