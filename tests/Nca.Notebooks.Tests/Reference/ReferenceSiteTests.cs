using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Nca.Notebooks.Tests.Reference;

/// <summary>The reference site: nothing public is missing, no link is broken, and it opens without a network.</summary>
[Trait("lane", "slow")]
public sealed partial class ReferenceSiteTests(ReferenceSite site, Browser browser) : IClassFixture<ReferenceSite>, IClassFixture<Browser>
{
    private static readonly Assembly[] Libraries =
    [
        typeof(Nca.DataFolder).Assembly,
        typeof(Nca.Figures.NotebookPage).Assembly,
        typeof(Nca.Notebooks.NotebookException).Assembly,
    ];

    [Fact]
    public void Every_public_type_has_a_page_and_every_member_a_place_on_it()
    {
        site.Need();
        var (types, members) = (0, 0);
        var missing = new List<string>();
        foreach (var type in Libraries.SelectMany(library => library.GetExportedTypes()))
        {
            types++;
            var name = type.FullName!.Replace('+', '.');
            if (!site.Pages.TryGetValue($"api/{name.Replace('`', '-')}.html", out var places))
            {
                missing.Add(name);
                continue;
            }

            foreach (var member in Named(type))
            {
                members++;
                var place = NoWord().Replace($"{name}.{member}", "_");
                if (!places.Any(known => known == place || known.StartsWith(place + "_", StringComparison.Ordinal)))
                    missing.Add($"{name}.{member}");
            }
        }

        Assert.Empty(missing);
        TestContext.Current.TestOutputHelper!.WriteLine($"{types} types, {members} members, {site.Pages.Count} pages");
    }

    [Fact]
    public void No_link_is_broken()
    {
        site.Need();
        var broken = new List<string>();
        var followed = 0;
        foreach (var page in site.Pages.Keys)
            foreach (var link in Link().Matches(File.ReadAllText(ReferenceSite.Of(page))).Select(match => match.Groups[1].Value))
            {
                // The browser itself knows what the top of a page is.
                if (link == "#top" || link.Contains("://", StringComparison.Ordinal))
                    continue;
                followed++;
                var parts = link.Split('#');
                var file = parts[0].Length == 0 ? page : Within(page, parts[0]);
                if (
                    !File.Exists(ReferenceSite.Of(file))
                    || parts.Length > 1 && site.Pages.TryGetValue(file, out var places) && !places.Contains(parts[1])
                )
                    broken.Add($"{page}: {link}");
            }

        Assert.True(followed > 1000);
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("index.html", "CellState")]
    [InlineData("api/Nca.Automaton.CellState.html", "Makes an empty (all zero) grid.")]
    public async Task A_page_opens_offline_and_says_what_it_should(string page, string words)
    {
        site.Need();
        var opened = await browser.OpenAsync(ReferenceSite.Of(page), 1280, ColorScheme.Light);
        Assert.Contains(words, await opened.Page.InnerTextAsync("body"));
        Assert.DoesNotContain(opened.Requests, request => !request.StartsWith("file:", StringComparison.Ordinal));
        Assert.Empty(opened.Errors);
        await opened.Page.CloseAsync();
    }

    // What the compiler writes by itself, as for records, is not counted, nor what a type only inherits.
    private static IEnumerable<string> Named(Type type) =>
        typeof(Delegate).IsAssignableFrom(type)
            ? []
            : type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is not Type && !member.IsDefined(typeof(CompilerGeneratedAttribute)))
                .Where(member => member is not MethodInfo { IsSpecialName: true } and not FieldInfo { IsSpecialName: true })
                .Where(member => member is not ConstructorInfo || !type.IsValueType)
                .Select(member => member is ConstructorInfo ? "_ctor" : member.Name)
                .Distinct();

    private static string Within(string page, string link) =>
        Path.GetRelativePath(
                Path.GetFullPath("."),
                Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(link)))
            )
            .Replace('\\', '/');

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NoWord();

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Link();
}
