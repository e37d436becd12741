using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Tests;

/// <summary>What a cell may say, in the kernel itself.</summary>
[Trait("lane", "slow")]
public sealed class CellTests
{
    [Theory]
    [InlineData("display(42)", "text/plain", "42")]
    [InlineData("display(\"**md**\", \"text/markdown\")", "text/markdown", "**md**")]
    [InlineData("display(HTML(\"<b>x</b>\"))", "text/html", "<b>x</b>")]
    [InlineData("1.5", "text/plain", "1.5")]
    [InlineData("\"text\"", "text/plain", "text")]
    [InlineData("Console.Write(\"\\u001b[31mred\\u001b[0m 1\\r2\")", "text/plain", "\u001b[31mred\u001b[0m 1\r2")]
    public async Task An_output_stands_there_once_and_as_it_is(string cell, string mimeType, string content)
    {
        var run = await NotebookRunnerTests.RunAsync(cell);
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        var text = string.Concat(run.Cells[0].Outputs.Select(output => output.Content));
        Assert.Equal(content, text);
        Assert.All(run.Cells[0].Outputs, output => Assert.Equal(mimeType, output.MimeType));
    }

    [Theory]
    [InlineData("1\n#!time\n2", "sample.dib:4:1: #!time is not known here. A cell begins with one of #!csharp, #!c#, #!markdown")]
    [InlineData("#!connect jupyter --kernel-name x", "sample.dib:3:1: #!connect is not known here.")]
    [InlineData("#r \"nuget: Foo, 1.0\"\n1", "sample.dib:3:1: CS0006")]
    [InlineData("#r \"nuget:Foo\"", "Packages are not fetched here: #r takes the path of a .dll")]
    [InlineData("#!who\n\nthrow new Exception(\"after\");", "sample.dib:5:")]
    public async Task What_is_not_to_be_had_here_is_said_with_what_is(string cell, string words)
    {
        var run = await NotebookRunnerTests.RunAsync(cell);
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains(words, run.Error);
    }

    [Theory]
    [InlineData("a \"quoted\" name.dib")]
    [InlineData("a\\b'c d.dib")]
    public async Task A_notebooks_name_may_hold_quotation_marks(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names there");
        var run = await new NotebookRunner(NotebookRunnerTests.Child).RunAsync(
            NotebookRunnerTests.Write("1\n\n#!csharp\n\nthrow new Exception(\"boom\");", name),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(4),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("1", run.Cells[0].Outputs.Single().Content);
        Assert.StartsWith($"{name}:7:", run.Error);
    }

    [Fact]
    public async Task Cells_in_other_languages_are_said_to_be_not_run()
    {
        var file = NotebookRunnerTests.Write("1\n\n#!fsharp\n\nlet x = 1\n\n#!pwsh\n\nls\n\n#!markdown\n\ntext\n\n#!csharp\n\n2");
        var (exit, output, error) = await Program.RunAsync($"run \"{file}\" --out \"{file}.out\"");
        Assert.Equal(0, exit);
        Assert.Contains("not run: 1 cell of F#, 1 of PowerShell", error);
        Assert.Contains("0 of 1 notebooks ran to their end", output);
    }
}
