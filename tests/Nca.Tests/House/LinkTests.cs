using System.Text.RegularExpressions;

namespace Nca.Tests.House;

/// <summary>README and the pages of docs/ link to what is there.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_of_the_pages_leads_somewhere()
    {
        var pages = Directory
            .GetFiles(ProjectFolder.Of("docs"), "*.md")
            .Concat(Directory.GetFiles(ProjectFolder.Of("data", "studies"), "*.md"))
            .Append(ProjectFolder.Of("README.md"));
        var links = pages
            .SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(link => (Page: page, To: link.Groups["to"].Value)))
            .Where(link => !link.To.Contains("://", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Leads(link.Page, link.To), $"{link.Page}: {link.To}"));
    }

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#');
        var file = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        return Path.Exists(file)
            && (
                parts.Length == 1
                || File.ReadLines(file)
                    .Where(line => line.StartsWith('#'))
                    .Select(line => line.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-'))
                    .Contains(parts[1])
            );
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)|(?:src|href)=""(?<to>[^""]+)""")]
    private static partial Regex Link();
}
