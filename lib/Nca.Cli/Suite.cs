using Nca.Notebooks;

namespace Nca.Cli;

/// <summary>Where the project stands on this machine.</summary>
internal static class Suite
{
    /// <summary>The hidden command that a child process is started with.</summary>
    public const string ChildVerb = "execute-notebook";

    /// <summary>The project's folder, looked for upwards from the current directory and from this program.</summary>
    public static string Folder() =>
        Path.GetDirectoryName(DataFolder.Path)
        ?? throw new NotebookException(
            $"No {DataFolder.Name}/{DataFolder.Marker} is found upwards from here; change into the project's folder."
        );

    /// <summary>How this program starts itself again to run a notebook.</summary>
    public static string[] ChildCommand() => [.. OwnCommand(), ChildVerb];

    /// <summary>How this program is started: the words before its arguments.</summary>
    public static string[] OwnCommand()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [program, typeof(Suite).Assembly.Location]
            : [program];
    }

    /// <summary>A path as seen from the current directory, where that is shorter.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
