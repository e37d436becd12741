using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Nca.Figures;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>What a notebook's first cells say where the library is not built, or was built again under the running kernel.</summary>
[Trait("lane", "slow")]
public sealed class FirstCellTests : IDisposable
{
    private readonly CopiedProject _project = new();

    [Fact]
    public async Task A_library_that_is_not_built_is_one_sentence_with_what_to_type()
    {
        _project.RemoveLibrary();
        await using var kernel = await _project.StartAsync();
        var outcome = await kernel.RunAsync(_project.Cells("01-foundation.dib")[0]);
        Assert.StartsWith("System.Exception: The library is not built: type 'dotnet build -c Release'", outcome.Failure);
    }

    [Fact]
    public async Task A_library_that_was_built_again_asks_for_a_new_kernel()
    {
        var library = Path.Combine(_project.CopyLibrary(), "Nca.Figures.dll");
        await using var kernel = await _project.StartAsync();
        var cells = _project.Cells("01-foundation.dib");
        foreach (var cell in cells[..2])
            Assert.True(await kernel.RunAsync(cell) is { Failure: null });
        BuildAgain(library);
        var missing = await kernel.RunAsync("throw new MissingMethodException(\"Method not found: 'Void Nca.Figures.X()'.\");");
        Assert.Contains("restart the kernel", missing.Html);
        var first = await kernel.RunAsync("NotebookPage.Begin()");
        Assert.Contains("The library was built again while this kernel runs the older one: restart the kernel", first.Failure);
    }

    [Fact]
    public void All_notebooks_begin_alike() =>
        Assert.Single(Project.Notebooks.Select(notebook => string.Join('\n', _project.Cells(Path.GetFileName(notebook))[..2])).Distinct());

    public void Dispose() => _project.Dispose();

    // What a build changes however small the change: the module's identity. Written beside and put in its place, as a build does it.
    private static void BuildAgain(string library)
    {
        var bytes = File.ReadAllBytes(library);
        using (var file = new PEReader([.. bytes]))
        {
            var metadata = file.GetMetadataReader();
            var mvid = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
            Guid.NewGuid().ToByteArray().CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(mvid)));
        }

        File.WriteAllBytes(library + ".new", bytes);
        File.Move(library + ".new", library, overwrite: true);
    }
}
