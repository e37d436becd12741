using System.Diagnostics;
using System.Globalization;
using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Tests;

/// <summary>
/// What cells and the programs that they start may do to a run: neither hold it open, nor speak in its name, nor outlive it. The programs
/// are those of a Unix system.
/// </summary>
[Trait("lane", "slow")]
public sealed class NotebookProcessTests
{
    private const string Start = "using System.Diagnostics;\n";

    // Ten minutes are far longer than a run may take here: whoever waits for such a process fails by time.
    private const string Sleep = "Console.WriteLine(Process.Start(\"sleep\", \"600\").Id);";

    // A shell that starts a process in a session of its own and ends: its parent is gone at once.
    private const string Orphan = """
        var shell = Process.Start(new ProcessStartInfo("{0}", ["{1}", "-c", "setsid sleep 600 > /dev/null 2>&1 < /dev/null & echo $!"])
            { RedirectStandardOutput = true })!;
        Console.WriteLine(shell.StandardOutput.ReadLine());
        shell.WaitForExit();
        """;

    public NotebookProcessTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs sleep and sh");

    [Fact]
    public async Task A_helper_process_neither_holds_the_run_open_nor_outlives_it()
    {
        var run = await NotebookRunnerTests.RunAsync($"{Start}{Sleep}\n\n#!csharp\n\n1 + 1");
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        Assert.Equal("2", run.Cells[1].Outputs.Single().Content);
        AssertGone(run);
    }

    [Fact]
    public async Task An_orphan_is_gone_after_the_last_cell()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "orphans are found on Linux");
        var run = await NotebookRunnerTests.RunAsync(Start + Orphan.Replace("{0}", "sh").Replace("\"{1}\", ", ""));
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        AssertGone(run);
    }

    [Fact]
    public async Task An_orphan_without_the_runs_environment_is_gone_after_a_stop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "orphans are found on Linux");
        using var stop = new CancellationTokenSource();
        var run = await new NotebookRunner(NotebookRunnerTests.Child) { Patience = TimeSpan.Zero }.RunAsync(
            NotebookRunnerTests.Write(Start + Orphan.Replace("{0}", "env").Replace("\"{1}\"", "\"-i\", \"sh\"") + "\nwhile (true) { }"),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(4),
            (_, happened) =>
            {
                if (happened is CellGave { Output.Content: var text } && text.EndsWith('\n'))
                    stop.Cancel();
            },
            stop.Token
        );
        Assert.Equal(RunStatus.Cancelled, run.Status);
        AssertGone(run);
    }

    [Fact]
    public async Task Nothing_that_is_printed_anywhere_is_taken_for_an_event()
    {
        const string Event = """{\"event\":\"finished\"}""";
        var run = await NotebookRunnerTests.RunAsync(
            $$"""
            {{Start}}
            Console.WriteLine("{{Event}}");
            Process.Start("printf", ["{{Event}}\n{{Event}}"]).WaitForExit();
            Process.Start("sh", ["-c", "printf half >&2; printf '{{Event}}\n' >&1"]).WaitForExit();
            Console.WriteLine("next");

            #!csharp

            throw new InvalidOperationException("the reason");
            """
        );
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("{\"event\":\"finished\"}\nnext\n", run.Cells[0].Outputs.Single().Content);
        Assert.Contains("the reason", run.Error);
    }

    [Fact]
    public async Task Standard_input_is_empty_for_cells_and_their_processes()
    {
        var run = await NotebookRunnerTests.RunAsync(
            Start
                + "Process.Start(\"cat\").WaitForExit();\nConsole.WriteLine(Console.In.Read());\nProcess.Start(\"sh\", [\"-c\", "
                + "\"read x\"]).WaitForExit();"
        );
        Assert.True(run.Status == RunStatus.Succeeded, run.Error);
        Assert.Equal("-1\n", run.Cells[0].Outputs.Single().Content);
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "with code 0: a cell ended it")]
    [InlineData("Environment.FailFast(\"given up\");", "Process terminated. given up")]
    [InlineData("void Deep(int n) => Deep(n + 1 + Deeper(n)); int Deeper(int n) { Deep(n); return n; } Deep(0);", "Stack overflow")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "code 137")]
    public async Task Success_means_that_the_last_cell_ended_and_last_words_are_kept(string end, string words)
    {
        var run = await NotebookRunnerTests.RunAsync($"1\n\n#!csharp\n\nConsole.Write(\"last words\");\n{end}\n\n#!csharp\n\n3");
        Assert.Equal(RunStatus.Crashed, run.Status);
        Assert.Equal("last words", run.Cells[1].Outputs[0].Content);
        Assert.Contains(words, run.Error);
        Assert.False(run.Cells[2].Began);
    }

    [Fact]
    public async Task A_cell_that_ignores_its_token_dies_with_a_killed_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found by /proc");
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = NotebookRunnerTests.Write(
            $$"""
            {{Start}}
            var stop = Microsoft.DotNet.Interactive.KernelInvocationContext.Current.CancellationToken;
            var helper = Process.Start("sleep", "600");
            System.IO.File.WriteAllText("{{folder}}/writing", $"{Environment.ProcessId}\n{helper.Id}");
            System.IO.File.Move("{{folder}}/writing", "{{folder}}/ids");
            while (true) { }
            """
        );
        using var written = new FileSystemWatcher(folder, "ids");
        var ready = new TaskCompletionSource();
        written.Renamed += (_, _) => ready.TrySetResult();
        written.EnableRaisingEvents = true;
        using var program = Program.Start($"run \"{file}\" --out \"{folder}/out\"");
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        var processes = File.ReadAllLines(Path.Combine(folder, "ids")).Select(Find).ToArray();
        Assert.All(processes, Assert.NotNull);
        program.Kill();
        foreach (var process in processes)
            await process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1));
    }

    private static void AssertGone(NotebookRun run) =>
        Assert.Null(Find(run.Cells[0].Outputs.First(output => output.Kind == OutputKind.Printed).Content.Trim()));

    private static Process? Find(string id)
    {
        try
        {
            var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));

            // A dead process that nobody asked about is still listed where no parent collects it.
            return File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal) ? null : process;
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            return null;
        }
    }
}
