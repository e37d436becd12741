using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

public sealed class IndexSentenceTests
{
    [Theory]
    [InlineData("# Title\n\nOne *sentence* here. And another.", "One sentence here.")]
    [InlineData("# Title\n\nIs it? Yes.", "Is it?")]
    [InlineData(
        "# Title\n\nAs Li et al. found,\nit grows; it stays at 0.5 of all. More.",
        "As Li et al. found, it grows; it stays at 0.5 of all."
    )]
    [InlineData("# Title\n\nwithout an end", "without an end")]
    [InlineData("# Title", "")]
    public void A_notebook_is_introduced_by_its_first_sentence(string markdown, string sentence)
    {
        var document = NotebookDocument.Parse("#!markdown\n\n" + markdown);
        var run = new NotebookRun
        {
            File = "x.dib",
            Document = document,
            Parameters = [],
            Cells = [],
            Began = DateTimeOffset.UnixEpoch,
            Duration = TimeSpan.Zero,
            Status = RunStatus.Succeeded,
        };
        Assert.Equal(sentence, Thumbnail.SentenceOf(run));
    }
}
