using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nca.Sweeps.Cells;

/// <summary>
/// Which process something belongs to, so that another process of the same machine can tell whether it still runs. Machines are told apart
/// by what starts anew with each of them: its name, its boot, and the space that its process numbers belong to (containers have their own).
/// </summary>
internal static class ProcessMark
{
    private const string Processes = "/proc";

    private static readonly string? Space = SpaceOfNumbers();

    /// <summary>The mark of this process: letters, digits and a dash.</summary>
    public static string Own { get; } = Of(Environment.ProcessId);

    /// <summary>The mark of a process of this machine.</summary>
    /// <param name="process">Its number.</param>
    public static string Of(int process) => $"{Space ?? "elsewhere"}-{process.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Whether the process of a mark is known to have ended; false where that cannot be told from here.</summary>
    /// <param name="mark">The mark.</param>
    public static bool HasEnded(string mark) =>
        Space is not null
        && mark.Split('-') is [var space, var number]
        && space == Space
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && !Directory.Exists($"{Processes}/{process.ToString(CultureInfo.InvariantCulture)}");

    // Null where the system does not show its processes as folders: then a lease is left to expire.
    private static string? SpaceOfNumbers()
    {
        try
        {
            var boot = File.ReadAllText($"{Processes}/sys/kernel/random/boot_id");
            var space = new FileInfo($"{Processes}/self/ns/pid").LinkTarget;
            var text = $"{Environment.MachineName} {boot} {space}";
            return space is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
