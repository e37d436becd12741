using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Nca.Notebooks.Report;

/// <summary>Turns markdown cells into HTML with typeset formulas.</summary>
internal sealed partial class MarkdownText
{
    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseFootnotes()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .UseEmphasisExtras()
        .UseMathematics()
        .UseGenericAttributes()
        .Build();

    private readonly MathTypesetting _math;
    private readonly HashSet<string> _ids = [];

    public MarkdownText(MathTypesetting math) => _math = math;

    /// <summary>Headings so far: level, id and plain text.</summary>
    public List<(int Level, string Id, string Text)> Headings { get; } = [];

    /// <summary>Whether a formula occurred.</summary>
    public bool HasMath { get; private set; }

    public string ToHtml(string markdown)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var id = heading.GetAttributes().Id ?? "section";
            var unique = id;
            for (var number = 2; !_ids.Add(unique); number++)
                unique = $"{id}-{number}";
            heading.GetAttributes().Id = unique;
            Headings.Add((heading.Level, unique, PlainText(heading.Inline)));
        }

        foreach (var link in document.Descendants<LinkInline>())
            if (link.Url is { } address && DibLink().IsMatch(address))
                link.Url = DibLink().Replace(address, "$1.html$2");
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.RemoveAll(existing => existing is HtmlMathBlockRenderer or HtmlMathInlineRenderer);
        renderer.ObjectRenderers.Insert(0, new Formula<MathBlock>(block => Typeset(block.Lines.ToString(), display: true)));
        renderer.ObjectRenderers.Insert(
            0,
            new Formula<MathInline>(inline => Typeset(inline.Content.ToString(), display: inline.DelimiterCount == 2))
        );
        renderer.Render(document);
        return TableTag()
            .Replace(
                writer.ToString(),
                match => match.Value == "</table>" ? "</table></div>" : "<div class=\"wide\" tabindex=\"0\">" + match.Value
            );
    }

    private string Typeset(string formula, bool display)
    {
        HasMath = true;
        var html = _math.Render(formula, display);
        return display ? $"<span class=\"formula\" tabindex=\"0\">{html}</span>" : html;
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

    private sealed class Formula<T>(Func<T, string> typeset) : HtmlObjectRenderer<T>
        where T : MarkdownObject
    {
        protected override void Write(HtmlRenderer renderer, T obj) => renderer.Write(typeset(obj));
    }
}
