using System.Diagnostics;

namespace Nca.Notebooks.Tests;

/// <summary>A disk in memory of a given size, where this machine permits one; else the test is skipped, never passed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static SmallDisk Mount(string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A disk in memory can be mounted on Linux only.");
        var folder = Directory.CreateTempSubdirectory("nca-disk-").FullName;
        var mounted = Run("mount", $"-t tmpfs -o size={options} nca {folder}");
        Assert.SkipUnless(mounted, "This user may not mount a disk.");
        return new SmallDisk(folder);
    }

    public void Dispose()
    {
        Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
