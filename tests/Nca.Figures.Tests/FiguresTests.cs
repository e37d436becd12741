using System.Text.Json;
using System.Xml.Linq;
using Nca.Automaton;
using Nca.Figures.Display;
using Nca.Figures.Drawing;
using Nca.Figures.Live;
using Nca.Figures.Model;

namespace Nca.Figures.Tests;

public sealed class FiguresTests
{
    private static readonly LineChart Lines = new()
    {
        Title = "Loss",
        XTitle = "iteration",
        YTitle = "MSE",
        LogY = true,
        Series =
        [
            new()
            {
                Name = "a",
                X = [1, 2, 3],
                Y = [0.1, double.NaN, 0.01],
                Lower = [0.05, 0.02, 0.005],
                Upper = [0.2, 0.1, 0.02],
            },
            Series.Baseline("blank", 0.13, 1, 3),
        ],
    };

    private static readonly HeatMap Map = new()
    {
        XTitle = "x",
        YTitle = "y",
        ColourTitle = "log10 power",
        Values = new double[,]
        {
            { 1, 2, 3 },
            { 4, 5, 6 },
        },
    };

    [Fact]
    public void An_interactive_line_chart_has_its_axes_bands_and_gaps()
    {
        var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(Lines)).RootElement;
        Assert.Equal("log", json.GetProperty("layout").GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal("MSE", json.GetProperty("layout").GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.False(json.GetProperty("layout").GetProperty("xaxis").TryGetProperty("type", out _));
        Assert.Equal(4, json.GetProperty("data").GetArrayLength());
        Assert.Equal("tonexty", json.GetProperty("data")[1].GetProperty("fill").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("data")[2].GetProperty("y")[1].ValueKind);
        Assert.Equal(0.01, json.GetProperty("data")[2].GetProperty("y")[2].GetDouble());
        Assert.Equal("dash", json.GetProperty("data")[3].GetProperty("line").GetProperty("dash").GetString());
    }

    [Theory]
    [InlineData(2e-5, "none")]
    [InlineData(2e-8, "e")]
    [InlineData(0.02, null)]
    public void Small_numbers_at_an_axis_have_no_prefix_of_a_unit(double largest, string? format)
    {
        var chart = new LineChart
        {
            XTitle = "x",
            YTitle = "y",
            Series = [new Series { Name = "a", X = [-largest, 0], Y = [double.NaN, largest] }],
        };
        var layout = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(chart)).RootElement.GetProperty("layout");
        foreach (var axis in new[] { "xaxis", "yaxis" })
            Assert.Equal(format, layout.GetProperty(axis).TryGetProperty("exponentformat", out var found) ? found.GetString() : null);
    }

    [Fact]
    public void An_interactive_heat_map_has_its_numbers_and_their_title()
    {
        var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(Map)).RootElement.GetProperty("data")[0];
        Assert.Equal("heatmap", json.GetProperty("type").GetString());
        Assert.Equal(6, json.GetProperty("z")[1][2].GetDouble());
        Assert.Equal("log10 power", json.GetProperty("colorbar").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void Static_charts_are_not_blank()
    {
        var figure = new ChartFigure
        {
            Title = "T",
            Caption = "C",
            Charts = [Lines, Map],
        };
        var image = RgbImage.Of(RenderingPlugin.Renderer.Png(figure));
        Assert.Equal((1240, 440), (image.Width, image.Height));

        // Each half has ink, and more than two colours.
        foreach (var left in new[] { 0, 620 })
            Assert.True(
                Enumerable
                    .Range(0, 440 * 620)
                    .Select(pixel => ((pixel / 620 * 1240) + left + pixel % 620) * 3)
                    .Select(at => (image.Data[at], image.Data[at + 1], image.Data[at + 2]))
                    .Distinct()
                    .Count() > 20
            );
    }

    [Fact]
    public void Dots_stand_in_rows_with_their_ranges()
    {
        var chart = new DotChart
        {
            XTitle = "error",
            YTitle = "",
            LogX = true,
            Rows = ["first", "second"],
            Series = [new("a", [0.1, 0.01], [0.05, 0.01], [0.2, 0.04])],
        };
        var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(chart)).RootElement;
        var trace = json.GetProperty("data")[0];
        Assert.Equal("second", trace.GetProperty("y")[1].GetString());
        Assert.Equal(0.1, trace.GetProperty("error_x").GetProperty("array")[0].GetDouble(), 1e-6); // 0.2 − 0.1
        Assert.Equal(0.05, trace.GetProperty("error_x").GetProperty("arrayminus")[0].GetDouble(), 1e-6);
        Assert.Equal("reversed", json.GetProperty("layout").GetProperty("yaxis").GetProperty("autorange").GetString());
        Assert.Equal("log", json.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
        var image = RgbImage.Of(
            RenderingPlugin.Renderer.Png(
                new ChartFigure
                {
                    Title = "T",
                    Caption = "C",
                    Charts = [chart],
                }
            )
        );
        Assert.True(image.Data.Chunk(3).Select(pixel => (pixel[0], pixel[1], pixel[2])).Distinct().Count() > 20);
    }

    [Fact]
    public void Panels_stand_below_each_other_under_one_caption()
    {
        var strip = new ImageStrip
        {
            Title = "inner",
            Caption = "not shown",
            Frames = [(new Pixels(2, 2, new byte[12]), "dark")],
            Zoom = 10,
        };
        var panels = new Panels
        {
            Title = "Both",
            Caption = "Two parts.",
            Parts =
            [
                new ChartFigure
                {
                    Title = "C",
                    Caption = "",
                    Charts = [Lines],
                },
                strip,
            ],
        };
        var html = panels.ToHtml();
        Assert.Equal(2, html.Split("<figcaption").Length);
        Assert.DoesNotContain("not shown", html);
        Assert.Contains("nca-chart", html);
        Assert.Contains("nca-strip", html);
        var image = RgbImage.Of(RenderingPlugin.Renderer.Png(panels));
        var alone = RgbImage.Of(RenderingPlugin.Renderer.Png(strip));
        Assert.Equal((620, 440 + alone.Height), (image.Width, image.Height));
    }

    [Fact]
    public void A_gap_in_a_line_is_not_bridged_in_a_static_chart()
    {
        var chart = new LineChart
        {
            XTitle = "x",
            YTitle = "y",
            Series =
            [
                new()
                {
                    Name = "a",
                    X = [0, 1, 2, 3, 4, 5],
                    Y = [1, 1, double.NaN, double.NaN, 1, 1],
                },
            ],
        };
        var image = RgbImage.Of(
            RenderingPlugin.Renderer.Png(
                new ChartFigure
                {
                    Title = "T",
                    Caption = "C",
                    Charts = [chart],
                }
            )
        );
        bool IsInk(int x) =>
            Enumerable
                .Range(0, image.Height)
                .Any(y => image.Data.AsSpan((y * image.Width + x) * 3, 3).SequenceEqual(new byte[] { 0x00, 0x72, 0xb2 }));
        var inked = Enumerable.Range(0, image.Width).Where(IsInk).ToArray();

        // Two pieces of a fifth of the axis each, three fifths apart; the axis takes most of the 620 pixels.
        Assert.InRange(inked.Zip(inked.Skip(1), (left, right) => right - left).Max(), 200, 400);
    }

    [Fact]
    public void A_heat_map_without_numbers_says_so()
    {
        var none = Map with
        {
            Values = new double[,]
            {
                { double.NaN, double.NaN },
                { double.NaN, double.NaN },
            },
        };
        var image = RgbImage.Of(
            RenderingPlugin.Renderer.Png(
                new ChartFigure
                {
                    Title = "T",
                    Caption = "C",
                    Charts = [none],
                }
            )
        );
        Assert.Equal((620, 440), (image.Width, image.Height));
        Assert.Equal(
            JsonValueKind.Null,
            JsonDocument
                .Parse(RenderingPlugin.Renderer.PlotlyJson(none))
                .RootElement.GetProperty("data")[0]
                .GetProperty("z")[0][0]
                .ValueKind
        );
    }

    [Fact]
    public void A_band_reaches_from_the_lowest_seed_to_the_highest()
    {
        var band = Series.Band("seeds", [1, 2], [Nca.Metrics.SummaryStatistics.Of([1, 2, 6]), Nca.Metrics.SummaryStatistics.Of([4])]);
        Assert.Equal([3, 4], band.Y);
        Assert.Equal([1, 4], band.Lower!);
        Assert.Equal([6, 4], band.Upper!);
        Assert.Equal([1, 2], band.X);
    }

    [Fact]
    public void A_strip_keeps_every_pixel()
    {
        var picture = new Pixels(2, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]);
        var image = RgbImage.Of(RenderingPlugin.Renderer.Png(picture, 3));
        Assert.Equal((6, 6), (image.Width, image.Height));
        for (var y = 0; y < 6; y++)
            for (var x = 0; x < 6; x++)
                Assert.Equal(picture.Rgb.AsSpan((y / 3 * 2 + x / 3) * 3, 3).ToArray(), image.Data.AsSpan((y * 6 + x) * 3, 3).ToArray());
        var strip = RgbImage.Of(
            RenderingPlugin.Renderer.Png(
                new ImageStrip
                {
                    Title = "T",
                    Caption = "C",
                    Zoom = 5,
                    Frames = [(picture, "label")],
                }
            )
        );
        Assert.Equal([255, 0, 0], strip.Data.AsSpan((14 * strip.Width + 14) * 3, 3).ToArray());
        Assert.Equal([10, 20, 30], strip.Data.AsSpan((20 * strip.Width + 20) * 3, 3).ToArray());
    }

    [Fact]
    public void A_film_has_its_frames_and_exact_delays()
    {
        var animation = new Animation
        {
            Title = "T",
            Caption = "C",
            Centiseconds = 13,
            Zoom = 4,
            Frames = [.. Enumerable.Range(0, 5).Select(frame => new Pixels(3, 3, [.. Enumerable.Repeat((byte)(frame * 50), 27)]))],
        };
        var gif = RenderingPlugin.Renderer.Gif(animation);
        Assert.Equal("GIF89a", System.Text.Encoding.ASCII.GetString(gif, 0, 6));
        var delays = Enumerable
            .Range(0, gif.Length - 6)
            .Where(at => gif[at] == 0x21 && gif[at + 1] == 0xf9 && gif[at + 2] == 4)
            .Select(at => gif[at + 4] | gif[at + 5] << 8)
            .ToArray();
        Assert.Equal([13, 13, 13, 13, 13], delays);
        Assert.Contains("NETSCAPE2.0", System.Text.Encoding.Latin1.GetString(gif));
        Assert.Equal(
            animation.Frames.Select(frame => string.Join(' ', Enumerable.Repeat(frame.Rgb[0], 12 * 12 * 3))),
            RgbImage.Frames(gif).Select(frame => string.Join(' ', frame.Data))
        );
    }

    [Fact]
    public void A_figure_shows_itself_by_the_kernels_convention()
    {
        var figure = new ImageStrip
        {
            Title = "A <title>",
            Caption = "A \"caption\" & more",
            Frames = [(Pixels.Of(InitialState.Plant(4, 4, 16)), "seed")],
        };

        // As a kernel does it: by the attribute's name, without our types.
        var attribute = figure
            .GetType()
            .GetCustomAttributes(inherit: true)
            .Single(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance((Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var formatter = ((IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Single();
        Assert.Equal("text/html", formatter.GetType().GetProperty("MimeType")!.GetValue(formatter));
        using var writer = new StringWriter();
        Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [figure, writer])!);
        Assert.Contains("id=\"fig-a-title\"", writer.ToString());
        Assert.Contains("A &lt;title&gt;", writer.ToString());
        Assert.Contains("A &quot;caption&quot; &amp; more", writer.ToString());
        Assert.False(new HtmlTypeFormatter().Format("text", writer));
    }

    [Fact]
    public void A_live_chart_shows_its_end_however_fast_it_grew()
    {
        var shown = new List<string>();
        void Take(IShowsAsHtml value) => shown.Add(value.ToHtml());
        var place = new DisplayPlace(value =>
        {
            Take(value);
            return Take;
        });
        var live = new LiveChart("Loss", "MSE", 500) { Place = place };
        for (var index = 0; index < 500; index++)
            live.Add(1.0 / (index + 1));
        Assert.InRange(shown.Count, 1, 20);
        Assert.Contains("iteration 500 of 500", shown[^1]);
        Assert.Contains(">0.001</span>", shown[^1]);
        Assert.Contains("aria-valuenow=\"100\"", shown[^1]);
        XElement.Parse(shown[^1]);
    }

    [Fact]
    public void The_page_brings_the_chart_library_once_and_asks_for_nothing()
    {
        var html = NotebookPage.Begin().ToHtml();
        Assert.Equal(2, html.Split("id=\"nca-plotly\"").Length);
        Assert.DoesNotContain("src=\"http", html);
        Assert.InRange(html.Length, 1_000_000, 2_000_000);
    }
}
