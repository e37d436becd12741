using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>Every cell ran.</summary>
    Succeeded,

    /// <summary>A cell failed.</summary>
    Failed,

    /// <summary>The time was up.</summary>
    TimedOut,

    /// <summary>A person stopped it.</summary>
    Cancelled,

    /// <summary>The process ended by itself.</summary>
    Crashed,
}

/// <summary>What one cell did.</summary>
public sealed class CellRun
{
    /// <summary>Its outputs in order; an update takes the place of what it updates.</summary>
    public List<CellOutput> Outputs { get; } = [];

    /// <summary>How long it took in seconds, or null where it did not end.</summary>
    public double? Seconds { get; internal set; }

    /// <summary>Whether it began.</summary>
    public bool Began { get; internal set; }

    internal void Add(CellOutput output)
    {
        var earlier = output.Id.Length > 0 ? Outputs.FindIndex(other => other.Id == output.Id) : -1;
        if (earlier >= 0)
            Outputs[earlier] = output;
        else if (output.Kind == OutputKind.Printed && Outputs.Count > 0 && Outputs[^1].Kind == OutputKind.Printed)
            Outputs[^1] = Outputs[^1] with { Content = Outputs[^1].Content + output.Content };
        else
            Outputs.Add(output);
    }
}

/// <summary>A run of a notebook: what it was, what its cells gave, how it ended.</summary>
public sealed class NotebookRun
{
    /// <summary>Path of the notebook.</summary>
    public required string File { get; init; }

    /// <summary>The notebook as it ran, parameters altered.</summary>
    public required NotebookDocument Document { get; init; }

    /// <summary>Its parameters.</summary>
    public required IReadOnlyList<NotebookParameter> Parameters { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>What each cell of the document did.</summary>
    public required IReadOnlyList<CellRun> Cells { get; init; }

    /// <summary>How it ended.</summary>
    public RunStatus Status { get; internal set; }

    /// <summary>Whether the last cell ended without an error.</summary>
    public bool CameToItsEnd { get; internal set; }

    /// <summary>What of the notebook does not run here, as <c>2 cells of F#</c>; empty where all does.</summary>
    public string NotRun => CellLanguage.NotRun(Document);

    /// <summary>How long it took in all.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Tells it from other runs of the same notebook, as part of a file's name; empty where it is the only one.</summary>
    public string Variant { get; set; } = "";

    /// <summary>Name without folder and ending, and its variant where it has one.</summary>
    public string Name => NameOf(File, Variant);

    /// <summary>Title for people.</summary>
    public string Title => Document.Title ?? Name;

    /// <summary>The first error, or null.</summary>
    public string? Error => Cells.SelectMany(cell => cell.Outputs).FirstOrDefault(output => output.Kind == OutputKind.Error)?.Content;

    internal static string NameOf(string file, string variant) =>
        Path.GetFileNameWithoutExtension(file) + (variant.Length == 0 ? "" : $" {variant}");
}
