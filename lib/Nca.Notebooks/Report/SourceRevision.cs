namespace Nca.Notebooks.Report;

/// <summary>Reads which commit a file belongs to, from git's own files.</summary>
internal static class SourceRevision
{
    public static string? Of(string file)
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(file))!); folder is not null; folder = folder.Parent)
        {
            var git = Path.Combine(folder.FullName, ".git");
            if (!Directory.Exists(git))
                continue;
            try
            {
                var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
                if (!head.StartsWith("ref: ", StringComparison.Ordinal))
                    return Short(head);
                var reference = Path.Combine(git, head[5..]);
                if (File.Exists(reference))
                    return Short(File.ReadAllText(reference).Trim());
                var packed = Path.Combine(git, "packed-refs");
                return File.Exists(packed)
                    ? File.ReadLines(packed)
                        .Where(line => line.EndsWith(head[5..], StringComparison.Ordinal))
                        .Select(Short)
                        .FirstOrDefault()
                    : null;
            }
            catch (IOException)
            {
                return null;
            }
        }

        return null;
    }

    private static string Short(string hash) => $"commit {hash[..Math.Min(12, hash.Length)]}";
}
