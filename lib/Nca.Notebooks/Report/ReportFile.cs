using System.Text;

namespace Nca.Notebooks.Report;

/// <summary>A file that stands where reports stand: one of ours, one of somebody else, or none that can be read.</summary>
/// <param name="Html">The beginning of its text, or all of it; empty where it cannot be read.</param>
/// <param name="Trouble">Why it cannot be read, in a few words; null where it can.</param>
internal sealed record ReportFile(string Html, string? Trouble)
{
    // A report's summary with its picture is shorter by far, and stands in the head.
    private const int HeadLength = 4 << 20;

    // Shorter than any page; a pipe or a device has no length, and reading it would not end.
    private const int ShortestPage = 80;

    /// <summary>Whether a page of ours of any kind, of this version or an earlier one.</summary>
    public bool IsOurs =>
        Html.Contains(PageFrame.Generator, StringComparison.Ordinal)
        || ReportSummary.IsIn(Html)
        || (
            Html.Contains("<a class=\"skip\" href=\"#content\">", StringComparison.Ordinal)
            && (
                Html.Contains("<body class=\"index\">", StringComparison.Ordinal)
                || Html.Contains("<body class=\"comparison\">", StringComparison.Ordinal)
            )
        );

    /// <summary>Reads the beginning of a file, whatever it is.</summary>
    /// <param name="path">Path of the file.</param>
    public static ReportFile Begin(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return new("", "it is a folder");
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!file.Exists)
                return new("", "it is a link that leads nowhere");
            if (file.Length < ShortestPage)
                return new("", "it is no page");
            using var stream = file.OpenRead();
            var bytes = new byte[Math.Min(HeadLength, file.Length)];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = Encoding.UTF8.GetString(bytes, 0, length);
            return text.Contains('\0', StringComparison.Ordinal) ? new("", "it is no text") : new(text, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return new("", $"it cannot be read ({error.Message.TrimEnd('.')})");
        }
    }
}
