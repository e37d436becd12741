using System.Text.RegularExpressions;
using Jint;

namespace Nca.Notebooks.Report;

/// <summary>
/// Typesets formulas ahead of time: KaTeX in a JavaScript interpreter, so that a report needs neither script nor network for them.
/// </summary>
public sealed partial class MathTypesetting
{
    private readonly Lazy<Engine> _katex = new(() => new Engine().Execute(ReportAssets.Text("katex/katex.min.js")));

    /// <summary>The style sheet with its fonts inlined; needed once on a page with formulas (about 450 KB).</summary>
    public static string StyleSheet() =>
        FontSource()
            .Replace(
                ReportAssets.Text("katex/katex.min.css"),
                match =>
                    $"src:url(data:font/woff2;base64,{Convert.ToBase64String(ReportAssets.Bytes($"katex/{match.Groups[1].Value}"))}) format(\"woff2\")"
            );

    /// <summary>Typesets a formula.</summary>
    /// <param name="formula">LaTeX.</param>
    /// <param name="display">Whether it stands on a line of its own.</param>
    /// <returns>HTML with MathML for screen readers.</returns>
    /// <exception cref="NotebookException">KaTeX does not understand it.</exception>
    public string Render(string formula, bool display)
    {
        try
        {
            var engine = _katex.Value;
            engine.SetValue("formula", formula).SetValue("display", display);
            return engine
                .Evaluate("katex.renderToString(formula, { displayMode: display, output: 'htmlAndMathml', strict: 'ignore' })")
                .AsString();
        }
        catch (Jint.Runtime.JavaScriptException error)
        {
            throw new NotebookException($"The formula {formula} cannot be typeset: {error.Message}");
        }
    }

    [GeneratedRegex("src:url\\(fonts/([A-Za-z0-9_-]+\\.woff2)\\)[^;}]*")]
    private static partial Regex FontSource();
}
