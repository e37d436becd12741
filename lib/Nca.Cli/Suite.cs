using Nca.Notebooks;

namespace Nca.Cli;

/// <summary>Where the work stands on this machine, and where this program does.</summary>
internal static class Suite
{
    /// <summary>The hidden command that a child process is started with.</summary>
    public const string ChildVerb = "execute-notebook";

    /// <summary>The folder of this program's DLLs, which are also the library that notebooks load.</summary>
    public static string Program => Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>
    /// The folder that notebooks and reports belong to: the study that the current directory is in, else the project, else the current
    /// directory itself.
    /// </summary>
    public static string Folder() => StudyFolder.Path ?? DataFolder.Workplace ?? Environment.CurrentDirectory;

    /// <summary>The data that came with this program.</summary>
    /// <exception cref="NotebookException">There is none.</exception>
    public static string Data() =>
        DataFolder.Path
        ?? throw new NotebookException(
            $"No {DataFolder.Name}/{DataFolder.Marker} is found upwards from here; change into the project's folder."
        );

    /// <summary>The notebooks that came with this program, in order.</summary>
    /// <exception cref="NotebookException">There are none.</exception>
    public static string[] ShippedNotebooks()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Data())!, "notebooks");
        string[] found = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.dib").Order(StringComparer.Ordinal)] : [];
        return found.Length > 0 ? found : throw new NotebookException($"{folder} holds no notebooks; install nca again.");
    }

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

    /// <summary>Sees to it that cells of notebooks can be compiled here, which a folder for compute nodes cannot.</summary>
    /// <exception cref="NotebookException">They cannot.</exception>
    public static void RequireCompiler()
    {
        if (!File.Exists(Path.Combine(Program, "Microsoft.CodeAnalysis.CSharp.dll")))
            throw new NotebookException(
                "This nca was published for compute nodes and runs no notebooks; use one that was published or installed whole."
            );
    }

    /// <summary>A path as seen from the current directory, where that is shorter.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.Length < path.Length ? relative : path;
    }
}
