using System.Diagnostics;

namespace Nca.Notebooks.Tests;

/// <summary><c>nca</c> as a process of its own.</summary>
internal static class Program
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What stands behind <c>nca</c>.</param>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(string arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">What stands behind <c>nca</c>.</param>
    public static Process Start(string arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll")}\" {arguments}")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
