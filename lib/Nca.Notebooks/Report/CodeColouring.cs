using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nca.Notebooks.Report;

/// <summary>
/// Colours C# by the compiler's own tokens. It knows scripts and new syntax, which a pattern-based highlighter does not, and the
/// compiler is here anyway.
/// </summary>
internal static class CodeColouring
{
    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        foreach (var token in root.DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia) Append(html, trivia.ToFullString(), ClassOf(trivia));
            Append(html, token.Text, ClassOf(token));
            foreach (var trivia in token.TrailingTrivia) Append(html, trivia.ToFullString(), ClassOf(trivia));
        }

        return html.ToString();
    }

    private static string ClassOf(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) ? "code-c" : trivia.IsDirective ? "code-k" : "";

    private static string ClassOf(SyntaxToken token)
    {
        if (token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.CharacterLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || token.IsKind(SyntaxKind.InterpolatedStringStartToken) || token.IsKind(SyntaxKind.InterpolatedStringEndToken)) return "code-s";
        if (token.IsKind(SyntaxKind.NumericLiteralToken)) return "code-n";
        if (token.IsKeyword() || token.IsContextualKeyword() || token.Text is "var") return "code-k";
        return token.IsKind(SyntaxKind.IdentifierToken) && char.IsUpper(token.Text.FirstOrDefault()) && token.Parent is SimpleNameSyntax { Parent: not InvocationExpressionSyntax and not NameColonSyntax } ? "code-t" : "";
    }

    private static void Append(StringBuilder html, string text, string cssClass)
    {
        var encoded = WebUtility.HtmlEncode(text);
        if (cssClass.Length == 0 || text.Trim().Length == 0) html.Append(encoded);
        else html.Append($"<span class=\"{cssClass}\">{encoded}</span>");
    }
}
