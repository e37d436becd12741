using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nca.Tests.House;

/// <summary>
/// Which source file of the libraries uses which: the compiler's own symbols, comments left out. All libraries are bound together, so that
/// types of one are known in the others; packages that are not beside this test stay unknown, and nothing here asks about them.
/// </summary>
internal sealed class SourceGraph
{
    private const string Root = "(root)",
        Entry = "(entry)";

    // What ImplicitUsings gives every project.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<SourceGraph> OfTheHouse = new(() => new SourceGraph());

    private readonly ConcurrentDictionary<(string From, string To), bool> _arrows = [];

    private SourceGraph()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var lib = ProjectFolder.Of("lib");
        var trees = Directory
            .GetFiles(lib, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(lib, path).Replace('\\', '/')))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal))
            .Where(file =>
                !file.Name.Contains("/bin/", StringComparison.Ordinal) && !file.Name.Contains("/build/", StringComparison.Ordinal)
            )
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.Path), options, file.Name))
            .ToArray();
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Nca.", StringComparison.Ordinal) && Path.GetFileName(path) != "Nca.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "house",
            [.. trees, CSharpSyntaxTree.ParseText(Usings, options)],
            known,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true)
        );
        Files = [.. trees.Select(tree => tree.FilePath)];
        Parallel.ForEach(trees, tree => Read(compilation.GetSemanticModel(tree), tree));
    }

    /// <summary>The graph of the libraries as they stand in the checkout.</summary>
    public static SourceGraph OfLibraries => OfTheHouse.Value;

    /// <summary>All files, as paths below <c>lib</c>.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Arrows between the folders of a library; the library's own folder is called (root).</summary>
    public ISet<(string From, string To)> FoldersOf(string library) =>
        Within(library).Select(arrow => (Folder(arrow.From), Folder(arrow.To))).Where(arrow => arrow.Item1 != arrow.Item2).ToHashSet();

    /// <summary>The folders of a library in which there is source, named as in <see cref="FoldersOf"/>.</summary>
    public IReadOnlyList<string> FoldersIn(string library) =>
        [.. Files.Where(file => file.StartsWith(library + "/", StringComparison.Ordinal)).Select(Folder).Distinct()];

    /// <summary>Groups of files of a library that use each other in a loop, each group in alphabetical order.</summary>
    public IReadOnlyList<string> FileLoopsOf(string library) =>
        [.. Loops(Within(library).ToHashSet()).Select(loop => string.Join(" ", loop.Select(file => file[(library.Length + 1)..])))];

    /// <summary>Groups of nodes that reach each other.</summary>
    public static IReadOnlyList<string[]> Loops(ISet<(string From, string To)> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var nodes = arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Order(StringComparer.Ordinal).ToArray();
        var reach = nodes.ToDictionary(node => node, Reached);
        return
        [
            .. nodes
                .Where(node => reach[node].Contains(node))
                .Select(node => nodes.Where(other => reach[node].Contains(other) && reach[other].Contains(node)).ToArray())
                .DistinctBy(loop => loop[0]),
        ];

        HashSet<string> Reached(string node)
        {
            var (seen, waiting) = (new HashSet<string>(), new Stack<string>(next[node]));
            while (waiting.TryPop(out var one))
                if (seen.Add(one))
                    foreach (var other in next[one])
                        waiting.Push(other);
            return seen;
        }
    }

    private IEnumerable<(string From, string To)> Within(string library) =>
        _arrows.Keys.Where(arrow =>
            arrow.From.StartsWith(library + "/", StringComparison.Ordinal) && arrow.To.StartsWith(library + "/", StringComparison.Ordinal)
        );

    private static string Folder(string file)
    {
        // What starts a program stands above everything in it.
        var parts = file.Split('/');
        return parts[^1] == "Program.cs" ? Entry
            : parts.Length == 2 ? Root
            : string.Join('/', parts[1..^1]);
    }

    private void Read(SemanticModel model, SyntaxTree tree)
    {
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (name.Identifier.Text == "var")
                continue;
            var info = model.GetSymbolInfo(name);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol || symbol is INamespaceSymbol)
                continue;
            var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
            foreach (var declared in type?.OriginalDefinition.DeclaringSyntaxReferences ?? [])
                if (declared.SyntaxTree.FilePath is { Length: > 0 } file && file != tree.FilePath)
                    _arrows[(tree.FilePath, file)] = true;
        }
    }
}
