using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>
/// A copy of the notebooks in a folder of their own, beside links to the library and its data: what they save is saved there, and what they
/// train is kept there.
/// </summary>
internal sealed class CopiedProject : IDisposable
{
    public CopiedProject()
    {
        Path = Directory.CreateTempSubdirectory("nca-").FullName;
        foreach (var linked in new[] { "lib", "data" })
            Directory.CreateSymbolicLink(Of(linked), ProjectFolder.Of(linked));
        File.Copy(ProjectFolder.Of("NcaNotebooks.sln"), Of("NcaNotebooks.sln"));
        foreach (var folder in new[] { "notebooks", "figures", "runs" })
            Directory.CreateDirectory(Of(folder));
        foreach (var notebook in Project.Notebooks)
            File.Copy(notebook, Of("notebooks", System.IO.Path.GetFileName(notebook)));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A file or folder within it.</summary>
    public string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Starts a kernel as VS Code does for a notebook there.</summary>
    /// <param name="variables">Environment variables beside ours.</param>
    public Task<KernelProcess> StartAsync(params (string Name, string Value)[] variables) =>
        KernelProcess.StartAsync(Of("notebooks"), [("NCA_RUNS", Of("runs")), .. variables]);

    /// <summary>The C# cells of a notebook.</summary>
    /// <param name="notebook">Its file's name.</param>
    /// <param name="parameters">Parameters that are altered.</param>
    public string[] Cells(string notebook, params (string Name, string Value)[] parameters)
    {
        var document = NotebookDocument.Read(Of("notebooks", notebook));
        var values = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        return [.. NotebookParameters.Alter(document, values).Document.CodeCells.Select(cell => cell.Text)];
    }

    /// <summary>As if nothing had been built.</summary>
    public void RemoveLibrary() => Directory.Delete(Of("lib"));

    /// <summary>A copy of the library that may be altered, without libtorch.</summary>
    /// <returns>The folder of its DLLs.</returns>
    public string CopyLibrary()
    {
        RemoveLibrary();
        string[] build = ["lib", "Nca.Figures", "bin", "Release", "net10.0"];
        var folder = Directory.CreateDirectory(Of(build)).FullName;
        foreach (var file in Directory.GetFiles(ProjectFolder.Of(build), "*.dll"))
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        return folder;
    }

    public void Dispose()
    {
        // The links first: what they lead to is not ours.
        foreach (var folder in new[] { "lib", "data" }.Select(name => new DirectoryInfo(Of(name))))
            if (folder.Exists && folder.LinkTarget is not null)
                folder.Delete();
        Directory.Delete(Path, recursive: true);
    }
}
