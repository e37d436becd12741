namespace Nca.Notebooks.Report;

/// <summary>Style sheets, scripts and fonts that are embedded in this library.</summary>
internal static class ReportAssets
{
    public static byte[] Bytes(string name)
    {
        using var stream =
            typeof(ReportAssets).Assembly.GetManifestResourceStream($"assets/{name}")
            ?? throw new FileNotFoundException($"The embedded file {name} is missing.", name);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name));
}
