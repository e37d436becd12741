namespace Nca.Tests.House;

/// <summary>The rooms of every library: arrows between folders run one way, and no two files use each other in a loop.</summary>
public sealed class ArrowTests
{
    // The rooms of the automaton's library from the ground up: each may use those above it in this list.
    private static readonly string[] Rooms =
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
    ];

    [Fact]
    public void Rooms_of_the_automaton_use_only_what_lies_below_them()
    {
        var arrows = SourceGraph.OfLibraries.FoldersOf("Nca");
        Assert.All(arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }), folder => Assert.Contains(folder, Rooms));
        Assert.DoesNotContain(arrows, arrow => Array.IndexOf(Rooms, arrow.From) < Array.IndexOf(Rooms, arrow.To));
    }

    [Theory]
    [InlineData("Nca.Cli")]
    [InlineData("Nca.Notebooks")]
    [InlineData("Nca.Sweeps")]
    [InlineData("Nca.Figures.Rendering")]
    [InlineData("Nca.Figures")]
    public void Folders_do_not_use_each_other_in_a_loop(string library) =>
        Assert.Empty(SourceGraph.Loops(SourceGraph.OfLibraries.FoldersOf(library)));

    [Theory]
    [InlineData("Nca")]
    [InlineData("Nca.Cli")]
    [InlineData("Nca.Notebooks")]
    [InlineData("Nca.Sweeps")]
    [InlineData("Nca.Figures.Rendering")]
    [InlineData("Nca.Figures")]
    public void Files_do_not_use_each_other_in_a_loop(string library) => Assert.Empty(SourceGraph.OfLibraries.FileLoopsOf(library));

    [Fact]
    public void The_graph_sees_what_it_should()
    {
        Assert.Contains(("Training", "Automaton"), SourceGraph.OfLibraries.FoldersOf("Nca"));
        Assert.Contains(("Studies", "Runs"), SourceGraph.OfLibraries.FoldersOf("Nca"));
        Assert.Equal(["a", "b"], Assert.Single(SourceGraph.Loops(new HashSet<(string, string)> { ("a", "b"), ("b", "a"), ("b", "c") })));
        Assert.Empty(SourceGraph.Loops(new HashSet<(string, string)> { ("a", "b"), ("b", "c") }));
        foreach (var (from, to) in SourceGraph.OfLibraries.FoldersOf("Nca").Order())
            TestContext.Current.TestOutputHelper!.WriteLine($"{from} → {to}");
    }
}
