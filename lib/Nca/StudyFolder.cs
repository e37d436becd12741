namespace Nca;

/// <summary>
/// A folder that was laid for somebody's own work, with notebooks to run; what is trained there is kept there. The library knows it by a
/// marker in it.
/// </summary>
internal static class StudyFolder
{
    /// <summary>The file by which it is known.</summary>
    public const string Marker = "nca-study.txt";

    /// <summary>Its full path: the current directory or the nearest one above it that has the marker; null if none.</summary>
    public static string? Path => Above(Environment.CurrentDirectory);

    /// <summary>The nearest study at a folder or above it; null where there is none.</summary>
    /// <param name="start">Where to begin.</param>
    public static string? Above(string start)
    {
        for (var place = new DirectoryInfo(start); place is not null; place = place.Parent)
            if (File.Exists(System.IO.Path.Combine(place.FullName, Marker)))
                return place.FullName;
        return null;
    }
}
