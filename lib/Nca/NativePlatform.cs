using System.Runtime.InteropServices;

namespace Nca;

/// <summary>What native libraries are called on a system, and where a package keeps them.</summary>
/// <param name="System"><c>win</c>, <c>osx</c> or <c>linux</c>.</param>
/// <param name="Architecture">The processor's, as .NET names it in lower case: <c>x64</c>, <c>arm64</c>.</param>
internal sealed record NativePlatform(string System, string Architecture)
{
    // The systems that libtorch is packaged for.
    private static readonly string[] Packaged = ["linux-x64", "win-x64", "osx-arm64"];

    /// <summary>This process's.</summary>
    public static NativePlatform Current { get; } =
        new(
            OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : "linux",
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()
        );

    /// <summary>The name by which packages know it, as <c>linux-x64</c>.</summary>
    public string Name => $"{System}-{Architecture}";

    /// <summary>The package that brings libtorch for processors; null where there is none.</summary>
    public string? Package => Packaged.Contains(Name) ? $"libtorch-cpu-{Name}" : null;

    /// <summary>A library's file, as <c>libtorch_cpu.so</c>.</summary>
    /// <param name="library">Its name without prefix and ending.</param>
    public string FileName(string library) =>
        System switch
        {
            "win" => library + ".dll",
            "osx" => $"lib{library}.dylib",
            _ => $"lib{library}.so",
        };

    /// <summary>Where a native library may lie, the nearest first.</summary>
    /// <param name="home">The folder of this DLL.</param>
    /// <param name="packages">NuGet's folder of packages; null where there is none.</param>
    /// <param name="version">Version of libtorch's package.</param>
    public IEnumerable<string> Places(string home, string? packages, string version)
    {
        var within = Path.Combine("runtimes", Name, "native");
        yield return Path.Combine(home, within);
        yield return home;
        if (packages is not null && Package is { } package)
            yield return Path.Combine(packages, package, version, within);
    }
}
