using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Nca.Figures.Display;

/// <summary>
/// Whether this library was built again while a notebook's kernel holds an older one, whose types no longer fit the cells that are compiled
/// against the new.
/// </summary>
internal static class RebuiltLibrary
{
    /// <summary>What to do about it.</summary>
    public const string Sentence =
        "The library was built again while this kernel runs the older one: restart the kernel, then run the cells from the first one on.";

    private static readonly DisplayedOnce Said = new();
    private static int _listens;

    /// <summary>Whether a file of this library is another one than was loaded.</summary>
    public static bool IsThere => new[] { typeof(RebuiltLibrary), typeof(NativeLibraries) }.Any(type => IsAnother(type.Assembly));

    /// <summary>Has the sentence said below a cell that fails for that reason.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref _listens, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += (_, happened) => Explain(happened.Exception);
    }

    private static void Explain(Exception error)
    {
        if (error is (MissingMemberException or TypeLoadException) && IsThere)
            Said.Show(Sentence);
    }

    private static bool IsAnother(Assembly assembly)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(assembly.Location));
            var metadata = file.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid) != assembly.ManifestModule.ModuleVersionId;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException)
        {
            // No file, or one that is being written: nothing can be said.
            return false;
        }
    }
}
