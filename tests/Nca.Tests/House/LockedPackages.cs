using System.Text.Json;
using System.Xml.Linq;

namespace Nca.Tests.House;

/// <summary>What a project's lock file says of one package.</summary>
/// <param name="Name">Name of the package.</param>
/// <param name="Type"><c>Direct</c>, <c>Transitive</c>, <c>CentralTransitive</c>, or <c>Project</c> for a project of ours.</param>
/// <param name="Version">The version that is restored; empty for a project.</param>
internal sealed record LockedPackage(string Name, string Type, string Version);

/// <summary>The lock files of the projects, and what is known of the packages in them.</summary>
internal static class LockedPackages
{
    /// <summary>All projects.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. new[] { "lib", "tests", "bench" }
            .SelectMany(folder => Directory.GetDirectories(ProjectFolder.Of(folder)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Packages that only the build uses, and that nobody is given.</summary>
    public static IReadOnlySet<string> OfTheBuild { get; } =
        Projects
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Where(package => (string?)package.Attribute("PrivateAssets") == "all")
            .Select(package => (string)package.Attribute("Include")!)
            .ToHashSet();

    /// <summary>The packages that a project ends up with.</summary>
    /// <param name="project">Path of the project.</param>
    public static IReadOnlyList<LockedPackage> Of(string project)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")));
        return
        [
            .. file
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Select(package => new LockedPackage(
                    package.Name,
                    package.Value.GetProperty("type").GetString()!,
                    package.Value.TryGetProperty("resolved", out var version) ? version.GetString()! : ""
                )),
        ];
    }

    /// <summary>The licence that a restored package names by its SPDX expression; null where it names none so.</summary>
    /// <param name="package">The package.</param>
    public static string? LicenceOf(LockedPackage package)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var name = package.Name.ToLowerInvariant();
        return XDocument
            .Load(Path.Combine(folder, name, package.Version.ToLowerInvariant(), name + ".nuspec"))
            .Descendants()
            .FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")
            ?.Value;
    }
}
