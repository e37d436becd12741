using System.Diagnostics;

namespace Nca.Notebooks.Tests.Installed;

/// <summary>
/// What a stranger has: the packages of this build, the tool <c>nca</c> installed from them, an empty home, and no clone: where this
/// machine permits it, the project's folder is hidden from what the tool does.
/// </summary>
[CollectionDefinition(nameof(InstalledTool))]
public sealed class InstalledTool : IAsyncLifetime, ICollectionFixture<InstalledTool>
{
    private static readonly string Configuration = AppContext.BaseDirectory.Contains(
        $"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}",
        StringComparison.Ordinal
    )
        ? "Debug"
        : "Release";

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-installed-").FullName;

    /// <summary>The folder of the packages.</summary>
    public string Packages => Of("packages");

    /// <summary>The folder of the tool's DLLs.</summary>
    public string Program => Path.GetDirectoryName(Directory.GetFiles(Of("tool"), "Nca.Cli.dll", SearchOption.AllDirectories).Single())!;

    /// <summary>Whether the project's folder is hidden from the tool.</summary>
    public bool Hides { get; private set; }

    /// <summary>A file or folder of the stranger's.</summary>
    public string Of(params string[] parts) => Path.Combine([_folder, .. parts]);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Of("home"));
        foreach (var library in new[] { "Nca", "Nca.Figures", "Nca.Figures.Rendering", "Nca.Notebooks", "Nca.Cli" })
            await SucceedAsync(
                stranger: false,
                "pack",
                ProjectFolder.Of("lib", library),
                "-c",
                Configuration,
                "--no-build",
                "-o",
                Packages
            );
        await SucceedAsync(stranger: true, "tool", "install", "--tool-path", Of("tool"), "--source", Packages, "nca");
        Hides =
            OperatingSystem.IsLinux()
            && (await RunAsync("unshare", _folder, "--mount", "mount", "-t", "tmpfs", "nca", Of("home"))).Exit == 0;
    }

    /// <summary>Runs <c>nca</c> in a folder of the stranger's.</summary>
    /// <param name="folder">The folder, made where it is not there.</param>
    /// <param name="arguments">What stands behind <c>nca</c>.</param>
    public Task<(int Exit, string Output, string Error)> NcaAsync(string folder, params string[] arguments)
    {
        Directory.CreateDirectory(Of(folder));
        return HiddenAsync(Of(folder), [Of("tool", OperatingSystem.IsWindows() ? "nca.exe" : "nca"), .. arguments]);
    }

    /// <summary>Runs a program that cannot see the project's folder, where this machine permits that.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="command">The program and what stands behind it.</param>
    public Task<(int Exit, string Output, string Error)> HiddenAsync(string folder, params string[] command) =>
        Hides
            ? RunAsync(
                "unshare",
                folder,
                ["--mount", "sh", "-c", "mount -t tmpfs nca \"$0\" && exec \"$@\"", ProjectFolder.Path, .. command]
            )
            : RunAsync(command[0], folder, command[1..]);

    /// <summary>Runs a program with the stranger's empty home.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="arguments">What stands behind it.</param>
    public Task<(int Exit, string Output, string Error)> RunAsync(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        foreach (var variable in new[] { "HOME", "USERPROFILE", "DOTNET_CLI_HOME" })
            start.Environment[variable] = Of("home");
        foreach (var variable in new[] { "NUGET_PACKAGES", "XDG_DATA_HOME", "NCA_RUNS" })
            start.Environment.Remove(variable);
        return RunAsync(start);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (var variable in new[] { "MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath" })
            start.Environment.Remove(variable);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private async Task SucceedAsync(bool stranger, params string[] arguments)
    {
        var (exit, output, error) = stranger
            ? await RunAsync("dotnet", _folder, arguments)
            : await RunAsync(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder });
        Assert.True(exit == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{error}");
    }
}
