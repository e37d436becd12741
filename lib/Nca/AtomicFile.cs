namespace Nca;

/// <summary>
/// Files that a reader never sees half written: they get a temporary name first, are flushed to the disk and renamed when complete.
/// </summary>
public static class AtomicFile
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
        ArgumentNullException.ThrowIfNull(write);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            beforeRename?.Invoke();
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
