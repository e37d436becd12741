using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Nca.Notebooks.Report;

/// <summary>
/// Printed text as a terminal shows it: colours and weights of escape sequences become markup, a line that was written over with carriage
/// returns is shown as it was left, and what else moves a cursor is dropped.
/// </summary>
internal static partial class PrintedText
{
    // Colour, or null for the page's own; a bold, faint, italic, underlined, struck or inverse one.
    private readonly record struct Look(
        AnsiColour? Ink,
        AnsiColour? Paper,
        bool Bold,
        bool Faint,
        bool Italic,
        bool Underlined,
        bool Struck,
        bool Inverse
    );

    private const int WidestLine = 20_000;

    /// <summary>The text as HTML.</summary>
    /// <param name="text">What was printed.</param>
    public static string ToHtml(string text)
    {
        if (!text.Any(character => char.IsControl(character) && character is not ('\n' or '\t')))
            return Encode(text);
        var html = new StringBuilder();
        var look = default(Look);
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (index > 0)
                html.Append('\n');
            AppendLine(html, lines[index], ref look);
        }

        return html.ToString();
    }

    /// <summary>The text alone, as a terminal shows it without its colours.</summary>
    /// <param name="text">What was printed.</param>
    public static string ToPlain(string text) => WebUtility.HtmlDecode(Tag().Replace(ToHtml(text), ""));

    // One line of a terminal: cells that are written over from wherever the cursor was put.
    private static void AppendLine(StringBuilder html, string line, ref Look look)
    {
        var cells = new List<(string Letter, Look Look)>();
        var cursor = 0;
        for (var at = 0; at < line.Length;)
        {
            if (Escape().Match(line, at) is { Success: true } escape)
            {
                at += escape.Length;
                var (kind, numbers) = (escape.Groups["kind"].Value, escape.Groups["numbers"].Value);
                if (kind == "m")
                    look = Changed(look, numbers);
                else if (kind == "K")
                    Erase(cells, numbers, cursor);
                else if (kind == "G")
                    cursor = Number(numbers, 1) - 1;
                else if (kind == "C")
                    cursor += Number(numbers, 1);
                else if (kind == "D")
                    cursor -= Number(numbers, 1);
                cursor = Math.Clamp(cursor, 0, WidestLine);
                continue;
            }

            if (line[at] == '\r')
                cursor = 0;
            else if (line[at] == '\b')
                cursor = Math.Max(0, cursor - 1);
            else if (line[at] == '\t' || !char.IsControl(line[at]))
            {
                var length = StringInfo.GetNextTextElementLength(line.AsSpan(at));
                var cell = (line.Substring(at, length), look);
                while (cells.Count < cursor)
                    cells.Add((" ", default));
                if (cursor < cells.Count)
                    cells[cursor] = cell;
                else
                    cells.Add(cell);
                cursor++;
                at += length;
                continue;
            }

            at++;
        }

        for (var begin = 0; begin < cells.Count;)
        {
            var end = begin;
            while (end < cells.Count && cells[end].Look == cells[begin].Look)
                end++;
            var run = Encode(string.Concat(cells[begin..end].Select(cell => cell.Letter)));
            html.Append(cells[begin].Look == default ? run : $"<span{AttributesOf(cells[begin].Look)}>{run}</span>");
            begin = end;
        }
    }

    private static void Erase(List<(string Letter, Look Look)> cells, string numbers, int cursor)
    {
        switch (Number(numbers, 0))
        {
            case 0 when cursor < cells.Count:
                cells.RemoveRange(cursor, cells.Count - cursor);
                break;
            case 1:
                for (var index = 0; index < Math.Min(cells.Count, cursor + 1); index++)
                    cells[index] = (" ", default);
                break;
            case 2:
                cells.Clear();
                break;
        }
    }

    private static Look Changed(Look look, string text)
    {
        var numbers = text.Split(';', ':')
            .Select(part => int.TryParse(part, NumberStyles.None, null, out var number) ? number : 0)
            .ToArray();
        for (var at = 0; at < numbers.Length; at++)
        {
            var number = numbers[at];
            look = number switch
            {
                0 => default,
                1 => look with { Bold = true },
                2 => look with { Faint = true },
                3 => look with { Italic = true },
                4 or 21 => look with { Underlined = true },
                7 => look with { Inverse = true },
                9 => look with { Struck = true },
                22 => look with { Bold = false, Faint = false },
                23 => look with { Italic = false },
                24 => look with { Underlined = false },
                27 => look with { Inverse = false },
                29 => look with { Struck = false },
                >= 30 and <= 37 => look with { Ink = AnsiColour.Named(number - 30) },
                39 => look with { Ink = null },
                >= 40 and <= 47 => look with { Paper = AnsiColour.Named(number - 40) },
                49 => look with { Paper = null },
                >= 90 and <= 97 => look with { Ink = AnsiColour.Named(number - 90 + 8) },
                >= 100 and <= 107 => look with { Paper = AnsiColour.Named(number - 100 + 8) },
                _ => look,
            };
            if (number is 38 or 48)
            {
                var (colour, taken) = Extended(numbers.AsSpan(at + 1));
                at += taken;
                if (colour is not null)
                    look = number == 38 ? look with { Ink = colour } : look with { Paper = colour };
            }
        }

        return look;
    }

    // 5;n is one of 256, 2;r;g;b any.
    private static (AnsiColour? Colour, int Taken) Extended(ReadOnlySpan<int> numbers) =>
        numbers is [5, var index, ..] ? (AnsiColour.Indexed(Math.Clamp(index, 0, 255)), 2)
        : numbers is [2, var red, var green, var blue, ..]
            ? (new AnsiColour((byte)Math.Clamp(red, 0, 255), (byte)Math.Clamp(green, 0, 255), (byte)Math.Clamp(blue, 0, 255)), 4)
        : (null, numbers.Length);

    private static string AttributesOf(Look look)
    {
        var (ink, paper) = look.Inverse ? (look.Paper, look.Ink) : (look.Ink, look.Paper);
        var classes = new List<string>();
        if (look.Bold)
            classes.Add("ansi-bold");
        if (look.Faint)
            classes.Add("ansi-faint");
        if (look.Italic)
            classes.Add("ansi-italic");
        if (look.Underlined)
            classes.Add("ansi-underlined");
        if (look.Struck)
            classes.Add("ansi-struck");
        var style = "";
        if (paper is { } ground)
            style = $"color:{(ink ?? ground.Opposite()).ReadableOn(ground)};background:{ground}";
        else if (look.Inverse)
            classes.Add("ansi-inverse");
        else if (ink is { } colour)
        {
            classes.Add("ansi");
            style = $"--light:{colour.ReadableOn(AnsiColour.LightPaper)};--dark:{colour.ReadableOn(AnsiColour.DarkPaper)}";
        }

        return (classes.Count == 0 ? "" : $" class=\"{string.Join(' ', classes)}\"") + (style.Length == 0 ? "" : $" style=\"{style}\"");
    }

    private static int Number(string text, int otherwise) =>
        int.TryParse(text.Split(';')[0], NumberStyles.None, null, out var number) ? number : otherwise;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    // Control sequences (ESC [ … letter), operating system commands (ESC ] … to a bell or ESC \), and the short ones; each also cut off.
    [GeneratedRegex(
        "\\G(?:(?:\u001b\\[|\u009b)(?<numbers>[0-9:;<=>?]*)[ -/]*(?<kind>[@-~]|$)"
            + "|(?:\u001b[\\]PX^_]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\\\|\u009c|$)?"
            + "|\u001b[ -/]*[0-~]?)"
    )]
    private static partial Regex Escape();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
