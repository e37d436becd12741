namespace Nca.Tests.House;

/// <summary>No line is wider and no cell longer than a screen shows: code is read side by side, and no cell must scroll.</summary>
public sealed class LineWidthTests
{
    private const int Widest = 140,
        WidestInNotebook = 110,
        LongestCell = 12;

    [Fact]
    public void No_line_of_code_is_wider_than_140_columns()
    {
        var files = new[] { "lib", "tests", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(ProjectFolder.Of(folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(ProjectFolder.Path, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Wide(file, File.ReadAllLines(ProjectFolder.Of(file)), Widest)));
    }

    [Fact]
    public void No_line_of_a_notebooks_code_is_wider_than_110_columns()
    {
        var notebooks = Directory.GetFiles(ProjectFolder.Of("notebooks"), "*.dib");
        Assert.NotEmpty(notebooks);
        Assert.Empty(notebooks.SelectMany(file => Wide(Path.GetFileName(file), CodeOnly(File.ReadAllLines(file)), WidestInNotebook)));
    }

    /// <summary>Only the iteration that notebook 4 writes out is longer.</summary>
    [Fact]
    public void No_cell_of_a_notebook_is_longer_than_twelve_lines() =>
        Assert.Empty(
            from file in Directory.GetFiles(ProjectFolder.Of("notebooks"), "*.dib")
            from cell in File.ReadAllText(file).Split("\n#!csharp\n").Skip(1)
            let lines = cell.Split("\n#!")[0].Split('\n').Where(line => line.Trim().Length > 0).ToArray()
            where lines.Length > (lines[0].StartsWith("void Iterate(", StringComparison.Ordinal) ? 15 : LongestCell)
            select $"{Path.GetFileName(file)} has a cell of {lines.Length} lines: {lines[0]}"
        );

    // Lines that are no code become empty, so that the numbers stay those of the file.
    private static IEnumerable<string> CodeOnly(IEnumerable<string> lines)
    {
        var code = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("#!", StringComparison.Ordinal))
                code = line == "#!csharp";
            yield return code ? line : "";
        }
    }

    private static IEnumerable<string> Wide(string file, IEnumerable<string> lines, int widest) =>
        lines
            .Select((line, index) => (Text: $"{file}:{index + 1} has {line.Length} columns", line.Length))
            .Where(line => line.Length > widest)
            .Select(line => line.Text);
}
