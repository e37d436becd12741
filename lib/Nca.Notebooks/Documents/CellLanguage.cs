namespace Nca.Notebooks.Documents;

/// <summary>Languages of cells as people call them, and which of a notebook's cells are shown only.</summary>
internal static class CellLanguage
{
    // Text, and what the reader's browser runs.
    private static readonly string[] Shown = ["meta", "csharp", "markdown", "html", "javascript", "mermaid"];

    /// <summary>The name of a language.</summary>
    /// <param name="language">As written in the notebook.</param>
    public static string Spoken(string language) =>
        language switch
        {
            "fsharp" => "F#",
            "pwsh" => "PowerShell",
            "http" => "HTTP",
            "mermaid" => "Mermaid",
            "value" => "shared value",
            _ => language,
        };

    /// <summary>How many cells of which language do not run: <c>2 cells of F#, 1 of PowerShell</c>; empty where all do.</summary>
    /// <param name="document">The notebook.</param>
    public static string NotRun(NotebookDocument document) =>
        string.Join(
            ", ",
            document
                .Cells.Where(cell => cell.Text.Length > 0 && !Shown.Contains(cell.Language))
                .GroupBy(cell => Spoken(cell.Language))
                .Select((group, order) => $"{group.Count()} {(order > 0 ? "" : group.Count() == 1 ? "cell " : "cells ")}of {group.Key}")
        );
}
