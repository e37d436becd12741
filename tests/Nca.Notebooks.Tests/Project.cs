namespace Nca.Notebooks.Tests;

/// <summary>The project's own notebooks.</summary>
internal static class Project
{
    public static IReadOnlyList<string> Notebooks { get; } =
    [.. Directory.GetFiles(ProjectFolder.Of("notebooks"), "*.dib").Order(StringComparer.Ordinal)];

    /// <summary>The first cell of a notebook that stands anywhere: the library of this build.</summary>
    public static string Bootstrap { get; } =
        string.Concat(
            new[] { "Nca", "Nca.Figures", "TorchSharp" }.Select(name =>
                $"#r \"{ProjectFolder.Of("lib", "Nca.Figures", "bin", "Release", "net10.0", name + ".dll").Replace('\\', '/')}\"\n"
            )
        )
        + "using Nca.Figures;\nusing Nca.Figures.Gallery;\nusing Nca.Figures.Live;\nusing Nca.Figures.Model;\nusing "
            + "Nca.Targets;\nusing Nca.Training;\nNotebookPage.Begin()";
}
