using System.IO.Compression;
using System.Text.RegularExpressions;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Tests.ReleasedKernel;

namespace Nca.Notebooks.Tests.Installed;

/// <summary>The tool <c>nca</c> on a machine that has nothing else: no clone, no home, no libtorch.</summary>
[Trait("lane", "slow")]
[Collection(nameof(InstalledTool))]
public sealed class InstalledToolTests(InstalledTool tool)
{
    private const long Allowed = 60_000_000;

    [Fact]
    public void The_package_is_small_and_holds_what_the_notebooks_need()
    {
        var package = Assert.Single(Directory.GetFiles(tool.Packages, "nca.0*.nupkg"));
        Assert.InRange(new FileInfo(package).Length, 1, Allowed);
        using var archive = ZipFile.OpenRead(package);
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.DoesNotContain(names, name => Regex.IsMatch(name, @"/(lib)?(torch|torch_cpu|c10)\.(so|dll|dylib)$"));
        foreach (var name in new[] { "LICENSE", "THIRD-PARTY-NOTICES.md", "PACKAGE.md" })
            Assert.Contains(name, names);
        foreach (var notebook in Project.Notebooks)
            Assert.Contains($"tools/net10.0/any/notebooks/{Path.GetFileName(notebook)}", names);
        Assert.Contains("tools/net10.0/any/data/runs/presets/document/weights.safetensors", names);
        foreach (var native in new[] { "linux-x64", "linux-arm64", "win-x64", "osx" })
            Assert.Contains(names, name => name.StartsWith($"tools/net10.0/any/rendering/runtimes/{native}/", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains('\\'));
    }

    [Fact]
    public async Task The_project_is_hidden_from_the_tool()
    {
        Assert.SkipUnless(tool.Hides, "This user may not mount a folder over the project.");
        Assert.Equal((0, "", ""), await tool.HiddenAsync(tool.Of(), "ls", ProjectFolder.Path));
        Assert.True(File.Exists(ProjectFolder.Of("LICENSE")));
    }

    [Fact]
    public async Task A_laid_study_runs_and_keeps_its_figures_and_reports()
    {
        var (exit, output, error) = await tool.NcaAsync("a", "new", "my-study");
        Assert.True(exit == 0, error);
        Assert.Contains($"my-study: {Project.Notebooks.Count} notebooks in notebooks/", output);
        (exit, output, error) = await tool.NcaAsync("a/my-study", "run", "02-target", "04-training", "-p", "Steps=12");
        Assert.True(exit == 0, output + error);
        Assert.Contains("2 of 2 notebooks ran to their end; reports: figures/reports/index.html", output);
        foreach (var file in new[] { "target.png", "training_curves.png", "reports/02-target.html", "reports/04-training.html" })
            Assert.True(new FileInfo(tool.Of("a", "my-study", "figures", file)).Length > 1000, file);
    }

    [Fact]
    public async Task Without_libtorch_the_notebook_that_needs_it_says_how_to_get_it()
    {
        await tool.NcaAsync("b", "new", "study", "--notebook", "03-model");
        Assert.Equal(["03-model.dib"], Directory.GetFiles(tool.Of("b", "study", "notebooks")).Select(Path.GetFileName));
        var (exit, _, error) = await tool.NcaAsync("b/study", "run");
        Assert.Equal(1, exit);
        Assert.Matches("03-model.dib:.*: libtorch (is not on this machine; fetch it with 'dotnet package download|has no package)", error);
        (exit, var output, error) = await tool.NcaAsync("b", "train", "--preset", "Quick", "--engine", "torch", "--out", "run");
        Assert.Equal((1, ""), (exit, output));
        Assert.Matches(@"^libtorch (is not on this machine; fetch it with '[^\n]*'|has no package[^\n]*)\.\r?\n$", error);
    }

    [Fact]
    public async Task What_is_trained_in_a_study_stays_there()
    {
        await tool.NcaAsync("c", "new", "study", "-n", "02-target");
        var (exit, output, error) = await tool.NcaAsync("c/study/notebooks", "train", "--preset", "Quick", "--steps", "3");
        Assert.True(exit == 0, output + error);
        Assert.Single(Directory.GetDirectories(tool.Of("c", "study", "runs")));
        Assert.False(Directory.Exists(Path.Combine(tool.Program, "runs")));
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_a_wrong_name_is_told()
    {
        await tool.NcaAsync("d", "new", "study", "-n", "02-target");
        var notebook = tool.Of("d", "study", "notebooks", "02-target.dib");
        File.AppendAllText(notebook, "\n#!markdown\n\nMine.\n");
        var mine = File.ReadAllText(notebook);
        var (exit, _, error) = await tool.NcaAsync("d", "new", "study");
        Assert.Equal(1, exit);
        Assert.Contains("study/notebooks/02-target.dib is there already", error.Replace('\\', '/'));
        Assert.Equal(mine, File.ReadAllText(notebook));
        Assert.Single(Directory.GetFiles(tool.Of("d", "study", "notebooks")));
        Assert.Equal(0, (await tool.NcaAsync("d", "new", "study", "-n", "05-growth")).Exit);
        Assert.Contains("choose from 01-foundation, ", (await tool.NcaAsync("d", "new", "other", "-n", "nothing")).Error);
        Assert.False(Path.Exists(tool.Of("d", "other")));
        Assert.Contains("Name the folder", (await tool.NcaAsync("d", "new")).Error);
    }

    [Fact]
    public async Task A_study_that_was_laid_by_a_tool_that_moved_is_linked_again()
    {
        await tool.NcaAsync("e", "new", "study", "-n", "02-target");
        var notebook = tool.Of("e", "study", "notebooks", "02-target.dib");
        var laid = File.ReadAllText(notebook);
        File.WriteAllText(notebook, laid.Replace(tool.Program.Replace('\\', '/'), "/gone/tool", StringComparison.Ordinal));
        var (exit, _, error) = await tool.NcaAsync("e/study", "run");
        Assert.Equal(1, exit);
        Assert.Contains("type 'nca new --relink'", error);
        Assert.Contains("1 notebook now loads the library from", (await tool.NcaAsync("e/study", "new", "--relink")).Output);
        Assert.Equal(laid, File.ReadAllText(notebook));
        Assert.Contains("is in no folder that nca new laid", (await tool.NcaAsync("e", "new", "--relink")).Error);
    }

    [Fact]
    public async Task The_released_kernel_runs_a_laid_notebook()
    {
        await tool.NcaAsync("f", "new", "study", "-n", "02-target");
        await using var kernel = await KernelProcess.StartAsync(tool.Of("f", "study", "notebooks"), ("NCA_RUNS", tool.Of("f", "runs")));
        foreach (var cell in NotebookDocument.Read(tool.Of("f", "study", "notebooks", "02-target.dib")).CodeCells)
            Assert.True(await kernel.RunAsync(cell.Text) is { Failure: null }, cell.Text);
        Assert.True(File.Exists(tool.Of("f", "study", "figures", "target.png")));
    }

    [Fact]
    public async Task Every_usage_line_begins_with_nca()
    {
        foreach (var command in new[] { "new", "run", "train", "verify" })
            Assert.Contains($"nca {command}", (await tool.NcaAsync("g", command, "--help")).Output);
    }
}
