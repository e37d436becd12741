using System.Text;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Documents;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Tests;

/// <summary>A notebook's bytes, as the kernel's own package writes them, and the way to Jupyter and back.</summary>
public sealed class NotebookConversionTests
{
    private const string Jupyter = """
        {"cells":[
          {"cell_type":"markdown","id":"intro","metadata":{"tags":["a"]},"source":["# Title\n","text"]},
          {"cell_type":"code","execution_count":null,"id":"x-1","metadata":{"collapsed":true},"outputs":[],"source":"1 + 1"}],
         "metadata":{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"author":"N. N."},
         "nbformat":4,"nbformat_minor":5}
        """;

    public static TheoryData<string> Shipped => [.. Project.Notebooks.Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_notebook_is_byte_by_byte_what_the_kernel_writes(string name)
    {
        var bytes = File.ReadAllBytes(ProjectFolder.Of("notebooks", name));
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Equal(bytes, Encoding.UTF8.GetBytes(NotebookDocument.Read(ProjectFolder.Of("notebooks", name)).Write()));
        using var stream = new MemoryStream();
        CodeSubmission.Write(CodeSubmission.Parse(text, PolyglotFormat.Kernels()), stream, PolyglotFormat.Kernels());
        Assert.Equal(bytes, stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_notebook_goes_to_Jupyter_and_back_without_a_change(string name)
    {
        var text = File.ReadAllText(ProjectFolder.Of("notebooks", name));
        var json = NotebookConversion.ToJupyter(text);
        var cells = JsonNode.Parse(json)!["cells"]!.AsArray();
        var own = NotebookDocument.Parse(text).Cells.Where(cell => cell.Language != "meta").ToArray();
        Assert.Equal(
            own.Select(cell => cell.Text),
            cells.Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => $"{line}")))
        );
        Assert.Equal(cells.Count, cells.Select(cell => cell!["id"]!.ToString()).Distinct().Count());
        Assert.Equal(text, NotebookConversion.ToDib(json));
    }

    [Fact]
    public void What_Jupyter_has_and_a_dib_has_not_is_kept_in_its_header()
    {
        var dib = NotebookConversion.ToDib(Jupyter);
        Assert.Equal(["markdown", "csharp"], NotebookDocument.Parse(dib).Cells.Skip(1).Select(cell => cell.Language));
        var back = JsonNode.Parse(NotebookConversion.ToJupyter(dib))!;
        Assert.Equal(["intro", "x-1"], back["cells"]!.AsArray().Select(cell => $"{cell!["id"]}"));
        Assert.Equal("a", $"{back["cells"]![0]!["metadata"]!["tags"]![0]}");
        Assert.Equal("True", $"{back["cells"]![1]!["metadata"]!["collapsed"]}", ignoreCase: true);
        Assert.Equal("N. N.", $"{back["metadata"]!["author"]}");
        Assert.Equal(dib, NotebookConversion.ToDib(back.ToJsonString()));
    }

    [Theory]
    [InlineData("\"outputs\":[]", "\"outputs\":[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":\"x\"}]", "Cell 2 holds outputs")]
    [InlineData("\"execution_count\":null", "\"execution_count\":3", "Cell 2 holds its count of executions")]
    [InlineData("\"source\":\"1 + 1\"", "\"source\":\"\"", "Cell 2 is empty")]
    [InlineData("\"source\":\"1 + 1\"", "\"source\":\"1\\n#!fsharp\\n2\"", "would be lost in a .dib")]
    [InlineData("\"source\":\"1 + 1\"", "\"source\":\"\\n\\n1 + 1\"", "would be lost in a .dib")]
    [InlineData("\"cell_type\":\"markdown\"", "\"cell_type\":\"raw\"", "Cell 1 is neither code nor Markdown")]
    [InlineData(
        "\"source\":[\"# Title",
        "\"attachments\":{\"a.png\":{\"image/png\":\"AA\"}},\"source\":[\"# Title",
        "/cells/0/attachments"
    )]
    [InlineData("\"nbformat\":4", "\"nbformat\":3", "no Jupyter notebook of format 4")]
    [InlineData("{\"cells\":[", "{\"cells\":[[", "cannot be read")]
    public void What_would_lose_something_is_refused_in_one_line(string part, string other, string words)
    {
        Assert.Contains(part, Jupyter);
        var message = Assert.Throws<NotebookException>(() => NotebookConversion.ToDib(Jupyter.Replace(part, other))).Message;
        Assert.Contains(words, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_cell_that_Jupyter_would_take_for_another_language_is_refused() =>
        Assert.Contains(
            "Cell 1 would not come back",
            Assert.Throws<NotebookException>(() => NotebookConversion.ToJupyter("#!csharp\n\n#!fsharp with words\n1\n")).Message
        );

    [Fact, Trait("lane", "slow")]
    public async Task The_program_converts_and_overwrites_nothing()
    {
        var file = NotebookRunnerTests.Write("1 + 1");
        var (exit, output, error) = await Program.RunAsync($"convert \"{file}\"");
        Assert.True(exit == 0, error);
        var written = Path.ChangeExtension(file, "ipynb");
        Assert.Contains("sample.ipynb", output);
        File.WriteAllText(written, "mine");
        (exit, _, error) = await Program.RunAsync($"convert \"{file}\"");
        Assert.Equal(1, exit);
        Assert.Contains("exists already", error);
        Assert.Equal("mine", File.ReadAllText(written));
        Assert.Equal(1, (await Program.RunAsync($"convert \"{written}\" --out \"{file}.dib\"")).Exit);
        Assert.Equal(1, (await Program.RunAsync("convert nowhere.dib")).Exit);
    }
}
