using System.Diagnostics;
using System.Text;

namespace Nca.Sweeps.Cells;

/// <summary>
/// A worker in a process of its own, so that one that dies takes nothing else along. It is stopped by closing its standard input, which
/// also happens when this process dies.
/// </summary>
/// <param name="command">Program and arguments; it prints <see cref="WorkerEvent"/>s.</param>
internal sealed class WorkerProcess(IReadOnlyList<string> command)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The cell that it was at when it ended; null where it was at none.</summary>
    public int? At { get; private set; }

    /// <summary>The last line that it printed on its standard error; empty where there was none.</summary>
    public string LastWords { get; private set; } = "";

    /// <summary>Runs it to its end.</summary>
    /// <param name="told">Hears its events.</param>
    /// <param name="cancellation">Stops it; it keeps what it learned.</param>
    /// <returns>Its exit code.</returns>
    public int Run(Action<WorkerEvent> told, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new SweepException($"{command[0]} cannot be started.");
        process.ErrorDataReceived += (_, line) => LastWords = line.Data is { Length: > 0 } text ? text : LastWords;
        process.BeginErrorReadLine();
        using (cancellation.Register(() => Stop(process)))
            while (process.StandardOutput.ReadLine() is { } line)
                if (WorkerEvent.In(line) is { } news)
                {
                    At = news.Ended is null ? news.Cell : null;
                    told(news);
                }

        // Once more without a limit, so that the last words are read to their end.
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Stop(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
