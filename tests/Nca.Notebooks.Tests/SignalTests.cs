using System.Diagnostics;

namespace Nca.Notebooks.Tests;

/// <summary>Every command stops when it is asked to, with the conventional exit code, and a training keeps what it learned.</summary>
[Trait("lane", "slow")]
public sealed class SignalTests : IDisposable
{
    // Where the machine is idle it takes less than two seconds; the work that is stopped would take minutes or hours.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly string Run = ProjectFolder.Of("data", "runs", "presets", "regenerating");
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Theory]
    [InlineData("grow --run {run} --steps 1000000", "INT", 130)]
    [InlineData("grow --run {run} --steps 1000000", "TERM", 143)]
    [InlineData("verify --run {run} --seeds 10000", "INT", 130)]
    [InlineData("verify --run {run} --seeds 10000", "HUP", 129)]
    [InlineData("bench --run {run}", "TERM", 143)]
    [InlineData("study dropout --out {folder}", "INT", 130)]
    [InlineData("train --preset Document --out {folder}/run", "INT", 130)]
    [InlineData("train --preset Document --out {folder}/run", "TERM", 143)]
    [InlineData("train --preset Document --out {folder}/run", "HUP", 129)]
    public async Task A_signal_ends_every_command(string arguments, string signal, int code)
    {
        using var process = await StartAsync(arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        await SendAsync(signal, process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(code, process.ExitCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
        Assert.DoesNotContain("   at ", await errors);
        if (arguments.StartsWith("train", StringComparison.Ordinal))
            Assert.True(File.Exists(Path.Combine(_folder, "run", "checkpoint.bin")));
    }

    [Theory]
    [InlineData("train --preset Document --out {folder}/run")]
    [InlineData("grow --run {run} --steps 1000000")]
    public async Task Many_signals_print_no_stack_trace(string arguments)
    {
        using var process = await StartAsync(arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        for (var signal = 0; signal < 5; signal++)
            await SendAsync("INT", process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain("   at ", await errors);
        Assert.DoesNotContain("Unhandled", await errors);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_ends_a_run_and_leaves_its_report(string signal, int code)
    {
        var (notebook, begun) = (Path.Combine(_folder, "endless.dib"), Path.Combine(_folder, "begun"));
        await File.WriteAllTextAsync(
            notebook,
            $"""
            #!csharp
            Console.WriteLine("before");

            #!csharp
            Console.Write("last words");
            System.IO.File.WriteAllText("{begun}", "");
            while (true)
                System.Threading.Thread.Sleep(1);
            """,
            TestContext.Current.CancellationToken
        );
        using var process = Start($"run {notebook} --out {_folder}/reports");
        while (!File.Exists(begun))
        {
            Assert.False(process.HasExited);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await SendAsync(signal, process);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(code, process.ExitCode);
        if (signal != "HUP") // the terminal is gone then
            Assert.Contains("endless: stopped", said);
        var report = await File.ReadAllTextAsync(Path.Combine(_folder, "reports", "endless.html"), TestContext.Current.CancellationToken);
        Assert.Contains("before", report);
        Assert.Contains("last words", report);
    }

    // Signals that whoever runs the tests ignores would be ignored by every child.
    private async Task<Process> StartAsync(string arguments)
    {
        var process = Start(arguments);

        // Its first line says that the work begins.
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return process;
    }

    private Process Start(string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with Linux's tools");
        var given = arguments.Replace("{run}", Run, StringComparison.Ordinal).Replace("{folder}", _folder, StringComparison.Ordinal);
        return Process.Start(
            new ProcessStartInfo(
                "env",
                $"--default-signal=INT,HUP,TERM dotnet \"{Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll")}\" {given}"
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private static async Task SendAsync(string signal, Process process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", $"-{signal} {process.Id}") { RedirectStandardError = true })!;
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
