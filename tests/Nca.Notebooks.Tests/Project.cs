namespace Nca.Notebooks.Tests;

/// <summary>The project's own folder and notebooks.</summary>
internal static class Project
{
    public static string Folder { get; } = Find();

    public static IReadOnlyList<string> Notebooks { get; } = [.. Directory.GetFiles(Path.Combine(Folder, "notebooks"), "*.dib").Order(StringComparer.Ordinal)];

    /// <summary>The first cell of a notebook that stands anywhere: the library of this build.</summary>
    public static string Bootstrap { get; } = string.Concat(new[] { "Nca", "Nca.Figures", "TorchSharp" }.Select(name => $"#r \"{Path.Combine(Folder, "lib", "Nca.Figures", "bin", "Release", "net10.0", name + ".dll").Replace('\\', '/')}\"\n"))
        + "using Nca.Figures;\nusing Nca.Imaging;\nusing Nca.Training;\nNotebookPage.Begin()";

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NcaNotebooks.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
