using Nca.Automaton;

namespace Nca.Figures.Display;

/// <summary>
/// What cells may name without a <c>using</c> of their own: every namespace of this library, and TorchSharp where it lies beside.
/// </summary>
internal static class NotebookImports
{
    /// <summary>The code that a kernel runs before the second cell.</summary>
    public static string Code()
    {
        var tensors = Path.Combine(Path.GetDirectoryName(typeof(NotebookImports).Assembly.Location)!, "TorchSharp.dll");
        var namespaces = new[] { typeof(CellState).Assembly, typeof(NotebookImports).Assembly }
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Select(type => type.Namespace!)
            .Distinct()
            .Order(StringComparer.Ordinal);
        return string.Join(
            '\n',
            [.. File.Exists(tensors) ? new[] { $"#r \"{tensors}\"" } : [], .. namespaces.Select(name => $"using {name};")]
        );
    }
}
