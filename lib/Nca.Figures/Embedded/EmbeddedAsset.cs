using System.Text;

namespace Nca.Figures.Embedded;

/// <summary>Styles and scripts of our pages, which are part of this library.</summary>
internal static class EmbeddedAsset
{
    /// <summary>The text of one.</summary>
    /// <param name="name">Its path below <c>Assets/</c>.</param>
    public static string Text(string name)
    {
        using var stream = typeof(EmbeddedAsset).Assembly.GetManifestResourceStream($"assets/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// The text of one without its comments and its indentation. A line that begins with <c>//</c>, or is a <c>/* … */</c>, is a comment in
    /// all of our files, the shaders' included; nothing spans lines whose indentation matters.
    /// </summary>
    /// <param name="name">Its path below <c>Assets/</c>.</param>
    public static string Bare(string name)
    {
        var bare = new StringBuilder();
        foreach (var line in Text(name).Split('\n').Select(line => line.Trim()))
            if (
                line.Length > 0
                && !line.StartsWith("//", StringComparison.Ordinal)
                && !(line.StartsWith("/*", StringComparison.Ordinal) && line.EndsWith("*/", StringComparison.Ordinal))
            )
                bare.Append(line).Append('\n');
        return bare.ToString();
    }
}
