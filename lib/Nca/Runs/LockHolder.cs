using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Nca.Runs;

/// <summary>Who trains in a folder, as noted beside the lock.</summary>
/// <param name="Process">Number of the process.</param>
/// <param name="Host">Name of its machine.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Started">When the process started, UTC: numbers are used again.</param>
/// <param name="Since">Since when it trains, UTC.</param>
internal sealed record LockHolder(int Process, string Host, string User, DateTime Started, DateTime Since)
{
    private const string FileName = ".training-by.json";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process, from now on.</summary>
    public static LockHolder Now()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return new LockHolder(
            Environment.ProcessId,
            Environment.MachineName,
            Environment.UserName,
            self.StartTime.ToUniversalTime(),
            DateTime.UtcNow
        );
    }

    /// <summary>The note in a folder; null where there is none that can be read.</summary>
    public static LockHolder? In(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(RunFile.Read(Path.Combine(folder, FileName), 1 << 16));
        }
        catch (Exception error) when (error is RunException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Leaves the note.</summary>
    public void NoteIn(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Takes the note away.</summary>
    public static void Forget(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>Removes notes that a killed process was writing.</summary>
    public static void RemoveLeftovers(string folder) => AtomicFile.RemoveLeftovers(Path.Combine(folder, FileName));

    /// <summary>Whether the process is known to live: it is one of this machine, started when the note says.</summary>
    public bool LivesHere()
    {
        if (Host != Environment.MachineName)
            return false;
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            return (process.StartTime.ToUniversalTime() - Started).Duration() < ClockTolerance;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"process {Process} of {User} on {Host} since {Since:yyyy-MM-dd HH:mm:ss} UTC";
}
