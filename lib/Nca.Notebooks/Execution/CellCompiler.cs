using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Compiles and runs the C# cells of one notebook, each on top of those before it.</summary>
internal sealed class CellCompiler : IDisposable
{
    private static readonly string[] DefaultImports =
    [
        "System",
        "System.Text",
        "System.Collections",
        "System.Collections.Generic",
        "System.Threading.Tasks",
        "System.Linq",
    ];

    private readonly string _file;
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly ScriptOptions _options;
    private ScriptState<object>? _state;

    public CellCompiler(string file)
    {
        _file = file;
        _loader.RegisterDependency(typeof(CellGlobals).Assembly);

        // References are made once: made per cell they would cost most of a second and many megabytes each.
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        _options = ScriptOptions
            .Default.WithReferences([.. framework, MetadataReference.CreateFromFile(typeof(CellGlobals).Assembly.Location)])
            .WithImports(DefaultImports)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(Path.GetDirectoryName(file)!))
            .WithFilePath(file)
            .WithFileEncoding(Encoding.UTF8)
            .WithEmitDebugInformation(true)
            .WithOptimizationLevel(OptimizationLevel.Release);
    }

    /// <summary>Runs a cell.</summary>
    /// <returns>The value of its last expression, or null.</returns>
    /// <exception cref="CompilationErrorException">It does not compile.</exception>
    public async Task<object?> RunAsync(NotebookCell cell)
    {
        // Diagnostics and stack traces then name the notebook's own lines.
        var code = $"#line {cell.FirstLine} \"{Path.GetFileName(_file)}\"\n{cell.Text}";
        var script = _state is null
            ? CSharpScript.Create<object>(code, _options, typeof(CellGlobals), _loader)
            : _state.Script.ContinueWith<object>(code, _options);
        var errors = script.Compile().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0)
            throw new CompilationErrorException(errors[0].GetMessage(), [.. errors]);
        _state = _state is null ? await script.RunAsync(new CellGlobals()) : await script.RunFromAsync(_state);
        return _state.ReturnValue;
    }

    public void Dispose() => _loader.Dispose();
}
