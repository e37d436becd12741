using System.Globalization;
using System.Text;

namespace Nca.Notebooks;

/// <summary>Text from a file or a cell on its way to a terminal.</summary>
internal static class TerminalText
{
    private const int Longest = 2000;

    /// <summary>
    /// The text in one line in which nothing can move the cursor, colour, or reorder what stands beside it: control and formatting
    /// characters are written as <c>\u001b</c>, and what is longer than 2,000 characters is cut.
    /// </summary>
    /// <param name="text">Any text; null is as empty.</param>
    public static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var character in text ?? "")
        {
            if (plain.Length >= Longest)
                return plain.Append('…').ToString();
            var isHarmful =
                char.GetUnicodeCategory(character)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator;

            // A joiner is part of many a pictogram's name, and moves nothing.
            if (isHarmful && character != '\u200D')
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                plain.Append(character);
        }

        return plain.ToString();
    }
}
