namespace Nca.Tests.House;

/// <summary>The rooms of every library: arrows between folders run one way, and no two files use each other in a loop.</summary>
public sealed class ArrowTests
{
    // The rooms of each library from the ground up: each may use those above it in its list. What starts a program is (entry).
    private static readonly Dictionary<string, string[]> Rooms = new()
    {
        ["Nca"] =
        [
            "(root)",
            "Randomness",
            "Automaton",
            "Engines",
            "Progress",
            "Engines/Fused",
            "Engines/Torch",
            "Targets",
            "Metrics",
            "Creatures",
            "Training",
            "Runs",
            "Engines/Benchmark",
            "Analysis",
            "Analysis/Growth",
            "Analysis/Healing",
            "Analysis/Dynamics",
            "Analysis/Robustness",
            "Analysis/Envelope",
            "Analysis/Attractors",
            "Studies",
        ],
        ["Nca.Figures"] = ["Embedded", "Display", "(root)", "Text", "Model", "Gallery", "Drawing", "Creatures", "Html", "Live"],
        ["Nca.Figures.Rendering"] = ["(root)"],
        ["Nca.Notebooks"] = ["(root)", "Documents", "Markup", "Execution", "Report", "Comparison", "Watching"],
        ["Nca.Sweeps"] = ["(root)", "Grid", "Cells", "Slurm", "Collection"],
        ["Nca.Cli"] = ["Console", "(root)", "Commands", "(entry)"],
    };

    public static TheoryData<string> Libraries => [.. Rooms.Keys];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Rooms_use_only_what_lies_below_them(string library)
    {
        var (rooms, arrows) = (Rooms[library], SourceGraph.OfLibraries.FoldersOf(library));
        Assert.Equal(rooms.Order(), SourceGraph.OfLibraries.FoldersIn(library).Order());
        Assert.DoesNotContain(arrows, arrow => Array.IndexOf(rooms, arrow.From) < Array.IndexOf(rooms, arrow.To));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Files_do_not_use_each_other_in_a_loop(string library) => Assert.Empty(SourceGraph.OfLibraries.FileLoopsOf(library));

    [Fact]
    public void The_graph_sees_what_it_should()
    {
        Assert.Contains(("Training", "Automaton"), SourceGraph.OfLibraries.FoldersOf("Nca"));
        Assert.Contains(("Studies", "Runs"), SourceGraph.OfLibraries.FoldersOf("Nca"));
        Assert.Equal(["a", "b"], Assert.Single(SourceGraph.Loops(new HashSet<(string, string)> { ("a", "b"), ("b", "a"), ("b", "c") })));
        Assert.Empty(SourceGraph.Loops(new HashSet<(string, string)> { ("a", "b"), ("b", "c") }));
        foreach (var (from, to) in Rooms.Keys.SelectMany(library => SourceGraph.OfLibraries.FoldersOf(library).Order()))
            TestContext.Current.TestOutputHelper!.WriteLine($"{from} → {to}");
    }
}
