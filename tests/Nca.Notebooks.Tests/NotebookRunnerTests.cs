using Nca.Notebooks.Execution;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Tests;

/// <summary>Runs whole notebooks in child processes, as the program does.</summary>
[Trait("lane", "slow")]
public sealed class NotebookRunnerTests
{
    public static readonly IReadOnlyList<string> Child =
    [
        "dotnet",
        Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll"),
        "execute-notebook",
    ];

    [Fact]
    public async Task Everything_a_cell_gives_is_kept_in_order_with_updates_in_place()
    {
        var run = await RunAsync(
            """
            using Microsoft.DotNet.Interactive;
            Console.Write("one ");
            var shown = display(HTML("<b>first</b>"));
            Console.WriteLine("two");
            shown.Update(HTML("<b>second</b>"));
            var live = KernelInvocationContext.Current.DisplayAs("<i>0</i>", "text/html");
            for (var i = 1; i <= 3; i++) live.Update(HTML($"<i>{i}</i>"));
            new[] { 3, 4 }.Sum()
            """
        );
        Assert.Equal(RunStatus.Succeeded, run.Status);
        Assert.Equal(["one ", "<b>second</b>", "two\n", "<i>3</i>", "7"], run.Cells[0].Outputs.Select(output => output.Content));
        Assert.True(run.Cells[0].Seconds > 0);
    }

    [Fact]
    public async Task What_a_cell_took_away_again_leaves_nothing_in_the_report()
    {
        var run = await RunAsync(
            """
            Console.WriteLine("one");
            var line = display(HTML("<p>half done</p>"));
            Console.WriteLine("two");
            line.Update(HTML(""));
            """
        );
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(new ReportPage(new MathTypesetting()).Write(run));
        Assert.DoesNotContain(page.QuerySelectorAll(".output"), output => output.InnerHtml.Trim().Length == 0);
        Assert.Equal(["one", "two"], page.QuerySelectorAll("section.cell pre.printed").Select(printed => printed.TextContent));
    }

    [Fact]
    public async Task Cells_build_on_each_other_and_default_imports_are_there()
    {
        var run = await RunAsync(
            "var numbers = new List<int> { 1, 2 };\n\n#!csharp\n\nint Twice(int n) => 2 * n;\n\n#!csharp\n\nawait "
                + "Task.Delay(1);\nnumbers.Select(Twice).Sum()"
        );
        Assert.Equal("6", run.Cells[2].Outputs.Single().Content);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("1 + (", "1", ")")]
    [InlineData("if (true) {", "", "}")]
    public async Task A_cell_nested_twenty_thousand_deep_fails_and_says_so(string open, string middle, string close)
    {
        static string Many(string text) => string.Concat(Enumerable.Repeat(text, 20_000));
        var run = await RunAsync($"1 + 1\n\n#!csharp\n\n{Many(open)}{middle}{Many(close)}\n\n#!csharp\n\nConsole.WriteLine(\"never\");");

        // What the compiler does not refuse ends its process, and the notebook only.
        Assert.Contains(run.Status == RunStatus.Crashed ? "Stack overflow" : "CS8078", run.Error);
        Assert.True(run.Status is RunStatus.Failed or RunStatus.Crashed);
        Assert.Equal("2", run.Cells[0].Outputs.Single().Content);
        Assert.False(run.Cells[2].Began);
    }

    [Fact]
    public async Task An_error_names_the_notebooks_line_and_ends_it()
    {
        var run = await RunAsync(
            "1 + 1\n\n#!csharp\n\n// a comment\nvoid Inner() => throw new "
                + "InvalidOperationException(\"boom\");\nInner();\n\n#!csharp\n\nConsole.WriteLine(\"never\");"
        );
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.StartsWith("sample.dib:8:", run.Error);
        Assert.Contains("InvalidOperationException: boom", run.Error);
        Assert.Contains("called at sample.dib:9", run.Error);
        Assert.False(run.Cells[2].Began);
        var html = new ReportPage(new MathTypesetting()).Write(run);
        Assert.Contains("did not run to its end", html);
        Assert.Contains("did not run</span>", html);
    }

    [Fact]
    public async Task A_syntax_error_names_line_and_column()
    {
        var run = await RunAsync("var a = 1;\n\n#!csharp\n\nvar b = ;");
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.StartsWith("sample.dib:7:9: CS1525", run.Error);
    }

    [Fact]
    public async Task A_notebook_that_never_ends_is_stopped_and_keeps_what_it_gave()
    {
        var clock = new TimeByHand();
        var run = await new NotebookRunner(Child) { Clock = clock, Patience = TimeSpan.Zero }.RunAsync(
            Write("Console.WriteLine(\"before\");\nConsole.Write(\"and \");\nConsole.Write(\"half a line\");\nwhile (true) { }"),
            new Dictionary<string, string>(),
            TimeSpan.FromSeconds(12),
            (_, happened) => clock.PassWhen(happened is CellGave { Output.Content: "half a line" }),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(RunStatus.TimedOut, run.Status);
        Assert.Equal("before\nand half a line", run.Cells[0].Outputs[0].Content);
        Assert.Contains("12 seconds", run.Error);
    }

    [Fact]
    public async Task A_process_that_dies_leaves_an_error_where_it_died()
    {
        var run = await RunAsync("1\n\n#!csharp\n\nEnvironment.Exit(77);");
        Assert.Equal(RunStatus.Crashed, run.Status);
        Assert.Contains("code 77", run.Cells[1].Outputs.Single().Content);
    }

    [Fact]
    public async Task A_megabyte_of_print_is_cut_and_counted()
    {
        var run = await RunAsync("for (var i = 0; i < 20_000; i++) Console.WriteLine(new string('x', 50));");
        var output = Assert.Single(run.Cells[0].Outputs);
        Assert.InRange(output.Content.Length, CellPrint.Limit, CellPrint.Limit + 200);
        Assert.Contains("820,000 more characters", output.Content);
    }

    [Fact]
    public async Task Cancelling_ends_the_child_and_keeps_the_run()
    {
        using var cancellation = new CancellationTokenSource();
        var run = await new NotebookRunner(Child) { Patience = TimeSpan.Zero }.RunAsync(
            Write("Console.WriteLine(\"x\"); await Task.Delay(-1);"),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(4),
            (_, happened) =>
            {
                if (happened is CellGave)
                    cancellation.Cancel();
            },
            cancellation.Token
        );
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Contains("by hand", run.Error);
    }

    [Fact]
    public async Task A_cell_that_takes_the_token_is_given_time_to_end()
    {
        using var cancellation = new CancellationTokenSource();
        var file = Write(
            """
            var stop = Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken;
            Console.WriteLine("ready");
            stop.WaitHandle.WaitOne();
            Thread.Sleep(500);
            Console.WriteLine("put away");

            #!csharp

            Console.WriteLine("never");
            """.Replace("Thread", "System.Threading.Thread")
        );
        var run = await new NotebookRunner(Child) { Patience = TimeSpan.FromMinutes(1) }.RunAsync(
            file,
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(4),
            (_, happened) =>
            {
                if (happened is CellGave { Output.Content: "ready\n" })
                    cancellation.Cancel();
            },
            cancellation.Token
        );
        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Equal("ready\nput away\n", run.Cells[0].Outputs[0].Content);
        Assert.Contains("Stopped by hand.", run.Error);
        Assert.False(run.Cells[1].Began);
    }

    [Fact]
    public async Task Cells_run_in_the_folder_and_with_the_variables_that_are_asked_for()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var runner = new NotebookRunner(Child)
        {
            WorkingFolder = folder,
            Variables = new Dictionary<string, string> { ["NCA_SAMPLE"] = "yes" },
        };
        var run = await runner.RunAsync(
            Write("System.IO.File.WriteAllText(\"here.txt\", Environment.GetEnvironmentVariable(\"NCA_SAMPLE\"));"),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(4),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        Assert.Equal("yes", File.ReadAllText(Path.Combine(folder, "here.txt")));
    }

    [Fact]
    public async Task Altered_parameters_reach_the_cells_and_the_report()
    {
        var file = Write("1\n\n#!csharp\n\n// parameters\nvar Steps = 5; // iterations\n\n#!csharp\n\nSteps * 2");
        var run = await new NotebookRunner(Child).RunAsync(
            file,
            new Dictionary<string, string> { ["Steps"] = "21" },
            TimeSpan.FromMinutes(4),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.Equal("42", run.Cells[2].Outputs.Single().Content);
        Assert.Contains(
            "<tr class=\"altered\"><td>Steps</td><td>21 (altered)</td><td>iterations</td></tr>",
            new ReportPage(new MathTypesetting()).Write(run)
        );
    }

    public static string Write(string cells, string name = "sample.dib")
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, name);
        File.WriteAllText(file, "#!csharp\n\n" + cells + "\n");
        return file;
    }

    public static Task<NotebookRun> RunAsync(string cells, TimeSpan? timeout = null) =>
        new NotebookRunner(Child).RunAsync(
            Write(cells),
            new Dictionary<string, string>(),
            timeout ?? TimeSpan.FromMinutes(4),
            null,
            TestContext.Current.CancellationToken
        );
}
