namespace Nca.Notebooks.Tests;

/// <summary>What the library's outputs look like where notebooks are stepped through.</summary>
[Trait("lane", "slow")]
public sealed class OutputsInEditorsTests(Browser browser) : IClassFixture<Browser>
{
    private const string Dark = "VS Code, Dark Modern",
        Light = "VS Code, Light Modern";

    public static TheoryData<string> Hosts => [.. HostPage.Names];

    [Theory]
    [InlineData("123")]
    [InlineData("132")]
    [InlineData("213")]
    [InlineData("231")]
    [InlineData("312")]
    [InlineData("321")]
    public async Task Outputs_may_appear_in_any_order(string order)
    {
        var host = await HostPage.OpenAsync(browser, Dark);
        string[] outputs = [SampleOutputs.FirstCell, SampleOutputs.Chart, SampleOutputs.Strip + SampleOutputs.Film];
        foreach (var digit in order)
        {
            await host.ShowAsync(outputs[digit - '1']);
            await AloneAsync(host);
        }

        await host.DrawnAsync();
        Assert.Equal(0, await host.Page.Locator(".nca-chart p").CountAsync());
        Assert.Empty(host.Errors);
        await host.Page.CloseAsync();

        // Whatever is there looks as it should, whether or not the first cell has been seen.
        static async Task AloneAsync(HostPage host)
        {
            Assert.Equal(0, await host.Page.Locator("ul, ol, li").CountAsync());
            Assert.Empty(
                await host.Page.EvaluateAsync<string[]>(
                    "[...document.querySelectorAll('.nca-strip')].map(s => getComputedStyle(s).display).filter(d => d !== 'flex')"
                )
            );
            Assert.Equal(await host.Page.Locator(".nca-player").CountAsync(), await host.Page.Locator(".nca-player canvas").CountAsync());
            Assert.DoesNotContain(
                "40px",
                await host.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('figure')].map(f => getComputedStyle(f).marginLeft)")
            );
        }
    }

    [Fact]
    public async Task A_chart_that_waits_says_what_it_waits_for_and_one_that_comes_again_is_drawn_again()
    {
        var host = await HostPage.OpenAsync(browser, "JupyterLab, light");
        await host.ShowAsync(SampleOutputs.Chart, SampleOutputs.Chart);
        Assert.Contains("scroll up to it", await host.Page.Locator(".nca-chart p").First.InnerTextAsync());
        await host.ShowAsync(SampleOutputs.FirstCell);
        await host.DrawnAsync();
        Assert.Equal(2, await host.Page.Locator(".nca-chart .main-svg >> nth=0").CountAsync() + 1);

        // A cell that runs again: its output goes, another comes; so does the first cell's.
        await host.Page.EvaluateAsync("document.querySelector('figure').remove()");
        await host.ShowAsync(SampleOutputs.FirstCell, SampleOutputs.Chart);
        await host.DrawnAsync();
        Assert.Equal(2, await host.Page.Locator(".nca-chart:has(.main-svg)").CountAsync());

        // JupyterLab takes cells that are far away out of the page, and puts them back.
        await host.Page.EvaluateAsync(
            "(f => { f.remove(); setTimeout(() => document.body.append(f), 50); })(document.querySelector('figure'))"
        );
        await host.Page.WaitForFunctionAsync("document.querySelectorAll('.nca-chart .main-svg').length >= 4");
        Assert.Empty(host.Errors);
        await host.Page.CloseAsync();
    }

    [Fact]
    public async Task A_page_with_a_module_loader_gets_its_charts_all_the_same()
    {
        var host = await HostPage.OpenAsync(
            browser,
            "JupyterLab, light",
            "window.define = Object.assign(() => { throw new Error('Mismatched anonymous define() module'); }, { amd: {} });"
                + "window.exports = {}; window.module = { exports: {} };"
        );
        await host.ShowAsync(SampleOutputs.FirstCell, SampleOutputs.Chart);
        await host.DrawnAsync();
        Assert.Empty(host.Errors);
        await host.Page.CloseAsync();
    }

    [Fact]
    public async Task An_output_that_is_not_trusted_still_shows_a_picture_or_says_why_not()
    {
        var host = await HostPage.OpenAsync(browser, "JupyterLab, light");
        foreach (var output in new[] { SampleOutputs.Strip, SampleOutputs.Film, SampleOutputs.Creature })
            Assert.True(await UntrustedAsync(output, "c => c.querySelector('img')?.getBoundingClientRect().width > 8"));
        foreach (var output in new[] { SampleOutputs.Chart, SampleOutputs.Creature })
            Assert.True(await UntrustedAsync(output, "c => /trust/.test(c.innerText)"));
        foreach (var output in SampleOutputs.All)
            Assert.False(await UntrustedAsync(output, "c => /[{}]|base64/.test(c.innerText)"));
        await host.Page.CloseAsync();

        Task<bool> UntrustedAsync(string output, string question) =>
            host.Page.EvaluateAsync<bool>(
                $$"""
                async html => {
                  const cell = host.showUntrusted(html);
                  await Promise.all([...cell.querySelectorAll('img')].map(image => image.decode()));
                  return ({{question}})(cell);
                }
                """,
                output
            );
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Everything_stands_out_as_much_as_it_must(string theme)
    {
        var host = await HostPage.OpenAsync(browser, theme);
        await host.ShowAsync(SampleOutputs.All.Prepend(SampleOutputs.FirstCell));
        await host.DrawnAsync();
        await host.Page.ClickAsync(".nca-life summary");
        await HostPage.LeavePictureAsync(host.Page, theme.Replace(' ', '-'));
        HostPage.RequireContrasts(await host.ContrastsAsync());
        Assert.Empty(host.Errors);
        await host.Page.CloseAsync();
    }

    [Fact]
    public async Task A_change_of_theme_reaches_everything_that_is_shown()
    {
        var host = await HostPage.OpenAsync(browser, Light);
        await host.ShowAsync(SampleOutputs.All.Prepend(SampleOutputs.FirstCell));
        await host.DrawnAsync();
        foreach (var theme in HostPage.Names.Append(Dark).Append(Light))
        {
            var before = await ColourAsync();
            await host.ChooseAsync(theme);
            await host.Page.WaitForFunctionAsync($"before => {Ink} !== before", before);

            // A change in several moves is followed within a quarter of a second.
            await host.Page.EvaluateAsync("new Promise(done => setTimeout(done, 400))");
            HostPage.RequireContrasts(await host.ContrastsAsync());
        }

        Assert.Empty(host.Errors);
        await host.Page.CloseAsync();

        Task<string> ColourAsync() => host.Page.EvaluateAsync<string>(Ink);
    }

    private const string Ink = "getComputedStyle(document.querySelector('.nca-chart .xtitle')).fill";
}
