using AngleSharp.Html.Parser;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Tests;

/// <summary>A report is written whatever the prose: shown as it was meant, or as its source, and nothing behind it is lost.</summary>
public sealed class ProseInReportsTests
{
    // Behind the prose in question: a cell with a result, and more prose.
    private const string Behind = "\n\n#!csharp\n\n21 * 2\n\n#!markdown\n\n## The end\n\nlast words";

    [Theory]
    [InlineData("$\\frac{1$", "\\frac{1")]
    [InlineData("It costs $5 and 10% or $6_a_b$.", "6_a_b")]
    [InlineData("$$\n\\begin{matrix} 1 \\\\ 2\n$$", "\\begin{matrix}")]
    [InlineData("$\\nosuchcommand{x}$", "\\nosuchcommand{x}")]
    [InlineData("$\\def\\a{\\a\\a}\\a$", "\\a")]
    public void A_formula_that_cannot_be_typeset_is_shown_as_its_source_and_said(string prose, string shown)
    {
        var (page, said) = Written(prose);
        Assert.Contains(shown, page.QuerySelector("code.untypeset")!.TextContent);
        Assert.Contains("cannot be typeset", Assert.Single(said));
        Assert.DoesNotContain('\n', said[0]);
    }

    [Fact]
    public void Formulas_beside_one_that_cannot_be_typeset_are()
    {
        var (page, _) = Written("$x^2$ and $\\frac{1$ and $y_i$");
        Assert.Equal(2, page.QuerySelectorAll(".prose .katex").Length);
        Assert.Single(page.QuerySelectorAll("code.untypeset"));
    }

    public static TheoryData<string> Deep() =>
        [
            Many(">"),
            Many("> "),
            Many("- "),
            Many("1. "),
            string.Concat(Enumerable.Range(0, 1500).Select(level => new string(' ', 2 * level) + "- a\n")),
            string.Concat(Enumerable.Range(0, 1500).Select(level => new string('>', level) + "a\n")),
            Many("*a ") + Many("b* "),
            Many("**a *b "),
            Many("["),
            Many("[") + "a" + Many("](b)"),
            Many("![") + "a" + Many("](b)"),
            Many("<div>") + "x",
            Many("<div>\n\n"),
            Many("<b>") + "x",
            Many("<svg><g>"),
            Many("<table><tr><td>"),
            "a " + Many("<![CDATA["),
            "$" + Many("{") + "x" + Many("}") + "$",
            "$$\n" + Many("\\frac{1}{") + "x" + Many("}") + "\n$$",
            "$" + Many("\\sqrt") + "x$",
            "$" + Many("\\left(") + "x" + Many("\\right)") + "$",
            "$" + Many("x+") + "$",
        ];

    // Two hundred times less would be deep. On an idle machine the slowest takes two seconds; without bounds several took minutes.
    [Theory]
    [MemberData(nameof(Deep))]
    public async Task What_is_nested_twenty_thousand_deep_is_shown_as_its_source(string prose)
    {
        var writing = Task.Run(() => Written(prose), TestContext.Current.CancellationToken);
        var (page, said) = await writing.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.NotEmpty(said);
        Assert.All(said, line => Assert.True(line.Length < 400, line));
        Assert.NotNull(page.QuerySelector(".prose .untypeset"));
    }

    [Theory]
    [InlineData("before <!-- never closed", "never closed")]
    [InlineData("<!--\nnever closed\n\nand on", "and on")]
    [InlineData("<div style=\"display:none\">hidden", "hidden")]
    [InlineData("<script>\nvar a = 1;\n\ntext", "text")]
    [InlineData("<style>\nbody { display: none }\n\ntext", "text")]
    [InlineData("<textarea>\n\ntext", "text")]
    [InlineData("text <plaintext> text", "text")]
    [InlineData("<svg>\n\ntext", "text")]
    [InlineData("<svg><style>\n\ntext", "text")]
    [InlineData("<title>text", "text")]
    [InlineData("<iframe>\n\ntext", "text")]
    [InlineData("<noscript><p title=\"</noscript><!--\">text", "text")]
    [InlineData("<table><tr><td>text", "text")]
    [InlineData("<select><option>text", "text")]
    [InlineData("<template>text", "text")]
    [InlineData("<b><i><a href=\"#x\">text", "text")]
    [InlineData("</div></main></body></html>text", "text")]
    [InlineData("<frameset>text", "text")]
    [InlineData("<a title='text", "text")]
    public void What_is_left_open_in_prose_takes_in_nothing_behind_it(string prose, string kept)
    {
        var (page, _) = Written(prose);
        Assert.Contains(kept, page.QuerySelector("main .prose")!.TextContent);
    }

    [Theory]
    [InlineData("<div style=\"display:none\">")]
    [InlineData("<!-- never closed")]
    [InlineData("<script>never closed")]
    [InlineData("<plaintext>")]
    [InlineData("<b>bold from here")]
    [InlineData("</div></section></main>")]
    [InlineData("<svg><foreignObject>")]
    public void What_is_left_open_in_an_output_takes_in_nothing_behind_it(string html)
    {
        var (text, _) = SampleRuns.Report(
            SampleRuns.Of(
                "#!csharp\n\nshow" + Behind,
                new Dictionary<int, CellOutput> { [0] = SampleRuns.Html(html), [1] = SampleRuns.Printed("42") }
            )
        );
        RequireAll(Parsed(text));
    }

    [Fact]
    public void An_output_that_closes_what_it_opens_stays_as_it_is_to_the_letter()
    {
        const string Html = "<figure class='a'><img src=x><script>var a = \"<div>\" && '&amp;';</script></figure>";
        var (text, said) = SampleRuns.Report(
            SampleRuns.Of("#!csharp\n\nshow", new Dictionary<int, CellOutput> { [0] = SampleRuns.Html(Html) })
        );
        Assert.Contains(Html, text);
        Assert.Empty(said);
    }

    [Fact]
    public async Task An_output_of_twenty_thousand_levels_is_shown_as_its_source()
    {
        var run = SampleRuns.Of(
            "#!csharp\n\nshow" + Behind,
            new Dictionary<int, CellOutput> { [0] = SampleRuns.Html(Many("<p><font color=1><div>")), [1] = SampleRuns.Printed("42") }
        );
        var writing = Task.Run(() => SampleRuns.Report(run), TestContext.Current.CancellationToken);
        var (html, said) = await writing.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        RequireAll(Parsed(html));
        Assert.Contains("nested too deep", Assert.Single(said));
    }

    public static TheoryData<string> DeepCode() =>
        [
            "var a = " + Many("(") + "1" + Many(")") + ";",
            "var a = " + Many("- ") + "1;",
            "var a = " + Many("b ? c : ") + "d;",
            Many("if (a) ") + "b();",
            Many("List<") + "int" + Many(">") + " a;",
            Many("{"),
            "var a = " + Many("b => ") + "c;",
        ];

    [Theory]
    [MemberData(nameof(DeepCode))]
    public async Task Code_of_twenty_thousand_levels_is_shown_to_the_letter(string code)
    {
        var writing = Task.Run(
            () => SampleRuns.Report(SampleRuns.Of("#!csharp\n\n" + code + Behind)),
            TestContext.Current.CancellationToken
        );
        var (html, _) = await writing.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Contains(code, Parsed(html).QuerySelector(".code pre")!.TextContent);
    }

    [Fact]
    public void Ordinary_prose_keeps_its_markup()
    {
        var (page, said) = Written(
            "# Title\n\nText with `code`, *stress*, [a link](04-training.dib#x), <kbd>Ctrl</kbd> and <https://example.org/a?b=c>.\n\n"
                + "| a | b |\n|---|--:|\n| 1 | 2 |\n\n<details open><summary>More</summary>\n\n- one\n- two\n\n</details>\n\n"
                + "![dot](data:image/png;base64,AAAA)\n\n```csharp\nList<int> a; // # no title\n```\n\nA note.[^1]\n\n[^1]: The note."
        );
        Assert.Empty(said);
        foreach (
            var selector in new[]
            {
                "h1#title",
                "code",
                "em",
                "a[href='04-training.html#x']",
                "kbd",
                "a[href='https://example.org/a?b=c']",
                ".wide table td[style='text-align:right']",
                "details[open] > summary",
                "details li",
                "img[src='data:image/png;base64,AAAA']",
                "pre code",
                "section, div.footnotes, .footnotes",
            }
        )
            Assert.True(page.QuerySelector(".prose " + selector) is not null || page.QuerySelector(selector) is not null, selector);
    }

    [Theory]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<p style=\"position:fixed;background:url(https://example.org)\">x</p>")]
    [InlineData("x {onclick=\"alert(1)\"}")]
    [InlineData("<form action=\"https://example.org\"><button>x</button></form>")]
    [InlineData("<base href=\"https://example.org\"><meta http-equiv=refresh content=0>")]
    public void Prose_brings_no_script_and_no_address_that_loads(string prose)
    {
        var (page, _) = Written(prose);
        var html = page.QuerySelector(".prose")!.OuterHtml;
        foreach (
            var harm in new[] { "<script", "onerror", "onclick", "javascript:", "url(", "fixed", "<form", "<base", "<meta", "src=\"x\"" }
        )
            Assert.DoesNotContain(harm, html, StringComparison.OrdinalIgnoreCase);
    }

    private static (AngleSharp.Html.Dom.IHtmlDocument Page, IReadOnlyList<string> Said) Written(string prose)
    {
        var (html, said) = SampleRuns.Report(
            SampleRuns.Of("#!markdown\n\n" + prose + Behind, new Dictionary<int, CellOutput> { [1] = SampleRuns.Printed("42") })
        );
        var page = Parsed(html);
        RequireAll(page);
        return (page, said);
    }

    private static AngleSharp.Html.Dom.IHtmlDocument Parsed(string html) =>
        new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument(html);

    // The cell's result, the prose behind it and the provenance stand on the page, and in nothing that was opened before.
    private static void RequireAll(AngleSharp.Html.Dom.IHtmlDocument page)
    {
        var main = page.QuerySelector("body > .page > main")!;
        Assert.Equal("42", main.QuerySelectorAll(":scope > section.cell > pre.printed")[^1].TextContent);
        Assert.Equal("last words", main.QuerySelectorAll(":scope > .prose")[^1].QuerySelector("p")!.TextContent);
        Assert.NotNull(main.QuerySelector(":scope > section.provenance"));
    }

    private static string Many(string text) => string.Concat(Enumerable.Repeat(text, 20_000));
}
