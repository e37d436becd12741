namespace Nca;

/// <summary>Files that a reader never sees half written: they get a temporary name first and are renamed when complete.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file, in the place of one that may be there.</summary>
    /// <param name="path">Path of the file; its folder is made when needed.</param>
    /// <param name="content">All of its bytes.</param>
    public static void Write(string path, byte[] content)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
