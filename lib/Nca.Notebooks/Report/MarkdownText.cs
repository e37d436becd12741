using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Report;

/// <summary>
/// Turns markdown cells into HTML with typeset formulas. Whatever the text is, something of it is shown: what cannot be turned is shown as
/// its source.
/// </summary>
internal sealed partial class MarkdownText
{
    // Where a formula belongs while the markup around it is looked through; no text has these characters.
    private const char FormulaBegin = '\uE0F0',
        FormulaEnd = '\uE0F1';

    private const int LongestText = 20_000_000;

    private const string TooDeep = "This text is nested too deep and is shown as its source.";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseFootnotes()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .UseEmphasisExtras()
        .UseMathematics()
        .UseGenericAttributes()
        .Build();

    private readonly MathTypesetting _math;
    private readonly Action<string> _say;
    private readonly HashSet<string> _ids = [];

    /// <param name="math">Typesets the formulas.</param>
    /// <param name="say">Hears in one line what could not be shown as it was meant.</param>
    public MarkdownText(MathTypesetting math, Action<string> say) => (_math, _say) = (math, say);

    /// <summary>How long a text may take; one that takes longer is made to.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Headings so far: level, id and plain text.</summary>
    public List<(int Level, string Id, string Text)> Headings { get; } = [];

    /// <summary>Whether a formula occurred.</summary>
    public bool HasMath { get; private set; }

    /// <summary>The HTML of a text; markup in it is closed where the text ends.</summary>
    /// <param name="markdown">The text.</param>
    public string ToHtml(string markdown)
    {
        try
        {
            var document = Parse(markdown.Replace(FormulaBegin, '\uFFFD').Replace(FormulaEnd, '\uFFFD'));
            return BigStack.Run(() => Write(document));
        }
        catch (NotebookException error)
        {
            return Source(markdown, error.Message);
        }
#pragma warning disable CA1031 // Whatever a text does to its parser, the report is written.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Source(markdown, $"This text could not be turned into HTML: {error.Message}");
        }
    }

    /// <summary>The text without its markup; empty where that cannot be told.</summary>
    /// <param name="markdown">The text.</param>
    public static string ToPlain(string markdown)
    {
        try
        {
            RequireFlat(markdown);
            return BigStack.Run(() => Markdown.ToPlainText(markdown), Patience);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "";
        }
    }

    // Parsed apart from everything else, so that one that takes too long can be left alone.
    private static MarkdownDocument Parse(string markdown)
    {
        RequireFlat(markdown);
        try
        {
            return BigStack.Run(() => Markdown.Parse(markdown, Pipeline), Patience);
        }
        catch (ArgumentException)
        {
            throw new NotebookException(TooDeep);
        }
        catch (TimeoutException)
        {
            throw new NotebookException($"This text takes more than {Patience.TotalSeconds:0} seconds to read and is shown as its source.");
        }
    }

    private static void RequireFlat(string markdown)
    {
        if (markdown.Length > LongestText)
            throw new NotebookException($"This text has more than {LongestText} characters and is shown as its source.");
        if (MarkdownDepth.Of(markdown) > MarkdownDepth.Most)
            throw new NotebookException(TooDeep);
    }

    private string Write(MarkdownDocument document)
    {
        var headings = new List<(int Level, string Id, string Text)>();
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var id = heading.GetAttributes().Id ?? "section";
            var unique = id;
            for (var number = 2; !_ids.Add(unique); number++)
                unique = $"{id}-{number}";
            heading.GetAttributes().Id = unique;
            headings.Add((heading.Level, unique, PlainText(heading.Inline)));
        }

        foreach (var link in document.Descendants<LinkInline>())
            if (link.Url is { } address && DibLink().IsMatch(address))
                link.Url = DibLink().Replace(address, "$1.html$2");

        var formulas = new List<(string Text, bool Display)>();
        string Place(string text, bool display)
        {
            formulas.Add((text, display));
            return $"{FormulaBegin}{formulas.Count - 1}{FormulaEnd}";
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.RemoveAll(existing => existing is HtmlMathBlockRenderer or HtmlMathInlineRenderer);
        renderer.ObjectRenderers.Insert(0, new Formula<MathBlock>(block => Place(block.Lines.ToString(), display: true)));
        renderer.ObjectRenderers.Insert(
            0,
            new Formula<MathInline>(inline => Place(inline.Content.ToString(), display: inline.DelimiterCount == 2))
        );
        renderer.Render(document);
        var html = Closed(writer.ToString());
        if (MarkupDepth.Of(html) > MarkupDepth.Most)
            throw new NotebookException(TooDeep);
        var allowed = new AllowedMarkup { LinksLeadOut = true };
        html = allowed.Write(SelfContained.Parse(html));
        if (allowed.LeftOut.Count > 0)
            _say(
                "Not shown in a report's text: "
                    + $"{string.Join(", ", allowed.LeftOut.Order().Select(name => $"<{TerminalText.Plain(name)}>"))}."
            );
        html = TableTag()
            .Replace(html, match => match.Value == "</table>" ? "</table></div>" : "<div class=\"wide\" tabindex=\"0\">" + match.Value);
        html = FormulaPlace().Replace(html, match => Typeset(formulas[int.Parse(match.Groups[1].Value, null)]));
        Headings.AddRange(headings);
        return html;
    }

    private string Typeset((string Text, bool Display) formula)
    {
        try
        {
            var html = _math.Render(formula.Text, formula.Display);
            HasMath = true;
            return formula.Display ? $"<span class=\"formula\" tabindex=\"0\">{html}</span>" : html;
        }
        catch (NotebookException error)
        {
            _say(error.Message);
            var mark = formula.Display ? "$$" : "$";
            return "<code class=\"untypeset\" title=\"This formula cannot be typeset; it is shown as its "
                + $"source.\">{WebUtility.HtmlEncode(mark + formula.Text + mark)}</code>";
        }
    }

    private string Source(string markdown, string why)
    {
        _say(TerminalText.Plain(why));
        return SourceOf(markdown, why);
    }

    /// <summary>A text as it was written, with the reason why it stands so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="why">One sentence.</param>
    public static string SourceOf(string text, string why)
    {
        const int Shown = 20_000;
        var cut = text.Length > Shown ? $"{text[..Shown]}\n… {text.Length - Shown} more characters" : text;
        return $"<p class=\"untypeset\">{WebUtility.HtmlEncode(why)}</p><pre class=\"output printed\" tabindex=\"0\" "
            + $"aria-label=\"Source\">{WebUtility.HtmlEncode(cut)}</pre>";
    }

    // What is opened and never closed would take in the rest of the text: it is text itself.
    private static string Closed(string html)
    {
        for (var at = Swallower().Match(html); at.Success;)
        {
            var name = at.Groups[1].Value;
            var close = name.Length == 0 ? "-->" : $"</{name}";
            var end = html.IndexOf(close, at.Index + at.Length, StringComparison.OrdinalIgnoreCase);
            if (end >= 0)
            {
                at = Swallower().Match(html, end);
                continue;
            }

            html = string.Concat(html.AsSpan(0, at.Index), "&lt;", html.AsSpan(at.Index + 1));
            at = Swallower().Match(html, at.Index);
        }

        return html;
    }

    private static string PlainText(ContainerInline? inline) =>
        inline is null
            ? ""
            : string.Concat(
                inline
                    .Descendants()
                    .Select(part =>
                        part switch
                        {
                            LiteralInline literal => literal.Content.ToString(),
                            CodeInline code => code.Content,
                            MathInline math => math.Content.ToString(),
                            _ => "",
                        }
                    )
            );

    [GeneratedRegex(@"^([\w./-]+)\.dib(#.*)?$")]
    private static partial Regex DibLink();

    [GeneratedRegex("<table[^>]*>|</table>")]
    private static partial Regex TableTag();

    [GeneratedRegex("\uE0F0([0-9]+)\uE0F1")]
    private static partial Regex FormulaPlace();

    [GeneratedRegex(
        @"<!--|<(script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|template|select|svg|math)(?=[\s/>])",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Swallower();

    private sealed class Formula<T>(Func<T, string> write) : HtmlObjectRenderer<T>
        where T : MarkdownObject
    {
        protected override void Write(HtmlRenderer renderer, T obj) => renderer.Write(write(obj));
    }
}
