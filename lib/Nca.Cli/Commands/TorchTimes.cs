using System.Diagnostics;
using System.Text.Json;
using Nca.Runs;

namespace Nca.Cli.Commands;

/// <summary>
/// Times of the Torch engine, each set in a process of its own, because libtorch's speed hangs on the allocator: as it comes glibc gives
/// the memory of every large tensor back to the system, and most of the time then goes into page faults.
/// </summary>
internal static class TorchTimes
{
    /// <summary>The hidden option by which a child is asked for its times.</summary>
    public const string Option = "--torch-times";

    // No memory of its own for large blocks, none given back, one arena: what was allocated once is used again.
    private const string KeepMemory =
        "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=68719476736:glibc.malloc.top_pad=268435456:glibc.malloc.arena_max=1";

    /// <summary>Whether this machine's allocator can be told to keep memory.</summary>
    public static bool CanKeepMemory => OperatingSystem.IsLinux();

    /// <summary>Measures in a child.</summary>
    /// <param name="run">Folder of the run.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="keepMemory">Whether its allocator keeps memory.</param>
    /// <param name="cancellation">Ends the child.</param>
    public static async Task<double[]> MeasureAsync(string run, int threads, bool keepMemory, CancellationToken cancellation)
    {
        string[] command = [.. Suite.OwnCommand(), "bench", "--run", run, "--threads", $"{threads}", Option];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        if (keepMemory)
            start.Environment["GLIBC_TUNABLES"] = KeepMemory;
        using var child = Process.Start(start) ?? throw new RunException("The process that measures libtorch could not be started.");
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(cancellation);
            await child.WaitForExitAsync(cancellation);
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize<double[]>(output)!
                : throw new RunException($"The process that measures libtorch ended with {child.ExitCode}; --no-torch leaves it out.");
        }
        finally
        {
            if (!child.HasExited)
                child.Kill(entireProcessTree: true);
        }
    }
}
