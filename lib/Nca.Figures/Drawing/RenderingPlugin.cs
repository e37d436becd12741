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
        var folder = Path.Combine(Path.GetDirectoryName(own.Location) ?? AppContext.BaseDirectory, "rendering");
        var path = Path.Combine(folder, AssemblyName + ".dll");
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"rendering/{AssemblyName}.dll is not beside Nca.Figures.dll; build the whole solution with 'dotnet build -c Release'.",
                path
            );
        var assembly = new Context(path, own).LoadFromAssemblyPath(path);
        return (IFigureRenderer)Activator.CreateInstance(assembly.GetType(AssemblyName + ".FigureRenderer", throwOnError: true)!)!;
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
