using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Nca;

/// <summary>
/// Finds libtorch next to this DLL or in NuGet's package folder, and loads it from there. TorchSharp alone finds it only where it was
/// copied into a program's own folder, and half a gigabyte is not copied for every program and notebook.
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
                return HowToGet(NativePlatform.Current, library, Packages, Version);
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

    /// <summary>One line that says how a missing library is had.</summary>
    internal static string HowToGet(NativePlatform platform, string library, string? packages, string version) =>
        platform.Package is not { } package ? $"libtorch has no package for {platform.Name}; all that does without it works here."
        : library == platform.FileName("LibTorchSharp")
            ? $"libtorch is not complete: {library} is not beside {Path.GetFileName(Home)}/Nca.dll; build or install again."
        : packages is null ? "libtorch is not on this machine: there is no home folder; name one for NuGet's packages in NUGET_PACKAGES."
        : $"libtorch is not on this machine; fetch it with 'dotnet package download {package}@{version} --output {packages}'.";

    private static string Home =>
        Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    private static string Version { get; } =
        typeof(NativeLibraries)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "LibtorchVersion")
            .Value!;

    // NuGet's folder of packages, as its documentation places it; a folder that its configuration names is not looked for.
    private static string? Packages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named
        : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify)
            is { Length: > 0 } user
            ? Path.Combine(user, ".nuget", "packages")
        : null;

    // Each before those that need it: a library that lies elsewhere finds what is loaded already by its name.
    private static string[] Ordered() => [FileName("torch_cpu"), FileName("torch_cuda"), FileName("torch"), FileName("LibTorchSharp")];

    private static string FileName(string library) => NativePlatform.Current.FileName(library);

    private static string? PathOf(string file) =>
        NativePlatform.Current.Places(Home, Packages, Version).Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists);
}
