namespace Nca.Notebooks.Markup;

/// <summary>How deep a markdown text is nested, at most, told from its characters: its parser takes minutes to find out.</summary>
internal static class MarkdownDepth
{
    /// <summary>Levels that a text may have.</summary>
    public const int Most = 100;

    // An unclosed emphasis in each of so many places is looked at again for each of the others.
    private const int MostRunsInAParagraph = 15_000;

    /// <summary>
    /// The deepest place: quotes and lists by what a line begins with, brackets by counting, emphasis by runs of its marks.
    /// </summary>
    /// <param name="markdown">The text.</param>
    public static int Of(string markdown)
    {
        var (most, brackets, runs) = (0, 0, 0);
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                (brackets, runs) = (0, 0);
                continue;
            }

            most = Math.Max(most, Containers(line));
            for (var at = 0; at < line.Length; at++)
            {
                if (line[at] == '\\')
                {
                    at++;
                    continue;
                }

                if (line[at] == '[')
                    brackets++;
                else if (line[at] == ']' && brackets > 0)
                    brackets--;
                else if (line[at] is '*' or '_' or '~' or '^' or '+' or '=' or '`' && (at == 0 || line[at - 1] != line[at]))
                    runs++;
                else if (line[at] == '<' && at + 1 < line.Length && line[at + 1] is '!' or '?')
                    runs++;
            }

            most = Math.Max(most, brackets);
            if (runs > MostRunsInAParagraph)
                return int.MaxValue;
        }

        return most;
    }

    // Marks of quotes and list items, and the levels that an indentation may stand for.
    private static int Containers(ReadOnlySpan<char> line)
    {
        var (marks, blanks) = (0, 0);
        for (var at = 0; at < line.Length; at++)
        {
            var isBullet = line[at] is '-' or '*' or '+' && (at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]));
            if (char.IsWhiteSpace(line[at]))
            {
                blanks += line[at] == '\t' ? 4 : 1;
            }
            else if (line[at] == '>' || isBullet)
            {
                marks++;
            }
            else if (char.IsAsciiDigit(line[at]))
            {
                var end = at;
                while (end < line.Length && char.IsAsciiDigit(line[end]))
                    end++;
                if (end == line.Length || line[end] is not ('.' or ')'))
                    break;
                marks++;
                at = end;
            }
            else
            {
                break;
            }
        }

        return marks == 0 ? 0 : marks + blanks / 4;
    }
}
