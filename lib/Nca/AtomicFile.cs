using System.Text.RegularExpressions;

namespace Nca;

/// <summary>
/// Files that a reader never sees half written: they get a temporary name first, are flushed to the disk and renamed when complete. A link
/// is followed, and what is no regular file (a device, a pipe) is written through.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>Writes a file, in the place of one that may be there.</summary>
    /// <param name="path">Path of the file; its folder is made when needed.</param>
    /// <param name="content">All of its bytes.</param>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>Writes a file piece by piece, in the place of one that may be there.</summary>
    /// <param name="path">Path of the file; its folder is made when needed.</param>
    /// <param name="write">Writes the content; when it fails, nothing is left behind.</param>
    /// <param name="beforeRename">Called when the new file is complete on the disk and the old one still stands.</param>
    public static void Write(string path, Action<Stream> write, Action? beforeRename = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (FileKind.IsSpecial(path))
        {
            using var through = OpenThrough(path);
            write(through);
            return;
        }

        path = Followed(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var temporary = TemporaryName(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(path))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            beforeRename?.Invoke();
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Tries whether a file can be written, and leaves nothing behind.</summary>
    /// <param name="path">Path of the file, which may be there already.</param>
    /// <exception cref="IOException">It cannot: a folder or file stands in the way, or the disk is full or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Try(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (FileKind.IsSpecial(path))
            return;
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new IOException($"it is a folder; name a file in it, say {Path.Combine(path, "result")}");
        path = Path.GetFullPath(Followed(path));
        if (File.Exists(path))
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        var folder = Path.GetDirectoryName(path)!;
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder))
                throw new IOException($"{folder} is a file, not a folder");
            folder = Path.GetDirectoryName(folder) ?? throw new IOException($"there is no {folder}");
        }

        // Some bytes, because a full disk still has room for an empty file.
        var probe = TemporaryName(Path.Combine(folder, Path.GetFileName(path)));
        using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        stream.Write(new byte[4096]);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Removes what killed processes left half written of one file: names that only this class gives, and no others.</summary>
    /// <param name="path">Path of the file. Nobody may be writing it now.</param>
    public static void RemoveLeftovers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var found in Directory.GetFiles(folder, name + ".*.tmp"))
            if (TemporaryEnd().IsMatch(Path.GetFileName(found)[name.Length..]))
                File.Delete(found);
    }

    private static string Followed(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static string TemporaryName(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    private static Stream OpenThrough(string path) =>
        Path.GetFullPath(path) switch
        {
            "/dev/stdout" or "/dev/fd/1" => Console.OpenStandardOutput(),
            "/dev/stderr" or "/dev/fd/2" => Console.OpenStandardError(),
            _ => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1 << 16),
        };

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex TemporaryEnd();
}
