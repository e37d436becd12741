using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Report;

/// <summary>Writes a run as one HTML page that needs nothing else: no network, no file beside it.</summary>
/// <param name="math">Typesets formulas; shared between pages because starting it takes seconds.</param>
/// <param name="say">Hears in one line each what could not be shown as it was meant; nobody by default.</param>
public sealed partial class ReportPage(MathTypesetting math, Action<string>? say = null)
{
    /// <summary>The page of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>HTML.</returns>
    public string Write(NotebookRun run) => Write(run, "");

    /// <summary>The page of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="origin">Which notebook it is, besides its name.</param>
    internal string Write(NotebookRun run, string origin)
    {
        ArgumentNullException.ThrowIfNull(run);
        void Say(string line) => say?.Invoke($"{TerminalText.Plain(run.Name)}: {line}");
        var prose = new MarkdownText(math, Say);
        var body = new StringBuilder();
        var summary = SummaryOf(run) with { Origin = origin };
        for (var index = 0; index < run.Document.Cells.Count; index++)
        {
            var cell = run.Document.Cells[index];
            if (cell.Language == "meta" || cell.Text.Length == 0)
                continue;
            try
            {
                body.Append(Cell(run, index, prose, Say));
            }
#pragma warning disable CA1031 // Whatever is in a cell, the others are shown.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Say($"line {cell.FirstLine}: this cell could not be shown as it was meant: {TerminalText.Plain(error.Message)}");
                body.Append(MarkdownText.SourceOf(cell.Text, "This cell could not be shown as it was meant; this is its source."));
            }
        }

        // The parameters stand below the title and the paragraphs that introduce the notebook.
        var main = Anchors(body.ToString(), prose);
        main = NumberFigures(main);
        main = KeepFirst(main);
        var opening = FirstSection().Match(main);
        main = main.Insert(opening.Success ? opening.Index : 0, Banner(run) + NotRun(summary) + Parameters(run));
        var head = summary.ToScript() + (prose.HasMath ? $"<style>{MathTypesetting.StyleSheet()}</style>" : "");
        return PageFrame.Html(run.Title, Contents(prose), LateLibraries.MoveIn(main + Provenance(summary)), head);
    }

    /// <summary>What a report of a run says about itself.</summary>
    /// <param name="run">The run.</param>
    private static ReportSummary SummaryOf(NotebookRun run) =>
        new()
        {
            Name = run.Name,
            Title = run.Title,
            Sentence = Thumbnail.SentenceOf(run),
            Picture = Thumbnail.PictureOf(run),
            Status = run.Status,
            NotRun = CellLanguage.NotRun(run.Document),
            Error = run.Status == RunStatus.Succeeded ? "" : PrintedText.ToPlain(run.Error?.Split('\n')[0] ?? run.Status.ToString()),
            Seconds = run.Duration.TotalSeconds,
            Parameters = run.Parameters,
            Provenance = Facts(run),
        };

    private static string Cell(NotebookRun run, int index, MarkdownText prose, Action<string> say)
    {
        var cell = run.Document.Cells[index];
        switch (cell.Language)
        {
            case "markdown":
                return $"<div class=\"prose\">{prose.ToHtml(cell.Text)}</div>\n";
            case "html":
                return $"<div class=\"cell\">{Contained(cell.Text, say)}</div>\n";
            case "javascript":
                return $"<script>{Script(cell.Text)}</script>\n";
            case "csharp":
                var code = new StringBuilder();
                AppendCode(code, run, index, prose, say);
                return code.ToString();
            default:
                return $"<div class=\"cell\"><pre tabindex=\"0\">{Encode(cell.Text)}</pre><p "
                    + $"class=\"note\">{Encode(CellLanguage.Spoken(cell.Language))}: shown, not run.</p></div>\n";
        }
    }

    // Neither of these may stand in a script as it is: they would end it, or hide its end.
    private static string Script(string text) =>
        text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);

    // Markup that leaves nothing open, whoever wrote it.
    private static string Contained(string html, Action<string> say)
    {
        if (SelfContained.Of(html) is { } contained)
            return contained;
        const string Why = "This markup is nested too deep, or cannot be closed, and is shown as its source.";
        say(Why);
        return MarkdownText.SourceOf(html, Why);
    }

    private static void AppendCode(StringBuilder body, NotebookRun run, int index, MarkdownText prose, Action<string> say)
    {
        var (cell, result) = (run.Document.Cells[index], run.Cells[index]);
        var time =
            result.Seconds is { } seconds ? PageFrame.Spoken(seconds)
            : result.Began ? "did not end"
            : "did not run";

        // A cell that loads libraries, or sees to it that they are there, says nothing to a reader; the parameters stand in a table above.
        var open =
            cell.Text.StartsWith("#r ", StringComparison.Ordinal)
            || cell.Text.StartsWith("if (!System.IO.File.Exists(", StringComparison.Ordinal)
            || cell.Text.StartsWith("// parameters", StringComparison.Ordinal)
                ? ""
                : " open";
        var lines = cell.Text.Count(character => character == '\n') + 1;
        body.Append(
            $"<section class=\"cell\" aria-label=\"Code\" data-cell=\"{index}\"><details class=\"code\"{open}><summary><span "
                + $"class=\"fold\">C#, {lines} line{(lines == 1 ? "" : "s")}</span><span>{time}</span></summary><pre tabindex=\"0\" "
                + $"aria-label=\"C# code\"><code>{CodeColouring.ToHtml(cell.Text)}</code></pre></details>\n"
        );
        if (result.Outputs.Any(output => output.Kind == OutputKind.Error))
            body.Append("<span id=\"error\"></span>");
        foreach (var output in result.Outputs.Where(output => !output.IsEmpty))
            body.Append(Show(output, prose, say));
        body.Append("</section>\n");
    }

    private static string Show(CellOutput output, MarkdownText prose, Action<string> say) =>
        output switch
        {
            { Kind: OutputKind.Error } =>
                $"<pre class=\"output error\" role=\"alert\" tabindex=\"0\">{PrintedText.ToHtml(output.Content)}</pre>\n",
            { Kind: OutputKind.Printed } => Printed(PrintedText.ToHtml(output.Content.TrimEnd())) + "\n",
            { MimeType: "text/html" } when output.Content.Contains("<figure", StringComparison.Ordinal) =>
                $"<div class=\"output figures\">{Contained(output.Content, say)}</div>\n",
            { MimeType: "text/html" or "image/svg+xml" } => $"<div class=\"output\">{Contained(output.Content, say)}</div>\n",
            { MimeType: "text/markdown" } => $"<div class=\"output\">{prose.ToHtml(output.Content)}</div>\n",
            { MimeType: "image/png" or "image/jpeg" or "image/gif" } => "<div class=\"output\"><img alt=\"Output of the cell\" "
                + $"src=\"data:{output.MimeType};base64,{Encode(output.Content)}\"></div>\n",
            _ => $"<pre class=\"output printed\" tabindex=\"0\" aria-label=\"Value\">{PrintedText.ToHtml(output.Content)}</pre>\n",
        };

    private static string NotRun(ReportSummary summary) =>
        summary.NotRun.Length == 0
            ? ""
            : $"<p class=\"banner\">Only C# cells run here. Shown, but not run: {Encode(summary.NotRun)}.</p>\n";

    private static string Banner(NotebookRun run) =>
        run.Status == RunStatus.Succeeded
            ? ""
            : $"<p class=\"banner\" role=\"alert\"><strong>This notebook did not run to its end: {Spoken(run.Status)}.</strong> "
                + $"{Encode(PrintedText.ToPlain(run.Error?.Split('\n')[0] ?? ""))} "
                + $"{(run.Error is null ? "" : "<a href=\"#error\">Where it happened</a>")}</p>\n";

    private static string Parameters(NotebookRun run)
    {
        if (run.Parameters.Count == 0)
            return "";
        var rows = string.Concat(
            run.Parameters.Select(parameter =>
                $"<tr{(parameter.Altered ? " class=\"altered\"" : "")}><td>{Encode(parameter.Name)}</td><td>"
                + $"{Encode(parameter.Literal)}{(parameter.Altered ? " (altered)" : "")}</td><td>{Encode(parameter.Comment)}</td>"
                + "</tr>"
            )
        );
        return "<section class=\"parameters\" aria-labelledby=\"parameters-title\"><h2 id=\"parameters-title\">Parameters of this "
            + "run</h2><div class=\"wide\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Name</th><th "
            + $"scope=\"col\">Value</th><th scope=\"col\">Meaning</th></tr></thead><tbody>{rows}</tbody></table></div></section>\n";
    }

    private static ReportFact[] Facts(NotebookRun run) =>
        [
            new(
                "Notebook",
                $"{Path.GetFileName(run.File)}, SHA-256 "
                    + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run.Document.Write())))[..16]}…"
            ),
            new(
                "Run",
                $"{run.Began.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}, "
                    + $"{PageFrame.Spoken(run.Duration.TotalSeconds)}, {Spoken(run.Status)}"
            ),
            new(
                "Machine",
                $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores"
            ),
            new("Runtime", RuntimeInformation.FrameworkDescription),
            new("Source", SourceRevision.Of(run.File) ?? "not under version control"),
        ];

    private static string Provenance(ReportSummary summary) =>
        "<section class=\"provenance\" aria-labelledby=\"provenance-title\"><h2 "
        + $"id=\"provenance-title\">Provenance</h2>{Listed(summary.Provenance)}</section>\n";

    /// <summary>Facts as a list.</summary>
    internal static string Listed(IEnumerable<ReportFact> facts) =>
        $"<dl>{string.Concat(facts.Select(fact => $"<dt>{Encode(fact.Name)}</dt><dd>{Encode(fact.Value)}</dd>"))}</dl>";

    /// <summary>What a cell printed.</summary>
    /// <param name="content">The text as HTML.</param>
    internal static string Printed(string content) =>
        $"<pre class=\"output printed\" tabindex=\"0\" aria-label=\"Printed text\">{content}</pre>";

    private static string Contents(MarkdownText prose) =>
        string.Concat(
            prose
                .Headings.Where(heading => heading.Level is 2 or 3)
                .Select(heading =>
                    $"<li{(heading.Level == 3 ? " class=\"deep\"" : "")}><a href=\"#{Encode(heading.Id)}\">{Encode(heading.Text)}</a></li>"
                )
        );

    private static string Anchors(string html, MarkdownText prose) =>
        HeadingEnd()
            .Replace(html, match =>
            {
                var heading = prose.Headings.FirstOrDefault(known => known.Id == match.Groups[2].Value);
                return heading.Id is null
                    ? match.Value
                    : $"{match.Groups[1].Value}<a class=\"anchor\" href=\"#{Encode(heading.Id)}\" aria-label=\"Link to "
                        + $"{Encode(heading.Text)}\">#</a></h{match.Groups[3].Value}>";
            });

    private static string NumberFigures(string html)
    {
        var (number, taken) = (0, new HashSet<string>());
        return FigureCaption()
            .Replace(html, match =>
            {
                number++;
                var begin = match.Groups[1].Value;
                var stated = FigureIdentity().Match(begin);
                var id = stated.Success ? stated.Groups[1].Value : $"figure-{number}";

                // Two figures of one title still have links of their own.
                var unique = id;
                for (var copy = 2; !taken.Add(unique); copy++)
                    unique = $"{id}-{copy}";
                begin = stated.Success
                    ? string.Concat(begin.AsSpan(0, stated.Index), $"id=\"{unique}\"", begin.AsSpan(stated.Index + stated.Length))
                    : begin.Replace("<figure", $"<figure id=\"{unique}\"", StringComparison.Ordinal);
                return $"{begin}{match.Groups[2].Value}<figcaption{match.Groups[3].Value}><a class=\"figure-number\" "
                    + $"href=\"#{unique}\">Figure {number}.</a> ";
            });
    }

    // A library or style with a name comes once, however many cells emit it.
    private static string KeepFirst(string html)
    {
        var kept = new HashSet<string>();
        return NamedLibrary().Replace(html, match => kept.Add(match.Groups[2].Value) ? match.Value : "");
    }

    internal static string Spoken(RunStatus status) =>
        status switch
        {
            RunStatus.Succeeded => "all cells ran",
            RunStatus.Failed => "a cell failed",
            RunStatus.TimedOut => "the time was up",
            RunStatus.Cancelled => "stopped by hand",
            _ => "the process ended by itself",
        };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex("<(script|style) id=\"(nca-[a-z-]+)\"[^>]*>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex NamedLibrary();

    [GeneratedRegex("<h2 |<section class=\"cell\"")]
    private static partial Regex FirstSection();

    [GeneratedRegex("(<h[23] id=\"([^\"]+)\"[^>]*>.*?)</h([23])>", RegexOptions.Singleline)]
    private static partial Regex HeadingEnd();

    [GeneratedRegex("(<figure[^>]*class=\"[^\"]*nca-figure[^>]*>)((?:(?!</figure>).)*?)<figcaption([^>]*)>", RegexOptions.Singleline)]
    private static partial Regex FigureCaption();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex FigureIdentity();
}
