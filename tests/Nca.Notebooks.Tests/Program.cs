using System.Diagnostics;

namespace Nca.Notebooks.Tests;

/// <summary><c>nca</c> as a process of its own.</summary>
internal static class Program
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What stands behind <c>nca</c>.</param>
    /// <param name="variables">Environment variables beside ours.</param>
    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        string arguments,
        params (string Name, string Value)[] variables
    )
    {
        using var process = Start(arguments, variables);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">What stands behind <c>nca</c>.</param>
    /// <param name="variables">Environment variables beside ours.</param>
    public static Process Start(string arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "Nca.Cli.dll")}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
