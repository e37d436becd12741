using System.Runtime.InteropServices;

namespace Nca;

/// <summary>What stands at a path: a file like any other, or a device or pipe, which is written through and never replaced.</summary>
internal static partial class FileKind
{
    private const int TypeMask = 0xF000,
        RegularType = 0x8000,
        FolderType = 0x4000,
        ModeAt = 4;

    /// <summary>Whether a path names an open descriptor of a process, <c>/dev/stdout</c> say, whatever stands behind it.</summary>
    public static bool IsDescriptor(string path) =>
        !OperatingSystem.IsWindows()
        && Path.GetFullPath(path) is var full
        && (full.StartsWith("/dev/std", StringComparison.Ordinal) || full.StartsWith("/dev/fd/", StringComparison.Ordinal) || InProc(full));

    /// <summary>Whether a path, links followed, names a device, a pipe, a socket or a descriptor.</summary>
    public static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows())
            return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
        if (IsDescriptor(path))
            return true;
        var status = new byte[256];
        try
        {
            return Stat(path, status) == 0 && (BitConverter.ToInt32(status, ModeAt) & TypeMask) is not (RegularType or FolderType);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
        }
    }

    private static bool InProc(string full) =>
        full.StartsWith("/proc/", StringComparison.Ordinal) && full.Contains("/fd/", StringComparison.Ordinal);

    // .NET itself has no way to ask for a file's type; its own library asks the system in the same form on every Unix: flags, then mode.
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, [Out] byte[] status);
}
