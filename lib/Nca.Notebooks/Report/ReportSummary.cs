using System.Text.Json;
using System.Text.Json.Serialization;
using Nca.Notebooks.Documents;
using Nca.Notebooks.Execution;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Report;

/// <summary>
/// What a report says about itself in a form for programs: a JSON block in its head. The index and comparisons read it, so they work with
/// whatever reports there are, whoever ran them.
/// </summary>
public sealed record ReportSummary
{
    private const string Begin = "<script type=\"application/json\" id=\"nca-report\">",
        End = "</script>";

    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The form of this block; readers refuse a later one.</summary>
    public int Form { get; init; } = 1;

    /// <summary>The notebook's name without folder and ending.</summary>
    public required string Name { get; init; }

    /// <summary>Its title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The first sentence below the title, without mark-up.</summary>
    public required string Sentence { get; init; }

    /// <summary>A picture that represents it, as a data address; empty where it has none.</summary>
    public required string Picture { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it did not run to its end, in one line; empty where it did.</summary>
    public required string Error { get; init; }

    /// <summary>Cells that are shown, not run, as in <c>2 cells of F#</c>; empty where all were to run.</summary>
    public string NotRun { get; init; } = "";

    /// <summary>
    /// Which notebook this is, besides its name: a mark of its place as seen from the report's folder; empty in older reports.
    /// </summary>
    public string Origin { get; init; } = "";

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Its parameters, the altered ones marked.</summary>
    public required IReadOnlyList<NotebookParameter> Parameters { get; init; }

    /// <summary>Where it comes from: name and value of each fact.</summary>
    public required IReadOnlyList<ReportFact> Provenance { get; init; }

    /// <summary>The altered parameters as one types them, say <c>Steps = 500, FireRate = 0.8</c>; empty where none is.</summary>
    [JsonIgnore]
    public string Alterations =>
        string.Join(", ", Parameters.Where(parameter => parameter.Altered).Select(parameter => $"{parameter.Name} = {parameter.Literal}"));

    /// <summary>The block for a page's head.</summary>
    public string ToScript() => Begin + JsonSerializer.Serialize(this, Options) + End; // the serializer writes < as \u003C

    /// <summary>Whether a page holds such a block, damaged or not.</summary>
    /// <param name="html">The page, or the beginning of it.</param>
    public static bool IsIn(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return html.Contains(Begin, StringComparison.Ordinal);
    }

    /// <summary>The block in a page, or null where there is none or it is damaged.</summary>
    /// <param name="html">The page. Whoever wrote it: nothing of what is returned is more than text.</param>
    public static ReportSummary? In(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var begin = html.IndexOf(Begin, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : html.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
            return null;
        try
        {
            return
                JsonSerializer.Deserialize<ReportSummary>(html.AsSpan()[(begin + Begin.Length)..end], Options) is { Form: 1 } summary
                && summary.IsWhole()
                ? summary with
                {
                    Picture = AllowedMarkup.IsPicture(summary.Picture) ? summary.Picture : "",
                }
                : null;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    // A block may hold null where text belongs, or a number that is none.
    private bool IsWhole() =>
        (string?[])[Name, Title, Sentence, Picture, Error, NotRun, Origin] is var texts
        && texts.All(text => text is not null)
        && Name.Length > 0
        && Enum.IsDefined(Status)
        && double.IsFinite(Seconds)
        && Seconds is >= 0 and < 1e9
        && Parameters is not null
        && Parameters.All(parameter => parameter is { Name: not null, Literal: not null, Type: not null, Comment: not null })
        && Provenance is not null
        && Provenance.All(fact => fact is { Name: not null, Value: not null });
}

/// <summary>One line of a report's provenance.</summary>
/// <param name="Name">What is stated.</param>
/// <param name="Value">What it is.</param>
public sealed record ReportFact(string Name, string Value);
