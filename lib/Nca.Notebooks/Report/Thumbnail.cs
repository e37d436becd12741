using System.Text.RegularExpressions;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Report;

/// <summary>What represents a notebook in the index: a picture and a sentence.</summary>
internal static partial class Thumbnail
{
    private const int LargestPicture = 400_000;

    /// <summary>The last picture that is marked for it, else the first of the report; empty where there is none of a fit size.</summary>
    public static string PictureOf(NotebookRun run)
    {
        var html = string.Concat(
            run.Cells.SelectMany(cell => cell.Outputs).Where(output => output.MimeType == "text/html").Select(output => output.Content)
        );
        var sources = MarkedPicture().Matches(html).Reverse().Concat(AnyPicture().Matches(html)).Select(match => match.Groups[1].Value);
        return sources.FirstOrDefault(source => source.Length < LargestPicture && AllowedMarkup.IsPicture(source)) ?? "";
    }

    /// <summary>The first sentence below the title, without mark-up.</summary>
    public static string SentenceOf(NotebookRun run)
    {
        var text = run.Document.Cells.FirstOrDefault(cell => cell.Language == "markdown")?.Text ?? "";
        var paragraph =
            text.Split("\n\n")
                .Select(part => part.Trim())
                .FirstOrDefault(part => part.Length > 0 && !part.StartsWith('#') && !part.StartsWith('|') && !part.StartsWith('['))
            ?? "";
        return FirstSentence().Match(MarkdownText.ToPlain(paragraph).ReplaceLineEndings(" ").Trim()).Value;
    }

    // Up to a full stop that a capital follows, so that "et al. found" does not end it.
    [GeneratedRegex(@"^.*?[.!?](?=\s+\P{Ll}|$)|^.*$")]
    private static partial Regex FirstSentence();

    [GeneratedRegex("<img[^>]*data-thumbnail[^>]*src=\"(data:image/[^\"]+)\"")]
    private static partial Regex MarkedPicture();

    [GeneratedRegex("<img[^>]*src=\"(data:image/[^\"]+)\"")]
    private static partial Regex AnyPicture();
}
