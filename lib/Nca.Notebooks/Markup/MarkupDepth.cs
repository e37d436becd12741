namespace Nca.Notebooks.Markup;

/// <summary>
/// How deep elements are nested, at most, told without building them: browsers and parsers take minutes over markup that is nested
/// thousands deep.
/// </summary>
internal static class MarkupDepth
{
    /// <summary>Levels that a page may have; Chromium itself stops at 512.</summary>
    public const int Most = 400;

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    };

    // Their end may be left out: one that follows another closes it.
    private static readonly HashSet<string> Optional = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "option",
        "optgroup",
        "rp",
        "rt",
    };

    private static readonly HashSet<string> RawText = new(StringComparer.OrdinalIgnoreCase)
    {
        "script",
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
    };

    /// <summary>The most elements that are open at once; never fewer than a parser finds, except those whose end may be left out.</summary>
    /// <param name="html">Markup of any kind, damaged or not.</param>
    public static int Of(string html)
    {
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var (depth, most) = (0, 0);
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at < html.Length;)
        {
            var end = at + 1;
            if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
            {
                end = html.IndexOf("-->", at + 4, StringComparison.Ordinal);
                end = end < 0 ? html.Length : end + 3;
            }
            else if (NameAt(html, at) is { Length: > 0 } name)
            {
                end = EndOfTag(html, at + 1 + name.Length);
                if (name[0] == '/')
                {
                    if (open.GetValueOrDefault(name[1..]) > 0)
                    {
                        open[name[1..]]--;
                        depth--;
                    }
                }
                else if (RawText.Contains(name))
                {
                    var close = html.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase);
                    end = close < 0 ? end : close;
                }
                else if (!Void.Contains(name) && !Optional.Contains(name) && !(html[end - 2] == '/' && IsForeign(open)))
                {
                    open[name] = open.GetValueOrDefault(name) + 1;
                    most = Math.Max(most, ++depth);
                }
            }

            at = end < html.Length ? html.IndexOf('<', end) : -1;
        }

        return most;
    }

    // Only there does a slash before the bracket end an element.
    private static bool IsForeign(Dictionary<string, int> open) => open.GetValueOrDefault("svg") > 0 || open.GetValueOrDefault("math") > 0;

    // The name behind a bracket, with the slash of an end tag; empty where no tag begins.
    private static string NameAt(string html, int bracket)
    {
        var begin = bracket + 1;
        var letter = begin < html.Length && html[begin] == '/' ? begin + 1 : begin;
        if (letter >= html.Length || !char.IsAsciiLetter(html[letter]))
            return "";
        var end = letter;
        while (end < html.Length && html[end] is not ('/' or '>') && !char.IsWhiteSpace(html[end]))
            end++;
        return html[begin..end];
    }

    // Quotation marks hide a bracket only where they begin a value.
    private static int EndOfTag(string html, int at)
    {
        for (var value = false; at < html.Length; at++)
        {
            if (html[at] == '>')
                return at + 1;
            if (value && (html[at] is '"' or '\''))
            {
                var close = html.IndexOf(html[at], at + 1);
                if (close < 0)
                    return html.Length;
                at = close;
            }

            value = html[at] == '=' || (value && char.IsWhiteSpace(html[at]));
        }

        return html.Length;
    }
}
