using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nca.Notebooks.Report;

/// <summary>
/// Colours C# by the compiler's own tokens. It knows scripts and new syntax, which a pattern-based highlighter does not, and the
/// compiler is here anyway. Each line is an element of its own that knows its indentation, so that a long line can break and go on
/// further in: nothing of it is hidden, on a phone and on paper too.
/// </summary>
internal static class CodeColouring
{
    // Far beyond what anyone writes; the compiler's parser takes minutes over thousands.
    private const int Deepest = 200;

    public static string ToHtml(string code)
    {
        if (Depth(code) <= Deepest)
            try
            {
                return Coloured(code);
            }
            catch (InsufficientExecutionStackException)
            {
                // Shown without colours.
            }

        var plain = new List<StringBuilder> { new() };
        Append(plain, code, "");
        return Lines(plain, code);
    }

    private static string Coloured(string code)
    {
        var lines = new List<StringBuilder> { new() };
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            // A long chain of calls may break before its dots, and after what opens its arguments.
            if (token.IsKind(SyntaxKind.DotToken))
                lines[^1].Append("<wbr>");
            foreach (var trivia in token.LeadingTrivia)
                Append(lines, trivia.ToFullString(), ClassOf(trivia));
            Append(lines, token.Text, ClassOf(token));
            if (token.IsKind(SyntaxKind.OpenParenToken))
                lines[^1].Append("<wbr>");
            foreach (var trivia in token.TrailingTrivia)
                Append(lines, trivia.ToFullString(), ClassOf(trivia));
        }

        return Lines(lines, code);
    }

    // Brackets that are open at once, and words or signs in one line of code that may each hold the next.
    private static int Depth(string code)
    {
        var (depth, most, chained) = (0, 0, 0);
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] is '(' or '[' or '{' or '<')
                most = Math.Max(most, ++depth);
            else if (code[at] is ')' or ']' or '}' or '>')
                depth = Math.Max(0, depth - 1);
            else if (code[at] is ';')
                chained = 0;
            else if (code[at] is '?' or '!' or '-' or '~' or '&' or '^' or '=' && ++chained > 20 * Deepest)
                return int.MaxValue;
        }

        return most;
    }

    private static string Lines(List<StringBuilder> lines, string code)
    {
        var indents = code.Split('\n').Select(line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Zip(indents, (line, indent) => $"<span class=\"line\" style=\"--indent:{indent}\">{line}\n</span>"));
    }

    private static string ClassOf(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) ? "code-c"
        : trivia.IsDirective ? "code-k"
        : "";

    private static string ClassOf(SyntaxToken token)
    {
        if (
            token.IsKind(SyntaxKind.StringLiteralToken)
            || token.IsKind(SyntaxKind.CharacterLiteralToken)
            || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || token.IsKind(SyntaxKind.InterpolatedStringStartToken)
            || token.IsKind(SyntaxKind.InterpolatedStringEndToken)
        )
            return "code-s";
        if (token.IsKind(SyntaxKind.NumericLiteralToken))
            return "code-n";
        if (token.IsKeyword() || token.IsContextualKeyword() || token.Text is "var")
            return "code-k";
        return
            token.IsKind(SyntaxKind.IdentifierToken)
            && char.IsUpper(token.Text.FirstOrDefault())
            && token.Parent is SimpleNameSyntax { Parent: not InvocationExpressionSyntax and not NameColonSyntax }
            ? "code-t"
            : "";
    }

    // Comments and strings may reach over several lines; their colour begins anew in each.
    private static void Append(List<StringBuilder> lines, string text, string cssClass)
    {
        var parts = text.Split('\n');
        for (var index = 0; index < parts.Length; index++)
        {
            if (index > 0)
                lines.Add(new StringBuilder());
            var encoded = WebUtility.HtmlEncode(parts[index].TrimEnd('\r'));
            if (cssClass.Length == 0 || parts[index].Trim().Length == 0)
                lines[^1].Append(encoded);
            else
                lines[^1].Append($"<span class=\"{cssClass}\">{encoded}</span>");
        }
    }
}
