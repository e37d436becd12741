using System.CommandLine;
using Nca.Runs;

namespace Nca.Cli.Commands;

/// <summary>The runs that a study measures, one file of results for each: what <c>nca study</c>'s own commands have in common.</summary>
/// <param name="shipped">The runs that are measured where none is named, as paths below the shipped runs.</param>
/// <param name="studies">The study's folder within the folder of studies.</param>
internal sealed class StudiedRuns(string[] shipped, string studies)
{
    /// <summary>Names the runs.</summary>
    public Option<string[]> Runs { get; } =
        new("--run")
        {
            Description = $"Folders of runs; by default these shipped runs: {string.Join(", ", shipped)}.",
            AllowMultipleArgumentsPerToken = true,
        };

    /// <summary>Names the folder of results.</summary>
    public Option<string?> Output { get; } =
        new("--out") { Description = $"Folder for the results; {DataFolder.Name}/studies/{studies} by default." };

    /// <summary>Loads the runs and sees to it that the results can be written, before anything is measured.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>Each run, and the path of its results.</returns>
    public IReadOnlyList<(StoredRun Run, string Path)> In(ParseResult parsed)
    {
        var folders = parsed.GetValue(Runs) is { Length: > 0 } named
            ? named
            : [.. shipped.Select(path => Path.Combine(Suite.Data(), "runs", path))];
        var place = parsed.GetValue(Output) ?? Path.Combine(Suite.Folder(), DataFolder.Name, "studies", studies);
        var runs = folders.Select(folder => (StoredRun.Load(folder), Path.Combine(place, $"{NameOf(folder)}.json"))).ToArray();
        foreach (var (_, path) in runs)
            OutputPlace.Require(path, Output.Name);
        return runs;
    }

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
