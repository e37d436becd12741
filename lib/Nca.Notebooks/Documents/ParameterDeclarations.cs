using System.Globalization;
using System.Text.RegularExpressions;

namespace Nca.Notebooks.Documents;

/// <summary>
/// Finds the declarations <c>type Name = literal;</c> of a cell, outside of any block. It goes once over the text and never into it: the
/// compiler's own parser, and even its lexer, may take minutes or end the process over deeply nested code.
/// </summary>
internal static partial class ParameterDeclarations
{
    /// <summary>A declaration: its parameter, where the literal begins, and how long it is.</summary>
    public readonly record struct Found(NotebookParameter Parameter, int Start, int Length);

    /// <summary>The declarations in their order.</summary>
    /// <param name="text">The cell.</param>
    public static List<Found> In(string text)
    {
        var found = new List<Found>();
        for (var at = 0; at < text.Length;)
        {
            at = SkipBlank(text, at);
            if (Declaration().Match(text, at) is { Success: true } declaration)
                at = Declarators(text, declaration, found);
            at = SkipStatement(text, at);
        }

        return found;
    }

    private static int Declarators(string text, Match declaration, List<Found> found)
    {
        var declared = declaration.Groups["type"].Value;
        var at = declaration.Groups["type"].Index + declaration.Groups["type"].Length;
        if (at < text.Length && text[at] == '?')
            at++;
        while (Declarator().Match(text, at) is { Success: true } declarator)
        {
            var literal = declarator.Groups["literal"];
            var type = declared == "var" ? TypeOf(literal.Value) : declared;
            if (type is not null && (declared == "var" || Fits(literal.Value, declared)))
                found.Add(
                    new Found(
                        new NotebookParameter(declarator.Groups["name"].Value, literal.Value, type, CommentAfter(text, literal)),
                        literal.Index,
                        literal.Length
                    )
                );
            at = literal.Index + literal.Length;
            var next = SkipBlank(text, at);
            if (next >= text.Length || text[next] != ',')
                break;
            at = next + 1;
        }

        return at;
    }

    private static string CommentAfter(string text, Group literal)
    {
        var end = text.IndexOf('\n', literal.Index + literal.Length);
        var line = text[(literal.Index + literal.Length)..(end < 0 ? text.Length : end)];
        var comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 ? "" : line[(comment + 2)..].Trim();
    }

    // A literal of another kind than the type is a mistake of the cell, which the compiler names.
    private static bool Fits(string literal, string type) =>
        TypeOf(literal) is { } own
        && type switch
        {
            "bool" or "string" or "char" => own == type,
            _ => own is not ("bool" or "string" or "char"),
        };

    private static string? TypeOf(string literal)
    {
        if (literal is "true" or "false")
            return "bool";
        if (literal[^1] is '"')
            return "string";
        if (literal[^1] is '\'')
            return "char";
        var number = literal.TrimStart('-', '+', ' ').Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var basis =
            number.StartsWith("0x", StringComparison.Ordinal) ? 16
            : number.StartsWith("0b", StringComparison.Ordinal) ? 2
            : 10;
        if (basis == 10 && (number[^1] is 'f' or 'd' or 'm'))
            return number[^1] == 'f' ? "float"
                : number[^1] == 'd' ? "double"
                : "decimal";
        if (basis == 10 && number.AsSpan().ContainsAny('.', 'e'))
            return "double";
        var digits = number.TrimEnd('u', 'l');
        var (unsigned, isLong) = (number[digits.Length..].Contains('u'), number[digits.Length..].Contains('l'));
        try
        {
            var value = basis == 10 ? ulong.Parse(digits, CultureInfo.InvariantCulture) : Convert.ToUInt64(digits[2..], basis);
            return (unsigned, isLong, value) switch
            {
                (true, true, _) or (_, _, > long.MaxValue) => "ulong",
                (true, false, <= uint.MaxValue) => "uint",
                (true, _, _) => "ulong",
                (_, true, _) => "long",
                (_, _, <= int.MaxValue) => "int",
                (_, _, 1ul + int.MaxValue) when literal[0] == '-' => "int",
                (_, _, <= uint.MaxValue) when literal[0] != '-' => "uint",
                _ => "long",
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static int SkipBlank(string text, int at)
    {
        while (at < text.Length)
            if (char.IsWhiteSpace(text[at]) || text[at] == ';')
                at++;
            else if (string.CompareOrdinal(text, at, "//", 0, 2) == 0 || text[at] == '#')
                at = EndOf(text, "\n", at);
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = EndOf(text, "*/", at + 2);
            else
                break;
        return at;
    }

    // To behind the semicolon that ends it, or the brace that closes its block.
    private static int SkipStatement(string text, int at)
    {
        for (var depth = 0; at < text.Length;)
        {
            if (string.CompareOrdinal(text, at, "//", 0, 2) == 0)
                at = EndOf(text, "\n", at);
            else if (string.CompareOrdinal(text, at, "/*", 0, 2) == 0)
                at = EndOf(text, "*/", at + 2);
            else if (Quoted().Match(text, at) is { Success: true } quoted)
                at += quoted.Length;
            else if (text[at] is '(' or '[' or '{')
                (depth, at) = (depth + 1, at + 1);
            else if (text[at] is ')' or ']' or '}')
            {
                var closes = text[at++] == '}';
                depth = Math.Max(0, depth - 1);
                if (closes && depth == 0)
                    return at;
            }
            else if (text[at++] == ';' && depth == 0)
                return at;
        }

        return at;
    }

    private static int EndOf(string text, string mark, int from)
    {
        var end = text.IndexOf(mark, Math.Min(from, text.Length), StringComparison.Ordinal);
        return end < 0 ? text.Length : end + mark.Length;
    }

    [GeneratedRegex(
        @"\G(?:const\s+)?(?<type>var|int|long|float|double|bool|string|decimal|uint|ulong|short|ushort|byte|sbyte|char)(?=\??\s)"
    )]
    private static partial Regex Declaration();

    private const string Text = @"""{3,}(?s:.)*?""{3,}|@""(?:[^""]|"""")*""|""(?:[^""\\\n]|\\.)*""";

    private const string Letter = @"'(?:[^'\\\n]|\\[^\n][0-9A-Fa-f]*)'";

    [GeneratedRegex(@"\G(?:\$*(?:" + Text + "|" + Letter + "))")]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"\G\s*@?(?<name>[\p{L}_][\p{L}\p{N}_]*)\s*=\s*(?<literal>"
            + Text
            + "|"
            + Letter
            + @"|true\b|false\b|[-+]?\s*(?:[0-9]|\.[0-9])(?:[0-9A-Za-z_.]|(?<=[0-9.][eE])[-+])*)(?=\s*[;,])"
    )]
    private static partial Regex Declarator();
}
