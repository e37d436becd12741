using System.Diagnostics;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Tests.ReleasedKernel;

namespace Nca.Notebooks.Tests.Jupyter;

/// <summary>
/// A copy of the project with notebooks as Jupyter reads them, and Debian's Jupyter on the project's own kernelspec. Whatever Jupyter
/// keeps is kept there; nothing of the user's is read or written.
/// </summary>
internal sealed class JupyterProject : IDisposable
{
    // Debian's own, whichever Python comes first on the path.
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<Task<string?>> Missing = new(MissingAsync);
    private readonly CopiedProject _project = new();

    private JupyterProject()
    {
        Directory.CreateDirectory(_project.Of(".config"));
        File.Copy(ProjectFolder.Of(".config", "dotnet-tools.json"), _project.Of(".config", "dotnet-tools.json"));
    }

    /// <summary>Makes one; skips the test where Jupyter or the released kernel is missing.</summary>
    public static async Task<JupyterProject> CreateAsync()
    {
        var missing = await Missing.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
        return new JupyterProject();
    }

    /// <summary>A file or folder within it.</summary>
    public string Of(params string[] parts) => _project.Of(parts);

    /// <summary>Writes a notebook as Jupyter reads it, as <c>nca convert</c> does.</summary>
    /// <param name="notebook">The .dib file's name.</param>
    /// <param name="parameters">Parameters that are altered.</param>
    /// <returns>The file's name.</returns>
    public string Convert(string notebook, params (string Name, string Value)[] parameters)
    {
        var file = Of("notebooks", notebook);
        var values = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        File.WriteAllText(file, NotebookParameters.Alter(NotebookDocument.Read(file), values).Document.Write());
        return Path.GetFileName(NotebookConversion.ConvertFile(file, "ipynb", null));
    }

    /// <summary>Starts a Python module in the folder of the notebooks.</summary>
    /// <param name="arguments">What stands behind <c>python3</c>.</param>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python)
        {
            WorkingDirectory = Of("notebooks"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["HOME"] = Of("home");
        start.Environment["JUPYTER_PATH"] = ProjectFolder.Of(".jupyter");
        start.Environment["JUPYTER_DATA_DIR"] = Of("home", "data");
        start.Environment["JUPYTER_CONFIG_DIR"] = Of("home", "config");
        start.Environment["JUPYTER_RUNTIME_DIR"] = Of("home", "runtime");
        start.Environment["NCA_RUNS"] = Of("runs");
        start.Environment["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } packages
            ? packages
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["DOTNET_CLI_HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }

    public void Dispose() => _project.Dispose();

    private static async Task<string?> MissingAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Python))
            return "Jupyter is tested with Debian's packages.";
        if (await EndAsync(Python, "-c", "import nbclient, notebook") is not null)
            return "Debian's python3-nbclient and jupyter-notebook are not installed.";
        return await EndAsync("dotnet", "tool", "restore") is { } reason ? $"The released kernel cannot be restored: {reason}" : null;
    }

    // What it said, or null where it ended well.
    private static async Task<string?> EndAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(file, arguments)
            {
                WorkingDirectory = ProjectFolder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : (await output + await error).Trim();
    }
}
