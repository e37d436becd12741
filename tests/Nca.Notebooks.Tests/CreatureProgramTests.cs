namespace Nca.Notebooks.Tests;

/// <summary><c>nca creature</c> from outside.</summary>
[Trait("lane", "slow")]
public sealed class CreatureProgramTests
{
    [Theory]
    [InlineData("--run nowhere --out page.html", "There is no run nowhere")]
    [InlineData("--run nowhere --out page.html --grid 7", "--grid 7 is not possible; allowed: 8 to 256.")]
    [InlineData("--run nowhere --out page.html --fire-rate 0", "--fire-rate 0 is not possible; allowed: above 0 up to 1.")]
    [InlineData("--run nowhere --out page.html --name a --name b", "--name is given 2 times for 1 run")]
    [InlineData("--run nowhere --out .", "--out . is a folder")]
    [InlineData("--run nowhere", "--out")]
    public async Task Bad_input_gets_one_line(string arguments, string words)
    {
        var (exit, text) = await CreatureAsync(arguments);
        Assert.Equal(1, exit);
        Assert.Contains(words, text);
        Assert.DoesNotContain("   at ", text);
    }

    [Fact]
    public async Task Runs_become_a_page()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(folder, "deep", "page.html");
        var runs = ProjectFolder.Of("data", "runs", "presets");
        var (exit, text) = await CreatureAsync($"--run {runs}/distill --run {runs}/listing --name one --out {file}");
        Assert.True(exit == 0, text);
        Assert.Contains("one, listing", text);
        Assert.Equal(3, File.ReadAllText(file).Split("\"weights\":").Length);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(int Exit, string Text)> CreatureAsync(string arguments)
    {
        var (exit, output, error) = await Program.RunAsync("creature " + arguments);
        return (exit, output + error);
    }
}
