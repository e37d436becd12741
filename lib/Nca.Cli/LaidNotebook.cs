using System.Text.RegularExpressions;

namespace Nca.Cli;

/// <summary>A notebook of the project, changed so that it loads the library of an installed program instead of a built one.</summary>
internal static partial class LaidNotebook
{
    private const string Built =
        "The library is not built: type 'dotnet build -c Release' in the project's folder, \"\n        + \"then run this cell again.";

    private const string Installed =
        "nca is no longer where it was: type 'nca new --relink' in this notebook's folder, \"\n        + \"then run this cell again.";

    /// <summary>Text of a notebook whose first cells load the library from a folder.</summary>
    /// <param name="text">The notebook's text: one of the project, or one that was laid before.</param>
    /// <param name="library">Full path of the folder of Nca.dll.</param>
    public static string Linked(string text, string library)
    {
        var folder = library.Replace('\\', '/');
        var linked = LibraryFile().Replace(text, match => $"\"{folder}/{match.Groups["file"].Value}\"");
        return linked.Replace(Built, Installed, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?<=^#r |File\.Exists\()"(?:[^"\r\n]*[/\\])?(?<file>Nca(?:\.Figures)?\.dll)"(?=\s*$|\))""", RegexOptions.Multiline)]
    private static partial Regex LibraryFile();
}
