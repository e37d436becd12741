using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Nca.Notebooks.Tests.Reference;

/// <summary>The reference site, built by the command that docs/library.md names; a test is skipped where its tool cannot be had.</summary>
public sealed partial class ReferenceSite : IAsyncLifetime
{
    private static readonly string Home = ProjectFolder.Of("artifacts", "reference");
    private string? _reason;

    /// <summary>What was built: the identifiers on each page, by its path within the site.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Pages { get; private set; } = new Dictionary<string, HashSet<string>>();

    /// <summary>What the tool said.</summary>
    public string Output { get; private set; } = "";

    /// <summary>A file of the site.</summary>
    public static string Of(string path) => Path.Combine(Home, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Skips the test where there is no site.</summary>
    public void Need() => Assert.SkipWhen(_reason is not null, $"docfx cannot be restored: {_reason}");

    public async ValueTask InitializeAsync()
    {
        var (exit, output) = await RunAsync("tool", "restore");
        if (exit != 0)
        {
            _reason = output;
            return;
        }

        if (Directory.Exists(Home))
            Directory.Delete(Home, recursive: true);
        (exit, Output) = await RunAsync("docfx");
        Assert.True(exit == 0, Output);
        Pages = Directory
            .EnumerateFiles(Home, "*.html", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(Home, file).Replace('\\', '/'),
                file => Identifier().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).ToHashSet()
            );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = ProjectFolder.Of("docs", "reference"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex("(?:id|name)=\"([^\"]+)\"")]
    private static partial Regex Identifier();
}
