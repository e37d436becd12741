using System.Reflection;
using System.Runtime.Loader;

namespace Nca.Figures.Drawing;

/// <summary>
/// Loads the drawing plug-in from the folder <c>rendering/</c> beside this library, in a load context of its own: its packages
/// (an FSharp.Core, SkiaSharp) cannot meet those of a notebook kernel, and it shares nothing with the host but this library.
/// </summary>
internal static class RenderingPlugin
{
    private const string AssemblyName = "Nca.Figures.Rendering";

    private static readonly Lazy<IFigureRenderer> Loaded = new(Load);

    /// <summary>The renderer; loaded at first use.</summary>
    /// <exception cref="FileNotFoundException">The plug-in is not there; the message names the mend.</exception>
    public static IFigureRenderer Renderer => Loaded.Value;

    private static IFigureRenderer Load()
    {
        var own = typeof(RenderingPlugin).Assembly;
        var home = Path.GetDirectoryName(own.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        var path = Places(home, own.GetName().Version!)
            .Select(place => Path.Combine(place, AssemblyName + ".dll"))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"rendering/{AssemblyName}.dll is not beside Nca.Figures.dll; build the whole solution with 'dotnet build -c Release', "
                    + $"or add the package {AssemblyName}."
            );
        var assembly = new Context(path, own).LoadFromAssemblyPath(path);
        return (IFigureRenderer)Activator.CreateInstance(assembly.GetType(AssemblyName + ".FigureRenderer", throwOnError: true)!)!;
    }

    /// <summary>Where the plug-in may lie: beside the library, or in NuGet's folder of packages that the library was loaded from.</summary>
    /// <param name="home">The library's folder; in a package <c>nca.figures/VERSION/lib/net10.0</c>.</param>
    /// <param name="version">The library's version.</param>
    internal static IEnumerable<string> Places(string home, Version version)
    {
        yield return Path.Combine(home, "rendering");
        var packages = Path.GetFullPath(Path.Combine(home, "..", "..", "..", ".."));
        yield return Path.Combine(packages, AssemblyName.ToLowerInvariant(), version.ToString(3), "rendering");
    }

    private sealed class Context(string path, Assembly shared) : AssemblyLoadContext(AssemblyName)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == shared.GetName().Name)
                return shared;
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : 0;
    }
}
