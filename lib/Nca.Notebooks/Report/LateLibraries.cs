using System.Text.RegularExpressions;

namespace Nca.Notebooks.Report;

/// <summary>
/// Libraries that say which elements they serve: <c>&lt;script data-for="CLASS"&gt;</c>. A large one takes a browser a second to read, so
/// it stands behind the content, which is there to be read meanwhile, and not at all on a page without such elements.
/// </summary>
internal static partial class LateLibraries
{
    /// <summary>Moves them to the end.</summary>
    /// <param name="html">The content of a page.</param>
    public static string MoveIn(string html)
    {
        var content = Library().Replace(html, "");
        return content
            + string.Concat(
                Library().Matches(html).Where(library => Has(content, library.Groups[1].Value)).Select(library => library.Value)
            );
    }

    private static bool Has(string content, string cssClass) =>
        Regex.IsMatch(content, $"\\sclass=\"(?:[^\"]*\\s)?{Regex.Escape(cssClass)}[\"\\s]");

    [GeneratedRegex("<script\\b[^>]*\\sdata-for=\"([\\w-]+)\"[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Library();
}
