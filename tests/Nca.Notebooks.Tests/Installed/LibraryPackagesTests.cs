using System.IO.Compression;
using System.Xml.Linq;

namespace Nca.Notebooks.Tests.Installed;

/// <summary>The libraries as packages, in a program of somebody else's.</summary>
[Trait("lane", "slow")]
[Collection(nameof(InstalledTool))]
public sealed class LibraryPackagesTests(InstalledTool tool)
{
    private static readonly string[] Libraries = ["Nca.Core", "Nca.Figures", "Nca.Notebooks"];

    [Fact]
    public void Each_has_its_papers_its_documentation_and_its_symbols()
    {
        foreach (var library in Libraries.Append("nca").Append("Nca.Figures.Rendering"))
        {
            var package = Directory
                .GetFiles(tool.Packages, $"{library}.0*.nupkg")
                .Single(file => Path.GetFileName(file)[library.Length + 1] == '0');
            using var archive = ZipFile.OpenRead(package);
            var metadata = XDocument
                .Load(archive.GetEntry($"{library}.nuspec")!.Open())
                .Descendants()
                .ToLookup(element => element.Name.LocalName);
            Assert.Equal("MIT", metadata["license"].Single().Value);
            Assert.Equal("PACKAGE.md", metadata["readme"].Single().Value);
            Assert.NotEmpty(metadata["description"].Single().Value);
            foreach (var address in metadata["projectUrl"].Concat(metadata["repository"].Attributes("url").Select(url => url.Parent!)))
                Assert.StartsWith("https://", (string?)address.Attribute("url") ?? address.Value);
            foreach (var paper in new[] { "PACKAGE.md", "LICENSE", "THIRD-PARTY-NOTICES.md", "creature.png" })
                Assert.NotNull(archive.GetEntry(paper));
            if (!Libraries.Contains(library))
                continue;
            Assert.Contains(archive.Entries, entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal));
            Assert.True(File.Exists(Path.ChangeExtension(package, ".snupkg")));
            Assert.DoesNotContain(metadata["dependency"], dependency =>
                dependency.Attribute("id")!.Value.StartsWith("libtorch", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task A_program_grows_and_draws_with_them()
    {
        var folder = Directory.CreateDirectory(tool.Of("program")).FullName;
        var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(
            Path.Combine(folder, "program.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>{tool.Of("program-packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{known}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{tool.Packages}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Nca.Figures" Version="0.1.0" />
                <PackageReference Include="Nca.Figures.Rendering" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """
        );
        File.WriteAllText(
            Path.Combine(folder, "program.cs"),
            """
            using Nca.Figures.Model;
            using Nca.Training;

            var line = new LineChart { XTitle = "x", YTitle = "y", Series = [new() { Name = "line", X = [0, 1], Y = [1, 2] }] };
            new ChartFigure { Title = "A chart", Caption = "Two points.", Charts = [line] }.SavePng("chart.png");
            Console.WriteLine($"{TrainingConfig.Distill.Steps} steps, {new FileInfo("chart.png").Length > 5000}");
            """
        );
        var (exit, output, error) = await tool.RunAsync("dotnet", folder, "run");
        Assert.True(exit == 0, output + error);
        Assert.Contains($"{Nca.Training.TrainingConfig.Distill.Steps} steps, True", output);
    }
}
