using System.Diagnostics;

namespace Nca.Figures.Tests;

[Trait("lane", "slow")]
public sealed class NotebookHostTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_with_an_older_FSharp_Core_draws_and_computes(bool withoutFonts)
    {
        var host = Path.Combine(
            AppContext.BaseDirectory.Replace("Nca.Figures.Tests", "Nca.Figures.NotebookHost"),
            "Nca.Figures.NotebookHost.dll"
        );
        var configuration = AppContext.BaseDirectory.Contains("Debug", StringComparison.Ordinal) ? "Debug" : "Release";
        var libraries = ProjectFolder.Of("lib", "Nca.Figures", "bin", configuration, "net10.0").Replace('\\', '/');
        var start = new ProcessStartInfo("dotnet", $"\"{host}\" \"{libraries}\"")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A machine without any font: fontconfig finds nothing.
        if (withoutFonts)
            start.Environment["FONTCONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "there-is-no-such-file");
        using var process = Process.Start(start)!;
        var (reading, complaints) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (output, error) = (await reading, await complaints);
        Assert.True(process.ExitCode == 0, error);
        Assert.Contains("host FSharp.Core 10.1.0.0", output);
        Assert.Contains("interactive True", output);
        Assert.Contains("strip True", output);
        Assert.Contains("torch 0.8823", output);
        Assert.Contains("static True", output);
    }

    [Fact]
    public async Task Without_libtorch_one_line_says_what_is_missing()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        foreach (
            var library in Directory
                .GetFiles(AppContext.BaseDirectory, "*.dll")
                .Where(file => Path.GetFileName(file) is "Nca.dll" or "TorchSharp.dll")
        )
            File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        var host = Path.Combine(
            AppContext.BaseDirectory.Replace("Nca.Figures.Tests", "Nca.Figures.NotebookHost"),
            "Nca.Figures.NotebookHost.dll"
        );
        var start = new ProcessStartInfo("dotnet", $"\"{host}\" \"{folder.Replace('\\', '/')}\" missing")
        {
            RedirectStandardOutput = true,
            Environment = { ["NUGET_PACKAGES"] = folder },
        };
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Matches(
            @"^libtorch (is not on this machine; fetch it with 'dotnet package download libtorch-cpu-|has no package for )",
            lines[1]
        );
    }
}
