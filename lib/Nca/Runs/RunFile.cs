namespace Nca.Runs;

/// <summary>Reads a run's files, which may come from a stranger: whole, regular, and of a size that a run can have.</summary>
internal static class RunFile
{
    /// <summary>Largest file of numbers, in bytes: the largest allowed rule with its snapshots stays below.</summary>
    public const long MostNumbers = 256L << 20;

    /// <summary>Largest text file, in bytes.</summary>
    public const long MostText = 16L << 20;

    /// <summary>All of a file's bytes.</summary>
    /// <exception cref="RunException">It is missing, unreadable, no regular file, or too large.</exception>
    public static byte[] Read(string path, long most)
    {
        try
        {
            if (FileKind.IsSpecial(path))
                throw new RunException($"{path} is a device or a pipe, no file of a run; take an unharmed copy.");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > most)
                throw new RunException(
                    $"{path} has {file.Length >> 20} MB; such a file of a run has at most {most >> 20}. Take an unharmed copy."
                );
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The lines of a text file.</summary>
    /// <exception cref="RunException">It is missing, unreadable, no regular file, or too large.</exception>
    public static string[] ReadLines(string path)
    {
        var text = new StreamReader(new MemoryStream(Read(path, MostText)));
        var lines = new List<string>();
        while (text.ReadLine() is { } line)
            lines.Add(line);
        return [.. lines];
    }
}
