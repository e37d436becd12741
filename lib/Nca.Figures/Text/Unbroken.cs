using System.Net;
using System.Text.RegularExpressions;

namespace Nca.Figures.Text;

/// <summary>Numbers that a line must not break: a value and its unit, the ends of an interval, a deviation.</summary>
internal static partial class Unbroken
{
    /// <summary>The same text, with spaces that do not break where one belongs together.</summary>
    /// <param name="text">A caption, a label or a cell of a table.</param>
    public static string Of(string text) => Together().Replace(text, "\u00a0");

    /// <summary>That text for HTML.</summary>
    /// <param name="text">A caption, a label or a cell of a table.</param>
    public static string Html(string text) => WebUtility.HtmlEncode(Of(text));

    // Before %, around ±, after ≤ and ≥, and inside [low, high].
    [GeneratedRegex(@"(?<=\d) (?=%)|(?<=\d) (?=± \d)|(?<=[±≤≥]) (?=[\d-])|(?<=\[[-\d.]+,) (?=[-\d.]+\])")]
    private static partial Regex Together();
}
