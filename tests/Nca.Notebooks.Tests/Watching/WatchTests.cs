using System.Net;
using Microsoft.Playwright;

namespace Nca.Notebooks.Tests.Watching;

/// <summary><c>nca run --watch</c>: what runs again, what is kept, what the browser sees, and who is let in.</summary>
[Trait("lane", "slow")]
public sealed class WatchTests(Browser browser) : IClassFixture<Browser>
{
    private const string One = "var kept = new List<string> { \"one\" };\nConsole.WriteLine(\"begun\");",
        Two = "var words = string.Join('-', kept) + \"-two\";\nConsole.WriteLine(words);",
        Three = "Console.WriteLine(words + \"-three\");";

    [Fact]
    public async Task Only_the_changed_cell_and_those_below_it_run_again_on_what_is_kept()
    {
        await using var program = await WatchedProgram.StartAsync(One, Two, Three);
        await program.UntilAsync("cells 1 to 3 of 3 done");
        Assert.Equal("123", program.Ran);

        program.Save(One, Two.Replace("-two", "-deux"), Three);
        await program.UntilAsync("cells 2 to 3 of 3 done");
        Assert.Equal("12323", program.Ran);
        var report = await File.ReadAllTextAsync(program.Report, TestContext.Current.CancellationToken);
        Assert.Contains("begun", report);
        Assert.Contains("one-deux-three", report);
        Assert.DoesNotContain("one-two", report);

        program.Save(One, Two.Replace("-two", "-deux"), Three, "Console.WriteLine(kept.Count);\n\n#!markdown\n\n# A title");
        await program.UntilAsync("cell 4 of 4 done");
        program.Save(One, Two.Replace("-two", "-deux"), Three, "Console.WriteLine(kept.Count);\n\n#!markdown\n\n# Another title");
        await program.UntilAsync("no cell had to run");
        Assert.Equal("123234", program.Ran);
        Assert.Contains("Another title", await File.ReadAllTextAsync(program.Report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_first_cell_begins_everything_in_a_new_kernel()
    {
        await using var program = await WatchedProgram.StartAsync(One, "kept.Add(\"more\");", "Console.WriteLine(kept.Count);");
        await program.UntilAsync("cells 1 to 3 of 3 done");
        var id = "Console.WriteLine($\"process {Environment.ProcessId}\");";
        program.Save(One, "kept.Add(\"more\");", "Console.WriteLine(kept.Count);", id);
        await program.UntilAsync("cell 4 of 4 done");
        var before = Process(program);
        program.Save("var kept = new List<int> { 1 };", "kept.Add(2);", "Console.WriteLine(kept.Count);", id);
        await program.UntilAsync("cells 1 to 4 of 4 done");
        Assert.NotEqual(before, Process(program));
    }

    [Fact]
    public async Task A_cell_that_fails_or_ends_its_process_is_run_again_when_it_is_mended()
    {
        await using var program = await WatchedProgram.StartAsync(One, "throw new Exception(\"boom\");", "Console.WriteLine(kept[0]);");
        await program.UntilAsync("cells 1 to 3 of 3 FAILED");
        Assert.Contains("sample.dib:", await program.UntilAsync("boom"));
        Assert.Equal("12", program.Ran);
        program.Save(One, "// mended", "Console.WriteLine(kept[0]);");
        await program.UntilAsync("cells 2 to 3 of 3 done");
        Assert.Equal("1223", program.Ran);

        program.Save(One, "// mended", "Environment.Exit(3);");
        await program.UntilAsync("cell 3 of 3 CRASHED");
        program.Save(One, "// mended", "Console.WriteLine(kept[0]);");
        await program.UntilAsync("cells 1 to 3 of 3 done");
        Assert.Equal("12233123", program.Ran);
    }

    [Fact]
    public async Task A_running_cell_that_is_changed_is_stopped_and_one_below_it_waits()
    {
        const string Waiting = """
            System.IO.File.WriteAllText("waits", "");
            Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken.WaitHandle.WaitOne();
            """;
        await using var program = await WatchedProgram.StartAsync(One, Waiting, Three);
        await AppearsAsync(program.Folder, "waits");
        program.Save(One, Two, Three);
        await program.UntilAsync("cells 2 to 3 of 3 done");
        Assert.Equal("1223", program.Ran);
        Assert.Contains("one-two-three", await File.ReadAllTextAsync(program.Report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Half_a_notebook_is_said_and_waited_for()
    {
        await using var program = await WatchedProgram.StartAsync(One, Two, Three);
        await program.UntilAsync("cells 1 to 3 of 3 done");
        await File.WriteAllTextAsync(program.Notebook, "", TestContext.Current.CancellationToken);
        await program.UntilAsync("sample.dib is empty");
        program.Save(One, Two, Three.Replace("three", "drei"));
        await program.UntilAsync("cell 3 of 3 done");
    }

    [Fact]
    public async Task Ctrl_C_stops_a_cell_leaves_its_report_and_ends_with_130()
    {
        await using var program = await WatchedProgram.StartAsync(
            One,
            """
            var stop = Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken;
            System.IO.File.WriteAllText("waits", "");
            stop.WaitHandle.WaitOne();
            Console.WriteLine("put away");
            """
        );
        await AppearsAsync(program.Folder, "waits");
        Assert.Equal(130, await program.InterruptAsync());
        var report = await File.ReadAllTextAsync(program.Report, TestContext.Current.CancellationToken);
        Assert.Contains("put away", report);
        Assert.Contains("Stopped by hand.", report);
    }

    [Fact]
    public async Task The_page_loads_itself_anew()
    {
        await using var program = await WatchedProgram.StartAsync(One, Two, Three);
        await program.UntilAsync("cells 1 to 3 of 3 done");
        var open = await browser.OpenAsync(program.Address.AbsoluteUri, 1000, ColorScheme.Light, keepPolicy: true);
        await open.Page.GetByText("one-two-three").WaitForAsync();
        await HostPage.LeavePictureAsync(open.Page, "watch-before");
        program.Save(One, Two.Replace("-two", "-deux"), Three);
        await open.Page.GetByText("one-deux-three").WaitForAsync();
        await open.Page.GetByText("cells 2 to 3 of 3 done").WaitForAsync();
        Assert.Equal(0, await open.Page.GetByText("one-two").CountAsync());
        await HostPage.LeavePictureAsync(open.Page, "watch-after");
        Assert.Equal(130, await program.InterruptAsync());
        await open.Page.GetByText("nca run --watch has ended").WaitForAsync();
        Assert.DoesNotContain("nca-watch", await File.ReadAllTextAsync(program.Report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_gets_in_without_the_token_or_from_another_site()
    {
        await using var program = await WatchedProgram.StartAsync(One);
        await program.UntilAsync("cell 1 of 1 done");
        using var client = new HttpClient();
        async Task<HttpStatusCode> AskAsync(string path, string? host = null, string? origin = null, HttpMethod? method = null)
        {
            using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(program.Address, path));
            request.Headers.Host = host;
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            );
            return answer.StatusCode;
        }

        var own = program.Address.AbsolutePath;
        var token = own.Split('/')[1];
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own));
        Assert.Equal(HttpStatusCode.OK, await AskAsync($"/{token}/events", origin: $"http://{program.Address.Authority}"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/sample.html"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync($"/{new string('0', token.Length)}/sample.html"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync($"/{new string('0', token.Length)}/events"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(own, origin: "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(own, origin: "null"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await AskAsync(own, method: HttpMethod.Post));

        // Refused by the listener itself, which knows no other name.
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(own, host: "evil.example"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(own, host: $"localhost:{program.Address.Port}"));
        foreach (var other in new[] { "..%2Fsample.dib", "..%2Fran", "sample.dib", "%2Fetc%2Fpasswd", "none.html" })
            Assert.Equal((other, HttpStatusCode.NotFound), (other, await AskAsync($"/{token}/{other}")));
    }

    [Theory]
    [InlineData("run --watch")]
    [InlineData("run 01-foundation 02-target --watch")]
    public async Task One_notebook_is_watched_and_no_other_number(string arguments)
    {
        var (exit, _, error) = await Program.RunAsync(arguments);
        Assert.Equal(1, exit);
        Assert.Contains("--watch takes one notebook; name it", error);
    }

    private static string Process(WatchedProgram program) =>
        System.Text.RegularExpressions.Regex.Match(File.ReadAllText(program.Report), @"process \d+").Value;

    private static async Task AppearsAsync(string folder, string name)
    {
        var there = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(folder, name);
        watcher.Created += (_, _) => there.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(folder, name)))
            await there.Task.WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
    }
}
