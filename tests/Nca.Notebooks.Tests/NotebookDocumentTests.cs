using CsCheck;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Tests;

public sealed class NotebookDocumentTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Line("#!csharp", "#!markdown", "#!meta", "#!md ", "#!html", "#!unknown", "#!C#", "", " ", "code();", "// parameters", "\r")
            .Array[0, 12]
            .Select(lines => string.Join("\n", lines)),
        Line("#!csharp", "#!c#", "text", "", "#!fsharp").Array[0, 12].Select(lines => string.Join("\r\n", lines) + "\r\n")
    );

    private static Gen<string> Line(params string[] lines) => Gen.Int[0, lines.Length - 1].Select(index => lines[index]);

    [Fact]
    public void Writing_what_was_parsed_gives_the_same_text() =>
        AnyText.Sample(text => Assert.Equal(text, NotebookDocument.Parse(text).Write()), iter: 3000);

    [Fact]
    public void Replacing_a_cells_text_by_itself_changes_nothing() =>
        AnyText.Sample(text =>
        {
            var document = NotebookDocument.Parse(text);
            Assert.Equal(text, new NotebookDocument([.. document.Cells.Select(cell => cell.WithText(cell.Text))]).Write());
        });

    [Fact]
    public void Only_an_exact_line_begins_a_cell()
    {
        var document = NotebookDocument.Parse("#!meta\n{}\n#!markdown\n\n# Title\n\n#!csharp \n#!CSharp\n#!c#\n\n\n  x\n\n#!time\n\n");
        Assert.Equal(["meta", "markdown", "csharp"], document.Cells.Select(cell => cell.Language));
        Assert.Equal("# Title\n\n#!csharp \n#!CSharp", document.Cells[1].Text);
        Assert.Equal("  x\n\n#!time", document.Cells[2].Text);
        Assert.Equal(12, document.Cells[2].FirstLine);
        Assert.Equal("Title", document.Title);
    }

    [Theory]
    [InlineData("a.txt", "no .dib notebook")]
    [InlineData("missing.dib", "does not exist")]
    public void A_file_that_is_no_notebook_is_refused(string name, string words) =>
        Assert.Contains(words, Assert.Throws<NotebookException>(() => NotebookDocument.Read(name)).Message);

    [Theory]
    [InlineData(new byte[0], "is empty")]
    [InlineData(new byte[] { 10, 10 }, "is empty")]
    [InlineData(new byte[] { 0xff, 0xfe, 0x41 }, "not UTF-8")]
    [InlineData(new byte[] { 0x41, 0, 0x42 }, "binary")]
    public void A_file_without_a_notebook_in_it_is_refused(byte[] content, string words)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "x.dib");
        File.WriteAllBytes(path, content);
        Assert.Contains(words, Assert.Throws<NotebookException>(() => NotebookDocument.Read(path)).Message);
    }
}
