using System.Diagnostics;
using System.Threading.Channels;

namespace Nca.Notebooks.Tests.Watching;

/// <summary><c>nca run --watch</c> as a process of its own, on a small notebook that a test edits.</summary>
internal sealed class WatchedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Process _process;

    private WatchedProgram(string folder)
    {
        Folder = folder;
        _process = Process.Start(
            new ProcessStartInfo(
                "env",
                [
                    "--default-signal=INT",
                    "dotnet",
                    Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll"),
                    "run",
                    Notebook,
                    "--watch",
                    "--out",
                    Path.Combine(folder, "out"),
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        foreach (var stream in new[] { _process.StandardOutput, _process.StandardError })
            _ = ReadAsync(stream);
    }

    /// <summary>The folder of everything.</summary>
    public string Folder { get; }

    /// <summary>Path of the notebook.</summary>
    public string Notebook => Path.Combine(Folder, "sample.dib");

    /// <summary>Path of its report.</summary>
    public string Report => Path.Combine(Folder, "out", "sample.html");

    /// <summary>Where the report is seen.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>A cell's number for every time that one ran, in order: cells write it there with <see cref="Mark"/>.</summary>
    public string Ran => File.Exists(Path.Combine(Folder, "ran")) ? File.ReadAllText(Path.Combine(Folder, "ran")) : "";

    /// <summary>Starts it; skips the test where the system has no signals to end it with.</summary>
    /// <param name="cells">The notebook's cells; <c>{mark n}</c> stands for the code that writes down that cell n runs.</param>
    public static async Task<WatchedProgram> StartAsync(params string[] cells)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with Linux's tools");
        var folder = Directory.CreateTempSubdirectory("nca-").FullName;
        Write(folder, cells);
        var program = new WatchedProgram(folder);
        var line = await program.UntilAsync("its report: ");
        program.Address = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        return program;
    }

    /// <summary>Saves other cells, as many editors do: in a file beside, which then takes the notebook's place.</summary>
    public void Save(params string[] cells) => Write(Folder, cells);

    /// <summary>Waits for a line that holds some words.</summary>
    public async Task<string> UntilAsync(string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            if (line.Contains(words, StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException($"It ended without saying: {words}");
    }

    /// <summary>Sends Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Longest);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static void Write(string folder, string[] cells)
    {
        var text = string.Concat(
            cells.Select((cell, index) => $"#!csharp\n\nSystem.IO.File.AppendAllText(\"ran\", \"{index + 1}\");\n{cell}\n\n")
        );
        File.WriteAllText(Path.Combine(folder, "sample.new"), text);
        File.Move(Path.Combine(folder, "sample.new"), Path.Combine(folder, "sample.dib"), overwrite: true);
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite(line);
        if (_process.HasExited)
            _lines.Writer.TryComplete();
    }
}
