namespace Nca.Figures;

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
}
