using System.Text.Json.Nodes;
using Nca.Notebooks.Tests.ReleasedKernel;

namespace Nca.Notebooks.Tests.Jupyter;

/// <summary>All notebooks in Jupyter, on the released kernel, run by Debian's nbclient with small parameters.</summary>
[Trait("lane", "slow")]
public sealed class NotebooksInJupyterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);

    // Errors of cells stand in the notebook that it writes.
    private const string Execute = """
        import sys, nbformat
        from nbclient import NotebookClient
        notebook = nbformat.read(sys.argv[1], 4)
        NotebookClient(notebook, timeout=400, allow_errors=True).execute()
        nbformat.write(notebook, sys.argv[1])
        """;

    public static TheoryData<string, string, string> Notebooks => NotebooksInReleasedKernelTests.Notebooks;

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Every_cell_runs_and_shows_what_is_ours(string notebook, string parameters, string figures)
    {
        using var project = await JupyterProject.CreateAsync();
        var altered = parameters
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => (parameter.Split('=')[0], parameter.Split('=')[1]));
        var file = project.Convert(notebook, [.. altered]);
        using var process = project.Start("-c", Execute, file);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Longest);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, await said + await complained);
        var text = await File.ReadAllTextAsync(project.Of("notebooks", file), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("CS1701", text);
        var cells = JsonNode.Parse(text)!["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code").ToArray();
        output.WriteLine($"{notebook}: {cells.Length} cells");
        foreach (var (cell, number) in cells.Select((cell, index) => (cell!, index + 1)))
        {
            Assert.True(cell["execution_count"] is not null, $"{notebook}, cell {number} did not run");
            foreach (var shown in cell["outputs"]!.AsArray().Select(shown => shown!.AsObject()))
                RequireOurs(shown, $"{notebook}, cell {number}");
        }

        foreach (var figure in figures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(new FileInfo(project.Of("figures", figure)) is { Exists: true, Length: > 100 }, $"figures/{figure} was not saved");
    }

    private static void RequireOurs(JsonObject shown, string place)
    {
        if ((string?)shown["output_type"] == "stream")
        {
            Assert.True((string?)shown["name"] == "stdout", $"{place} wrote to stderr: {shown["text"]}");
            return;
        }

        Assert.True((string?)shown["output_type"] != "error", $"{place}: {shown["evalue"]}");
        var (type, content) = shown["data"]!.AsObject().First();
        var html = content is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)content ?? "";

        // The kernel's own script, hidden, below the first cell.
        if (html.Contains("dotnet-interactive-this-cell", StringComparison.Ordinal))
            return;

        // A sentence that a cell ends in is text; all else shows itself.
        Assert.True(type is "text/html" or "text/plain", $"{place}: {type}");
        Assert.DoesNotContain("dni-", html);
        Assert.DoesNotContain("&lt;p class", html);
        Assert.DoesNotContain("&lt;div", html);
    }
}
