using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

public sealed partial class CodeColouringTests
{
    [Fact]
    public void Each_line_is_an_element_that_knows_its_indentation()
    {
        var html = CodeColouring.ToHtml("if (true)\n    Call(\"a\"); // why\n\nvar x = 1;");
        Assert.Equal([0, 4, 0, 0], Indents(html));
        Assert.Contains("<span class=\"code-k\">if</span>", html);
        Assert.Contains("<span class=\"code-s\">&quot;a&quot;</span>", html);
        Assert.Contains("<span class=\"code-c\">// why</span>", html);
        Assert.Contains("<span class=\"code-n\">1</span>", html);
    }

    [Fact]
    public void What_reaches_over_lines_keeps_its_colour_in_each()
    {
        var html = CodeColouring.ToHtml("/* one\n   two */\nvar text = @\"a\n  b\";");
        Assert.Equal([0, 3, 0, 2], Indents(html));
        Assert.Contains("<span class=\"code-c\">   two */</span>", html);
        Assert.Contains("<span class=\"code-s\">  b&quot;</span>", html);
    }

    [Fact]
    public void A_long_chain_may_break_before_its_dots_and_after_what_opens_arguments() =>
        Assert.Equal("a<wbr>.B(<wbr>1.5)", Span().Replace(CodeColouring.ToHtml("a.B(1.5)"), "").TrimEnd());

    // Whatever is typed, also what is no C#, is what a reader copies from the page.
    [Fact]
    public void No_character_is_lost() =>
        Gen.OneOf(Gen.String[Gen.Char["ab{}()\"$@/*\\ \n\t<&;#"], 0, 60], Gen.Const("#r \"x.dll\"\n#if A\nfoo\n#endif\n"))
            .Sample(code => Assert.Equal(code + "\n", WebUtility.HtmlDecode(Tag().Replace(CodeColouring.ToHtml(code), ""))), iter: 2000);

    private static IEnumerable<int> Indents(string html) => Indent().Matches(html).Select(match => int.Parse(match.Groups[1].Value));

    [GeneratedRegex("--indent:(\\d+)")]
    private static partial Regex Indent();

    [GeneratedRegex("</?span[^>]*>")]
    private static partial Regex Span();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
