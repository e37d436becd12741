using Nca.Notebooks;

namespace Nca.Cli;

/// <summary>Where the project stands on this machine.</summary>
internal static class Suite
{
    private const string Mark = "NcaNotebooks.sln";

    /// <summary>The hidden command that a child process is started with.</summary>
    public const string ChildVerb = "execute-notebook";

    /// <summary>The project's folder, looked for upwards from the current directory and from this program.</summary>
    public static string Folder()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, Mark))) return folder.FullName;
        throw new NotebookException($"No {Mark} is found upwards from here; change into the project's folder.");
    }

    /// <summary>How this program starts itself again.</summary>
    public static string[] ChildCommand()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [program, typeof(Suite).Assembly.Location, ChildVerb]
            : [program, ChildVerb];
    }

    /// <summary>A path as seen from the current directory, where that is shorter.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
