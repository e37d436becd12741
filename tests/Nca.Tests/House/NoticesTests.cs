using System.Text.RegularExpressions;

namespace Nca.Tests.House;

/// <summary>Every package that is distributed is named in THIRD-PARTY-NOTICES.md, with its licence, whose text is there.</summary>
public sealed partial class NoticesTests
{
    [Fact]
    public void Every_distributed_package_is_named_with_its_licence()
    {
        var named = Named();
        var distributed = LockedPackages
            .Projects.Where(project => project.StartsWith(ProjectFolder.Of("lib"), StringComparison.Ordinal))
            .SelectMany(LockedPackages.Of)
            .Where(package => package.Type != "Project" && !LockedPackages.OfTheBuild.Contains(package.Name))
            .Distinct()
            .ToArray();
        Assert.NotEmpty(distributed);
        Assert.Equal(distributed.Select(package => package.Name).Distinct().Order(), named.Keys.Order());
        Assert.All(distributed, package =>
            Assert.True(LockedPackages.LicenceOf(package) is not { } licence || licence == named[package.Name], $"{package}")
        );
    }

    [Fact]
    public void Every_licence_has_its_text() =>
        Assert.All(Named().Values.Distinct(), licence =>
            Assert.True(new FileInfo(ProjectFolder.Of("docs", "licences", licence + ".txt")).Length > 900, licence)
        );

    [Fact]
    public void Every_file_that_others_made_lies_where_the_notices_say()
    {
        var text = File.ReadAllText(ProjectFolder.Of("THIRD-PARTY-NOTICES.md"));
        var places = Place().Matches(text).Select(place => place.Groups[1].Value).ToArray();
        Assert.NotEmpty(places);
        Assert.All(places, place => Assert.True(Path.Exists(ProjectFolder.Of(place)), place));
        Assert.All(Directory.GetFiles(ProjectFolder.Of("lib"), "LICENSE*", SearchOption.AllDirectories).Where(IsSource), file =>
            Assert.Contains(places, place =>
                Path.GetFullPath(file).StartsWith(Path.GetFullPath(ProjectFolder.Of(place)), StringComparison.Ordinal)
            )
        );
    }

    private static bool IsSource(string file) => !file.Replace('\\', '/').Split('/').Any(part => part is "bin" or "obj");

    private static Dictionary<string, string> Named() =>
        File.ReadLines(ProjectFolder.Of("THIRD-PARTY-NOTICES.md"))
            .SkipWhile(line => line != "| packages | copyright | licence |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|'))
            .SelectMany(cells => Name().Matches(cells[0]).Select(name => (Name: name.Groups[1].Value, Licence: cells[^1].Trim())))
            .ToDictionary(package => package.Name, package => package.Licence);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\| `((?:lib|data|tests)/[^`]+)` \|")]
    private static partial Regex Place();
}
