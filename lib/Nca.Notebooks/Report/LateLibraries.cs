using System.Text;
using System.Text.RegularExpressions;

namespace Nca.Notebooks.Report;

/// <summary>
/// Libraries that say which elements they serve: <c>&lt;script data-for="CLASS"&gt;</c>. A large one takes a browser a second to read, so it stands
/// behind the content, which is there to be read meanwhile, and not at all on a page without such elements.
/// </summary>
internal static partial class LateLibraries
{
    /// <summary>Moves them to the end.</summary>
    /// <param name="html">The content of a page.</param>
    public static string MoveIn(string html)
    {
        var libraries = new StringBuilder();
        var content = Library().Replace(html, match =>
        {
            libraries.Append(match.Value);
            return "";
        });
        foreach (Match library in Library().Matches(libraries.ToString()))
            if (Regex.IsMatch(content, $"\\sclass=\"(?:[^\"]*\\s)?{Regex.Escape(library.Groups[1].Value)}[\"\\s]")) content += library.Value;
        return content;
    }

    [GeneratedRegex("<script\\b[^>]*\\sdata-for=\"([\\w-]+)\"[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Library();
}
