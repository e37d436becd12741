using System.Text.RegularExpressions;

namespace Nca.Tests.House;

/// <summary>What starts a program, a kernel or a browser is in the slow lane, so that the fast one stays fast.</summary>
public sealed partial class LaneTests
{
    [Fact]
    public void Tests_that_start_programs_kernels_or_browsers_are_in_the_slow_lane()
    {
        var files = Directory
            .EnumerateFiles(ProjectFolder.Of("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(file => file.Name != $"{nameof(LaneTests)}.cs" && Starts().IsMatch(file.Text))
            .ToArray();
        Assert.True(files.Length > 10);
        Assert.All(files, file => Assert.True(file.Text.Contains("Trait(\"lane\", \"slow\")", StringComparison.Ordinal), file.Name));
    }

    [GeneratedRegex(@"\bProgram\.(RunAsync|Start)\(|new NotebookRunner\(|IClassFixture<(Browser|LivingPages)>|ReleasedKernel\.StartAsync")]
    private static partial Regex Starts();
}
