namespace Nca.Testing;

/// <summary>The folder of the whole project, found upwards from the tests' own.</summary>
internal static class ProjectFolder
{
    public static string Path { get; } = Find();

    /// <summary>A file or folder within it.</summary>
    public static string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "NcaNotebooks.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no folder above the tests holds NcaNotebooks.sln");
        return folder.FullName;
    }
}
