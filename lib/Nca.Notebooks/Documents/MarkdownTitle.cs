namespace Nca.Notebooks.Documents;

/// <summary>The title of a markdown text: its first heading of the first level that is one.</summary>
internal static class MarkdownTitle
{
    /// <summary>Its words, or null: a line of a code fence or a comment is no heading.</summary>
    /// <param name="markdown">The text.</param>
    public static string? Of(string markdown)
    {
        var (fence, isComment) = ("", false);
        foreach (var raw in markdown.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            var text = line.TrimStart(' ');
            var isIndented = line.Length - text.Length > 3;
            if (fence.Length > 0)
            {
                // As long as the one that opened it, and nothing behind it.
                if (!isIndented && text.StartsWith(fence, StringComparison.Ordinal) && text.TrimEnd().Trim(fence[0]).Length == 0)
                    fence = "";
                continue;
            }

            if (isComment)
            {
                isComment = !text.Contains("-->", StringComparison.Ordinal);
                continue;
            }

            if (!isIndented && FenceOf(text) is { Length: > 0 } opened)
                fence = opened;
            else if (!isIndented && text.StartsWith("<!--", StringComparison.Ordinal))
                isComment = !text.Contains("-->", StringComparison.Ordinal);
            else if (!isIndented && text.StartsWith("# ", StringComparison.Ordinal) && text[2..].Trim().Length > 0)
                return WithoutEnd(text[2..].Trim());
        }

        return null;
    }

    // "# Title #" ends with marks of its own; "# About C#" does not.
    private static string WithoutEnd(string title)
    {
        var words = title.TrimEnd('#');
        return words.Length < title.Length && words.EndsWith(' ') ? words.TrimEnd() : title;
    }

    private static string FenceOf(string text)
    {
        foreach (var mark in "`~")
        {
            var length = text.Length - text.TrimStart(mark).Length;
            if (length >= 3 && (mark == '~' || !text[length..].Contains('`', StringComparison.Ordinal)))
                return text[..length];
        }

        return "";
    }
}
