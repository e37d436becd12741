using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Nca;

/// <summary>
/// Finds libtorch next to this DLL. Hosts that load it by path (a notebook's <c>#r</c>, a plug-in context) do not look into
/// <c>runtimes/</c>, and TorchSharp alone would then copy half a gigabyte out of the package cache.
/// </summary>
public static class NativeLibraries
{
    private static readonly Lazy<string?> Failure = new(LoadAll);

    /// <summary>Why libtorch could not be loaded, in one line, or null when it is loaded. Loads it at the first call.</summary>
    public static string? WhatIsMissing => Failure.Value;

    /// <summary>Whether NNPACK, which complains at every convolution on processors that it does not know, is switched off.</summary>
    internal static bool NnpackIsOff { get; private set; }

    /// <summary>Makes sure that libtorch is loaded.</summary>
    /// <exception cref="DllNotFoundException">
    /// It cannot be loaded; the message is one line that names what is missing and the mend.
    /// </exception>
    public static void Require()
    {
        if (WhatIsMissing is { } reason)
            throw new DllNotFoundException(reason);
    }

    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "A notebook's first cell is nothing but #r lines; only a module initialiser runs before TorchSharp looks for its "
            + "native files."
    )]
    internal static void ResolveForTorchSharp()
    {
        // Loading takes a second, so it waits until TorchSharp asks: the event is raised where the host's own search fails,
        // and a host that knows the package layout (an ordinary program with its deps.json) never gets here.
        var context = AssemblyLoadContext.GetLoadContext(typeof(TorchSharp.torch).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;
    }

    private static nint Resolve(Assembly assembly, string name)
    {
        var library = Ordered()
            .FirstOrDefault(file => Path.GetFileNameWithoutExtension(file).EndsWith(name, StringComparison.Ordinal) || file == name);
        if (library is null)
            return 0;
        Require();
        return PathOf(library) is { } path ? NativeLibrary.Load(path) : 0;
    }

    private static string? LoadAll()
    {
        foreach (var library in Ordered())
        {
            var path = PathOf(library);
            if (path is null)
            {
                if (library == FileName("torch_cuda"))
                    continue;
                return $"libtorch is not complete: {library} is not beside {Path.GetFileName(Home)}/Nca.dll; build again with 'dotnet "
                    + $"build -c Release' on this machine ({RuntimeInformation.RuntimeIdentifier}).";
            }

            try
            {
                var loaded = NativeLibrary.Load(path);
                if (library == FileName("torch_cpu"))
                    NnpackIsOff = Nnpack.Disable(loaded);
            }
            catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
            {
                var detail = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Trim();
                return $"libtorch cannot be loaded from {library}: {detail}";
            }
        }

        return null;
    }

    private static string Home =>
        Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    private static string[] Ordered() => [FileName("torch_cpu"), FileName("torch_cuda"), FileName("LibTorchSharp")];

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string? PathOf(string file)
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] places = [Path.Combine(Home, "runtimes", $"{system}-{architecture}", "native"), Home];
        return places.Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists);
    }
}
