using System.Text;

namespace Nca.Notebooks.Documents;

/// <summary>
/// A Polyglot notebook in the .dib format: optional <c>#!meta</c> with JSON, then cells, each begun by a line that is exactly
/// <c>#!language</c>. Any other <c>#!</c> line belongs to its cell. Parsing and writing back gives the same text, byte by byte.
/// </summary>
/// <param name="Cells">All cells in order, the meta cell included.</param>
public sealed record NotebookDocument(IReadOnlyList<NotebookCell> Cells)
{
    private const string DefaultLanguage = "csharp";

    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["#!meta"] = "meta",
        ["#!csharp"] = "csharp",
        ["#!c#"] = "csharp",
        ["#!markdown"] = "markdown",
        ["#!md"] = "markdown",
        ["#!html"] = "html",
        ["#!javascript"] = "javascript",
        ["#!mermaid"] = "mermaid",
        ["#!value"] = "value",
        ["#!fsharp"] = "fsharp",
        ["#!pwsh"] = "pwsh",
        ["#!http"] = "http",
    };

    /// <summary>The lines that begin a cell.</summary>
    public static IEnumerable<string> Headers => Languages.Keys.Where(header => header != "#!meta");

    /// <summary>The C# cells that are not empty.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.Language == "csharp" && cell.Text.Length > 0);

    /// <summary>Text of the first heading of the first markdown cell that has one, or null.</summary>
    public string? Title =>
        Cells
            .Where(cell => cell.Language == "markdown")
            .Select(cell => MarkdownTitle.Of(cell.Text))
            .FirstOrDefault(title => title is not null);

    /// <summary>Parses a notebook.</summary>
    /// <param name="text">The file's text.</param>
    public static NotebookDocument Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cells = new List<NotebookCell>();
        var (language, header, headerLine) = (DefaultLanguage, "", 0);
        var body = new StringBuilder();
        var line = 0;
        foreach (var raw in LinesOf(text))
        {
            line++;
            if (Languages.TryGetValue(raw.TrimEnd('\n').TrimEnd('\r'), out var next))
            {
                if (header.Length > 0 || body.Length > 0)
                    cells.Add(new NotebookCell(language, header, body.ToString(), headerLine));
                (language, header, headerLine) = (next, raw, line);
                body.Clear();
            }
            else
            {
                body.Append(raw);
            }
        }

        if (header.Length > 0 || body.Length > 0)
            cells.Add(new NotebookCell(language, header, body.ToString(), headerLine));
        return new NotebookDocument(cells);
    }

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">Path of a .dib file in UTF-8.</param>
    /// <exception cref="NotebookException">The file is missing, no .dib, empty, or not UTF-8.</exception>
    public static NotebookDocument Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!path.EndsWith(".dib", StringComparison.OrdinalIgnoreCase))
            throw new NotebookException($"{name} is no .dib notebook; name one of the files in notebooks/.");
        if (!File.Exists(path))
            throw new NotebookException($"{name} does not exist; name one of the files in notebooks/.");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            throw new NotebookException($"{name} is not UTF-8 text; save it as UTF-8.");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
            throw new NotebookException($"{name} is no .dib notebook but binary data.");
        var document = Parse(text);
        if (document.Cells.All(cell => cell.Language == "meta" || cell.Text.Length == 0))
            throw new NotebookException($"{name} is empty; a notebook has at least one cell.");
        return document;
    }

    /// <summary>The text of the file.</summary>
    public string Write() => string.Concat(Cells.Select(cell => cell.Header + cell.Body));

    private static IEnumerable<string> LinesOf(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            yield return text[start..next];
            start = next;
        }
    }
}
