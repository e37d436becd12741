using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Tests;

public sealed class TitlesTests
{
    [Theory]
    [InlineData("```\n# a comment\n```\n\n# Title", "Title")]
    [InlineData("~~~~ bash\n# a comment\n~~~\n# still code\n~~~~\n# Title", "Title")]
    [InlineData("```\n# a comment that is never closed", null)]
    [InlineData("<!--\n# no\n-->\n# Title", "Title")]
    [InlineData("    # code\n\n# Title", "Title")]
    [InlineData("`# inline`\n# Title", "Title")]
    [InlineData("## Second\n\n# First #", "First")]
    [InlineData("# About C#", "About C#")]
    [InlineData("text\r\n# Title\r\n", "Title")]
    [InlineData("#Title", null)]
    public void A_title_is_a_heading_and_not_a_line_of_code(string markdown, string? title) =>
        Assert.Equal(title, NotebookDocument.Parse("#!markdown\n\n" + markdown).Title);

    [Theory]
    [InlineData("#!fsharp\n\n1\n\n#!fsharp\n\n2\n\n#!pwsh\n\nls", "2 cells of F#, 1 of PowerShell")]
    [InlineData("#!http\n\nGET https://example.org", "1 cell of HTTP")]
    [InlineData("#!markdown\n\ntext\n\n#!html\n\n<p>\n\n#!fsharp\n\n", "")]
    public void Cells_that_are_not_run_are_said_at_the_top_of_the_report(string dib, string said)
    {
        var (html, _) = SampleRuns.Report(SampleRuns.Of("#!csharp\n\n1\n\n" + dib, new Dictionary<int, CellOutput>()));
        if (said.Length == 0)
            Assert.DoesNotContain("Shown, but not run", html);
        else
            Assert.Contains($"Shown, but not run: {said}.", html);
    }
}
