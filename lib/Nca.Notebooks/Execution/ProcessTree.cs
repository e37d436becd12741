using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Nca.Notebooks.Execution;

/// <summary>
/// Ends the processes that a run started, also those whose own parents are gone. On Linux they are known by an environment variable that
/// they inherit, and by their parents, of which the run's own process adopts the orphans; elsewhere by their parents alone.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The environment variable that marks what belongs to a run.</summary>
    public const string Variable = "NOTEBOOK_RUN";

    private const int SetChildSubreaper = 36;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>A mark for a new run: within another run the other's mark stays readable.</summary>
    public static string NewMark() => $"{Environment.GetEnvironmentVariable(Variable)}/{Guid.NewGuid():N}";

    /// <summary>
    /// Whether processes are found after their parents are gone. Where they are not, a run's own process has to live until it is ended.
    /// </summary>
    public static bool KnowsOrphans => OperatingSystem.IsLinux();

    /// <summary>From now on, processes below this one that lose their parent become its children.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(SetChildSubreaper, 1, 0, 0, 0);
    }

    /// <summary>Ends all processes of a run.</summary>
    /// <param name="root">The run's own process; it may have ended.</param>
    /// <param name="mark">Its mark.</param>
    public static void End(Process root, string mark)
    {
        try
        {
            if (!root.HasExited)
                root.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself meanwhile, or part of it did.
        }

        if (OperatingSystem.IsLinux())
            EndAll(() => Belonging(root: null, mark));
    }

    /// <summary>Ends all processes of a run but this one, which is its own.</summary>
    /// <param name="mark">Its mark.</param>
    public static void EndOthers(string mark)
    {
        // Elsewhere the parent does it, see KnowsOrphans.
        if (OperatingSystem.IsLinux())
            EndAll(() => Belonging(Environment.ProcessId, mark));
    }

    // Whoever starts processes while it is being ended may have started one more.
    private static void EndAll(Func<List<int>> processes)
    {
        var clock = Stopwatch.StartNew();
        while (processes() is { Count: > 0 } found && clock.Elapsed < Limit)
        {
            foreach (var id in found)
                try
                {
                    using var process = Process.GetProcessById(id);
                    process.Kill();
                }
                catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
                {
                    // It ended by itself meanwhile.
                }

            Thread.Sleep(5);
        }
    }

    private static List<int> Belonging(int? root, string mark)
    {
        var bytes = Encoding.UTF8.GetBytes(mark);
        var parents = new Dictionary<int, int>();
        var found = new HashSet<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || id == Environment.ProcessId)
                continue;
            try
            {
                // "id (name) state parent …", where the name may hold anything.
                var status = File.ReadAllText($"{folder}/stat");
                var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] is "Z" or "X")
                    continue;
                parents[id] = int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture);
                if (bytes.Length > 0 && File.ReadAllBytes($"{folder}/environ").AsSpan().IndexOf(bytes) >= 0)
                    found.Add(id);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or someone else's.
            }
        }

        if (root is not { } top)
            return [.. found];
        var below = new Queue<int>(found.Append(top));
        while (below.TryDequeue(out var parent))
            foreach (var (id, _) in parents.Where(pair => pair.Value == parent && found.Add(pair.Key)))
                below.Enqueue(id);
        return [.. found];
    }

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
