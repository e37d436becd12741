using System.Xml.Linq;

namespace Nca.Tests.House;

/// <summary>Every project has a lock file, and it says what the projects say: a server restores from nothing else.</summary>
public sealed class LockTests
{
    [Fact]
    public void Every_project_has_its_packages_locked() => Assert.All(LockedPackages.Projects, project =>
        {
            Assert.True(
                File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")),
                $"{project}: packages.lock.json is missing; dotnet restore writes it"
            );
            Assert.Equal(
                Elements(project, "PackageReference").Where(name => !name.StartsWith("libtorch-cuda", StringComparison.Ordinal)).Order(),
                LockedPackages.Of(project).Where(package => package.Type == "Direct").Select(package => package.Name).Order()
            );
        });

    [Fact]
    public void Locked_versions_are_those_of_the_one_place_that_names_them()
    {
        var named = XDocument
            .Load(ProjectFolder.Of("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .ToDictionary(package => (string)package.Attribute("Include")!, package => (string)package.Attribute("Version")!);
        Assert.All(
            LockedPackages
                .Projects.Where(project => !project.EndsWith("NotebookHost.csproj", StringComparison.Ordinal))
                .SelectMany(LockedPackages.Of)
                .Where(package => package.Type == "Direct"),
            package => Assert.Equal(named[package.Name], package.Version)
        );
    }

    // It differs between systems, and a lock file must not.
    [Fact]
    public void Libtorch_is_in_no_lock_file() =>
        Assert.DoesNotContain(LockedPackages.Projects.SelectMany(LockedPackages.Of), package =>
            package.Name.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase)
        );

    private static IEnumerable<string> Elements(string project, string name) =>
        XDocument.Load(project).Descendants(name).Select(element => (string)element.Attribute("Include")!);
}
