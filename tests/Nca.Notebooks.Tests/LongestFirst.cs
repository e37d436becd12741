using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Nca.Notebooks.Tests.LongestFirst))]

namespace Nca.Notebooks.Tests;

/// <summary>
/// Classes that take minutes begin first, so that at the end no core waits for one of them. Nothing depends on the order: a class that is
/// missing here only begins later.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        nameof(Jupyter.NotebooksInJupyterTests),
        nameof(ReleasedKernel.NotebooksInReleasedKernelTests),
        nameof(ReportInBrowserTests),
        nameof(TrainProgramTests),
        nameof(Installed.InstalledTool),
        nameof(Jupyter.NotebookServerTests),
        nameof(ReleasedKernel.StoppedCellsTests),
        nameof(Watching.WatchTests),
        nameof(NotebookRunnerTests),
        nameof(NotebookProcessTests),
        nameof(VerifyProgramTests),
        nameof(LivingCreaturesInBrowserTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    // "Test collection for Some.Namespace.SomeTests (id: …)", or the name that the collection was given.
    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Long, name => NameOf(collection.TestCollectionDisplayName) == name);
        return place < 0 ? Long.Length : place;
    }

    private static string NameOf(string shown) => shown.Split(" (")[0].Split(' ', '.')[^1];
}
