using System.Text.RegularExpressions;
using Jint;
using Jint.Runtime;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Report;

/// <summary>
/// Typesets formulas ahead of time: KaTeX in a JavaScript interpreter, so that a report needs neither script nor network for them.
/// </summary>
public sealed partial class MathTypesetting
{
    // Far beyond what anyone writes; KaTeX calls itself for every level and takes a second for a thousand characters.
    private const int LongestFormula = 5000,
        DeepestFormula = 60,
        DeepestCalls = 600;

    // A long formula takes a million; the rest is for loops without end.
    private const int MostStatements = 30_000_000;

    private readonly Lazy<Engine> _katex = new(() =>
        new Engine(options => options.LimitRecursion(DeepestCalls).MaxStatements(MostStatements)).Execute(
            ReportAssets.Text("katex/katex.min.js")
        )
    );

    private readonly Lock _lock = new();

    /// <summary>The style sheet with its fonts inlined; needed once on a page with formulas (about 450 KB).</summary>
    public static string StyleSheet() =>
        FontSource()
            .Replace(
                ReportAssets.Text("katex/katex.min.css"),
                match =>
                    "src:url(data:font/woff2;base64,"
                    + $"{Convert.ToBase64String(ReportAssets.Bytes($"katex/{match.Groups[1].Value}"))}) format(\"woff2\")"
            );

    /// <summary>Typesets a formula.</summary>
    /// <param name="formula">LaTeX.</param>
    /// <param name="display">Whether it stands on a line of its own.</param>
    /// <returns>HTML with MathML for screen readers.</returns>
    /// <exception cref="NotebookException">KaTeX does not understand it, or it is too long or nested too deep.</exception>
    public string Render(string formula, bool display)
    {
        ArgumentNullException.ThrowIfNull(formula);
        if (formula.Length > LongestFormula)
            throw Refusal(formula, $"it has more than {LongestFormula} characters");
        if (DepthOf(formula) > DeepestFormula)
            throw Refusal(formula, $"it is nested more than {DeepestFormula} deep");
        try
        {
            return BigStack.Run(() =>
            {
                lock (_lock)
                    return _katex
                        .Value.SetValue("formula", formula)
                        .SetValue("display", display)
                        .Evaluate(
                            "katex.renderToString(formula, { displayMode: display, output: 'htmlAndMathml', strict: 'ignore', "
                                + "maxSize: 100 })"
                        )
                        .AsString();
            });
        }
        catch (JavaScriptException error)
        {
            throw Refusal(formula, error.Message);
        }
        catch (Exception error) when (error is JintException or InsufficientExecutionStackException or TimeoutException)
        {
            throw Refusal(formula, "it asks for too much work");
        }
    }

    private static NotebookException Refusal(string formula, string why)
    {
        var shown = TerminalText.Plain(formula.Length > 80 ? formula[..80] + "…" : formula);
        return new NotebookException($"The formula {shown} cannot be typeset: {TerminalText.Plain(why.Length > 200 ? why[..200] : why)}");
    }

    // Whatever opens something that holds other things.
    private static int DepthOf(string formula)
    {
        var (depth, most) = (0, 0);
        foreach (Match match in Nesting().Matches(formula))
        {
            if (match.Groups["open"].Success)
                most = Math.Max(most, ++depth);
            else if (match.Groups["close"].Success && depth > 0)
                depth--;
        }

        return most;
    }

    [GeneratedRegex(@"\\[{}\\]|(?<open>\\begin\b|\\left\b|\{)|(?<close>\\end\b|\\right\b|\})")]
    private static partial Regex Nesting();

    [GeneratedRegex("src:url\\(fonts/([A-Za-z0-9_-]+\\.woff2)\\)[^;}]*")]
    private static partial Regex FontSource();
}
