using System.Text.Json;

namespace Nca.Notebooks.Tests;

/// <summary><c>nca verify</c> and the studies of trained creatures from outside.</summary>
[Trait("lane", "slow")]
public sealed class VerifyProgramTests : IDisposable
{
    private static readonly string Quick = ProjectFolder.Of("data", "runs", "presets", "quick");
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Theory]
    [InlineData("verify --samples 1", "--samples 1 is not possible; allowed: 2 to 10000.")]
    [InlineData("verify --until 250", "--until 250 is not possible; allowed: multiples of 100 from 200 to 10000000.")]
    [InlineData("verify --quick --certificate", "--quick leaves the certificate out and --certificate asks for it; give only one of them.")]
    [InlineData("verify --quick --markdown x.md", "--markdown writes the certificate, which --quick leaves out; give only one of them.")]
    [InlineData("verify --run nowhere", "There is no run nowhere")]
    [InlineData("study robustness --run nowhere", "There is no run nowhere")]
    [InlineData("study robustness --places 0", "--places 0 is not possible; allowed: 1 to 64.")]
    [InlineData("study envelope --run nowhere", "There is no run nowhere")]
    [InlineData("study envelope --samples 0", "--samples 0 is not possible; allowed: 1 to 10000.")]
    [InlineData("study envelope --plane-samples 0", "--plane-samples 0 is not possible; allowed: 1 to 10000.")]
    [InlineData("study robustness --until 100", "--until 100 is not possible; allowed: multiples of 100 from 200 to 10000000.")]
    [InlineData("study attractors --run nowhere", "There is no run nowhere")]
    [InlineData("study attractors --steps 49", "--steps 49 is not possible; allowed: 50 to 1000000.")]
    [InlineData("study attractors --samples 0", "--samples 0 is not possible; allowed: 1 to 10000.")]
    [InlineData("study attractors --starts 0", "--starts 0 is not possible; allowed: 1 to 1000.")]
    public async Task Bad_input_gets_one_line(string arguments, string words)
    {
        var (exit, output, error) = await Program.RunAsync(arguments);
        Assert.Equal(1, exit);
        Assert.StartsWith(words, error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_creature_that_was_never_damaged_fails_the_certificate_of_one_that_was()
    {
        var (json, table) = (Path.Combine(_folder, "found.json"), Path.Combine(_folder, "found.md"));
        var (exit, output, error) = await Program.RunAsync(
            $"verify --run {Quick} --claims Regenerating --samples 2 --until 300 --json {json} --markdown {table}"
        );
        Assert.True(exit == 1, output + error);
        Assert.Empty(error);
        Assert.Contains("disc of radius 8 in the centre", output);
        Assert.Contains("FAILS", output);
        Assert.Matches(@"\d+ of 21 claims fail\.\s*$", output);
        Assert.Contains("| disc of radius 8 in the centre | 0 % [0 %, 65.8 %] |", File.ReadAllText(table));
        var found = JsonDocument.Parse(File.ReadAllText(json)).RootElement.EnumerateObject().Single().Value;
        Assert.Equal(11 + 18 + 1, found.GetProperty("Claims").GetArrayLength());
        Assert.Equal(18, found.GetProperty("Certificate").GetProperty("Wounds").GetArrayLength());
    }

    [Fact]
    public async Task Quick_leaves_the_certificate_out()
    {
        var json = Path.Combine(_folder, "quick.json");
        var (_, output, error) = await Program.RunAsync($"verify --quick --run {Quick} --samples 2 --json {json}");
        Assert.Empty(error);
        Assert.DoesNotContain("certificate", output);
        var found = JsonDocument.Parse(File.ReadAllText(json)).RootElement.EnumerateObject().Single().Value;
        Assert.Equal((11, JsonValueKind.Null), (found.GetProperty("Claims").GetArrayLength(), found.GetProperty("Certificate").ValueKind));
    }

    [Fact]
    public async Task A_study_is_stored_under_its_runs_name()
    {
        var (exit, output, error) = await Program.RunAsync(
            $"study robustness --run {Quick} --samples 2 --until 200 --places 1 --out {_folder}"
        );
        Assert.True(exit == 0, output + error);
        Assert.Single(Studies.RobustnessStudy.Load(Path.Combine(_folder, "quick.json")).Discs.Centres);
        Assert.StartsWith("### 🐣", File.ReadAllText(Path.Combine(_folder, "quick.md")));
    }

    [Fact]
    public async Task An_envelope_is_stored_under_its_runs_name_and_told_axis_by_axis()
    {
        var (exit, output, error) = await Program.RunAsync(
            $"study envelope --run {Quick} --samples 1 --plane-samples 1 --out {_folder}"
        );
        Assert.True(exit == 0, output + error);
        var study = Studies.EnvelopeStudy.Load(Path.Combine(_folder, "quick.json"));
        Assert.Equal((8, 2), (study.Curves.Count, study.Planes.Count));
        Assert.Equal(8, output.Split('\n').Count(line => study.Curves.Any(curve => line.StartsWith($"  {curve.Text}: "))));
    }

    [Fact]
    public async Task A_study_of_attractors_is_stored_under_its_runs_name()
    {
        var (exit, output, error) = await Program.RunAsync(
            $"study attractors --run {Quick} --steps 50 --samples 2 --starts 1 --out {_folder}"
        );
        Assert.True(exit == 0, output + error);
        Assert.Contains("Exponents per step", output);
        Assert.Equal(2, Studies.AttractorStudy.Load(Path.Combine(_folder, "quick.json")).Returns[0].Samples);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
