namespace Nca;

/// <summary>
/// The folder <c>data</c> with pictures to grow (<c>targets</c>), trained runs (<c>runs</c>) and what they were measured to be
/// (<c>studies</c>). The library knows it by a marker in it, wherever it stands.
/// </summary>
internal static class DataFolder
{
    /// <summary>The folder's name.</summary>
    public const string Name = "data";

    /// <summary>The file by which it is known.</summary>
    public const string Marker = "nca-data.txt";

    /// <summary>Its full path, looked for in the current directory and above, then from this library upwards; null if none.</summary>
    public static string? Path => Above(Environment.CurrentDirectory) ?? Above(Home);

    /// <summary>
    /// The folder that the data folder stands in, where new work may go; null where there is none, or where the data came with an installed
    /// library and lies beside it: what is written there would be lost with the next version.
    /// </summary>
    public static string? Workplace =>
        System.IO.Path.GetDirectoryName(Path) is { } place && place != System.IO.Path.TrimEndingDirectorySeparator(Home) ? place : null;

    private static string Home => System.IO.Path.GetDirectoryName(typeof(DataFolder).Assembly.Location) ?? AppContext.BaseDirectory;

    /// <summary>The nearest data folder in a folder or one above it; null where there is none.</summary>
    /// <param name="start">Where to begin.</param>
    public static string? Above(string start)
    {
        for (var place = new DirectoryInfo(start); place is not null; place = place.Parent)
        {
            var candidate = System.IO.Path.Combine(place.FullName, Name);
            if (File.Exists(System.IO.Path.Combine(candidate, Marker)))
                return candidate;
        }

        return null;
    }
}
