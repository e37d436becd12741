using System.Xml.Linq;

namespace Nca.Tests.House;

/// <summary>The rules of the house: which project may know which, and what never stands in the source.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Nca"] = [],
        ["Nca.Figures"] = ["Nca"],
        ["Nca.Figures.Rendering"] = ["Nca.Figures"],
        ["Nca.Notebooks"] = [],
        ["Nca.Sweeps"] = ["Nca.Figures"],
        ["Nca.Cli"] = ["Nca.Figures", "Nca.Notebooks", "Nca.Sweeps"],
    };

    [Fact]
    public void Projects_know_each_other_in_one_direction_only()
    {
        var projects = Directory.GetFiles(ProjectFolder.Of("lib"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Arrows.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var known = XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))
                .Order();
            Assert.Equal(Arrows[Path.GetFileNameWithoutExtension(project)], known);
        }
    }

    [Fact]
    public void Notebooks_know_no_automata_and_automata_no_charts()
    {
        Assert.DoesNotContain(Sources("lib/Nca.Notebooks"), file =>
            File.ReadAllText(file).Contains("Nca.Automaton", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Sources("lib/Nca"), file =>
            File.ReadAllText(file).Contains("Nca.Figures", StringComparison.Ordinal)
            || File.ReadAllText(file).Contains("Plotly", StringComparison.Ordinal)
        );
        var packages = XDocument
            .Load(ProjectFolder.Of("lib", "Nca", "Nca.csproj"))
            .Descendants("PackageReference")
            .Select(package => (string)package.Attribute("Include")!)
            .Where(package => !LockedPackages.OfTheBuild.Contains(package));
        Assert.All(packages, package =>
            Assert.True(
                package is "TorchSharp" or "SixLabors.ImageSharp" or "System.IO.Hashing"
                    || package.StartsWith("libtorch", StringComparison.Ordinal),
                package
            )
        );
    }

    [Fact]
    public void The_library_knows_no_repository_and_no_program() =>
        Assert.All(Sources("lib/Nca"), file =>
            Assert.DoesNotMatch(
                @"\.sln\b|data/(runs|studies|targets)\b|\bnca (run|compare|convert|train|grow|creature|bench|verify|study)\b|\.dib\b",
                File.ReadAllText(file)
            )
        );

    [Fact]
    public void Figures_take_results_and_grow_nothing() =>
        Assert.All(Sources("lib/Nca.Figures").Where(file => !file.EndsWith("/CreatureExport.cs", StringComparison.Ordinal)), file =>
            Assert.DoesNotMatch(@"\.(Advance|Grow|Plant|PlantMany|Trajectory|Visit)\(", File.ReadAllText(file))
        );

    [Fact]
    public void Versions_stand_in_one_place()
    {
        foreach (var project in Directory.GetFiles(ProjectFolder.Path, "*.csproj", SearchOption.AllDirectories))
            Assert.DoesNotContain(XDocument.Load(project).Descendants("PackageReference"), package =>
                package.Attribute("Version") is not null
            );
    }

    [Fact]
    public void Folders_are_namespaces()
    {
        foreach (var file in Sources("lib").Where(file => !file.Contains("/build/", StringComparison.Ordinal)))
        {
            var declared = File.ReadLines(file)
                .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                ?[10..].TrimEnd(';');
            if (declared is null)
                continue;
            var expected = Path.GetRelativePath(ProjectFolder.Of("lib"), Path.GetDirectoryName(file)!).Replace('\\', '/').Replace('/', '.');
            Assert.Equal(expected, declared);
        }
    }

    [Fact]
    public void The_automaton_needs_no_tensors() =>
        Assert.All(Sources("lib/Nca/Automaton"), file =>
            Assert.DoesNotContain("TorchSharp", File.ReadAllText(file), StringComparison.Ordinal)
        );

    [Fact]
    public void Unsafe_code_stays_in_the_fused_engine() =>
        Assert.DoesNotContain(Sources("lib").Where(file => !file.Contains("/Engines/Fused/", StringComparison.Ordinal)), file =>
            File.ReadLines(file)
                .Any(line =>
                    line.Contains("unsafe ", StringComparison.Ordinal) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                )
        );

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .GetFiles(ProjectFolder.Of(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => file.Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
