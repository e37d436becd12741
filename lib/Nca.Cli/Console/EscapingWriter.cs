using System.Globalization;
using System.Text;

namespace Nca.Cli.Console;

/// <summary>
/// Writes text to a terminal as text: control characters, and those that turn the direction of writing, are shown as their numbers. Names
/// and messages from other people's files can then move no cursor, set no title and hide nothing. Line ends and tabs stay.
/// </summary>
internal sealed class EscapingWriter(TextWriter target) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => target.Encoding;

    public override void Write(char value)
    {
        if (IsHarmless(value))
            target.Write(value);
        else
            target.Write($"\\u{(int)value:x4}");
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer) => target.Write(Escaped(buffer));

    public override void WriteLine(string? value) => target.WriteLine(Escaped(value));

    public override void Flush() => target.Flush();

    /// <summary>A text with every harmful character shown as its number.</summary>
    public static string Escaped(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (IsHarmless(letter))
                escaped.Append(letter);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        return escaped.ToString();
    }

    private static bool IsHarmless(char letter) =>
        letter is '\n' or '\t'
        || (letter == '\r' && Environment.NewLine == "\r\n")
        || !(
            char.IsControl(letter)
            || letter
                is >= '\u202a'
                    and <= '\u202e'
                    or >= '\u2066'
                    and <= '\u2069'
                    or '\u200e'
                    or '\u200f'
                    or '\u061c'
                    or '\u2028'
                    or '\u2029'
        );
}
