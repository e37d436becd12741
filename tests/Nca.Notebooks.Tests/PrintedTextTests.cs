using System.Globalization;
using System.Text.RegularExpressions;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>Printed text in a report as a terminal shows it.</summary>
public sealed class PrintedTextTests
{
    private const string Esc = "\u001b[";

    [Theory]
    [InlineData("plain <b> & text", "plain <b> & text")]
    [InlineData("10 %\r50 %\r100 %\ndone", "100 %\ndone")]
    [InlineData("loading\rok", "okading")]
    [InlineData("loading\r" + Esc + "Kok", "ok")]
    [InlineData("loading\r" + Esc + "2Kok", "ok")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("ab\b\bcd", "cd")]
    [InlineData("a" + Esc + "3Gb", "a b")]
    [InlineData(Esc + "?25lhidden cursor" + Esc + "?25h", "hidden cursor")]
    [InlineData("\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007", "link")]
    [InlineData("\u001b]0;title\u001b\\text", "text")]
    [InlineData("cut off" + Esc + "38;2;1", "cut off")]
    [InlineData("bell\u0007 and \u0001", "bell and ")]
    [InlineData("🐣\r🦎", "🦎")]
    [InlineData("0%|          |\r50%|█████     |\r100%|██████████|", "100%|██████████|")]
    public void A_line_is_shown_as_it_was_left(string printed, string shown) => Assert.Equal(shown, PrintedText.ToPlain(printed));

    [Theory]
    [InlineData("31mred", "--light:#")]
    [InlineData("1;92mgreen", "class=\"ansi-bold ansi\"")]
    [InlineData("38;5;208morange", "--dark:#")]
    [InlineData("38;2;10;20;30mdark", "--dark:#")]
    [InlineData("38:2:10:20:30mdark", "--dark:#")]
    [InlineData("41mground", "background:#")]
    [InlineData("7minverse", "class=\"ansi-inverse\"")]
    [InlineData("3;4;9mall", "class=\"ansi-italic ansi-underlined ansi-struck\"")]
    public void Colours_and_weights_become_markup(string sequence, string markup)
    {
        var html = PrintedText.ToHtml(Esc + sequence + Esc + "0m plain");
        Assert.StartsWith("<span", html);
        Assert.Contains(markup, html);
        Assert.EndsWith("</span> plain", html);
    }

    [Fact]
    public void A_colour_goes_on_over_lines_until_it_ends()
    {
        var html = PrintedText.ToHtml($"{Esc}31ma\nb{Esc}39mc");
        Assert.Equal(2, html.Split("<span").Length - 1);
        Assert.EndsWith("</span>c", html);
        Assert.Contains("</span>\n<span", html);
    }

    [Fact]
    public void Markup_in_coloured_text_stays_text() => Assert.Contains("&lt;script&gt;", PrintedText.ToHtml($"{Esc}31m<script>{Esc}0m"));

    [Fact]
    public void Every_colour_can_be_read_by_day_and_by_night()
    {
        AnsiColour[] papers = [AnsiColour.LightPaper, AnsiColour.DarkPaper, new(0xfb, 0xfa, 0xf7), new(0x14, 0x17, 0x1a)];
        for (var index = 0; index < 256; index++)
        {
            var html = PrintedText.ToHtml($"{Esc}38;5;{index}mx");
            var (light, dark) = (Colour(html, "--light"), Colour(html, "--dark"));
            foreach (var paper in papers)
            {
                // WCAG 2 AA: 4.5 for text.
                var ink = AnsiColour.Contrast(paper, default) > AnsiColour.Contrast(paper, new(255, 255, 255)) ? light : dark;
                Assert.True(AnsiColour.Contrast(ink, paper) >= 4.5, $"colour {index} on {paper}");
            }

            var onGround = PrintedText.ToHtml($"{Esc}38;5;{index};48;5;{(index * 7 + 3) % 256}mx");
            Assert.True(AnsiColour.Contrast(Colour(onGround, "color"), Colour(onGround, "background")) >= 4.5, $"colours of {index}");
        }
    }

    [Fact]
    public void A_report_shows_them_in_prints_values_and_errors()
    {
        var (html, _) = SampleRuns.Report(
            SampleRuns.Of(
                "#!csharp\n\na\n\n#!csharp\n\nb\n\n#!csharp\n\nc",
                new Dictionary<int, CellOutput>
                {
                    [0] = SampleRuns.Printed($"{Esc}32mgreen{Esc}0m 1 %\rdone"),
                    [1] = new(OutputKind.Displayed, "text/plain", $"{Esc}1mvalue{Esc}0m"),
                    [2] = new(OutputKind.Error, "text/plain", $"x.dib:1:1: {Esc}31mno{Esc}0m"),
                }
            )
        );
        Assert.Contains("class=\"ansi\"", html);
        Assert.Contains("<span class=\"ansi-bold\">value</span>", html);
        Assert.DoesNotContain('\u001b', html);
    }

    [Theory]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("a\r\nb", "a\\u000d\\u000ab")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("evil\u202Etxt.exe", "evil\\u202etxt.exe")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("Zürich 🦎 — 100 %", "Zürich 🦎 — 100 %")]
    [InlineData(null, "")]
    public void Text_of_a_file_reaches_a_terminal_as_letters(string? text, string shown) => Assert.Equal(shown, TerminalText.Plain(text));

    [Fact]
    public void Text_of_a_file_is_cut_for_a_terminal() => Assert.Equal(2001, TerminalText.Plain(new string('x', 100_000)).Length);

    private static AnsiColour Colour(string html, string name)
    {
        var hex = Regex.Match(html, $"(?<![-\\w]){name}:#([0-9a-f]{{6}})").Groups[1].Value;
        byte Channel(int at) => byte.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new AnsiColour(Channel(0), Channel(2), Channel(4));
    }
}
