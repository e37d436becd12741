using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Documents.Jupyter;

namespace Nca.Notebooks.Documents;

/// <summary>
/// Between .dib and Jupyter's .ipynb, through the kernel's own package. Every conversion is converted back and compared: what would lose
/// something is refused.
/// </summary>
public static class NotebookConversion
{
    // Where a .dib keeps what it has no place for: the identities and metadata of Jupyter's cells.
    private const string Kept = "jupyter";

    private static readonly string[] JupyterKeys = ["kernelspec", "language_info", "polyglot_notebook"];

    /// <summary>A .dib as .ipynb.</summary>
    /// <param name="dib">The text of the .dib.</param>
    /// <returns>JSON of nbformat 4.5, cells without outputs.</returns>
    /// <exception cref="NotebookException">Something would be lost; the message says what.</exception>
    public static string ToJupyter(string dib)
    {
        ArgumentNullException.ThrowIfNull(dib);
        var json = Reading(() => Jupyter(dib));
        var cells = NotebookDocument.Parse(dib).Cells.Where(cell => cell.Language != "meta" && cell.Text.Length > 0).ToArray();
        var back = Reading(() => PolyglotFormat.Read(PolyglotFormat.Write(FromJupyter(json, full: true)))).Elements;
        for (var index = 0; index < Math.Max(cells.Length, back.Count); index++)
            if (
                index >= cells.Length
                || index >= back.Count
                || cells[index].Language != back[index].KernelName
                || Trimmed(cells[index].Text) != Trimmed(back[index].Contents)
            )
                throw new NotebookException(
                    $"Cell {index + 1} would not come back from .ipynb as it is; its lines that begin with #! are read as "
                        + "another language there."
                );
        return json;
    }

    /// <summary>A .ipynb as .dib.</summary>
    /// <param name="json">The text of the .ipynb.</param>
    /// <returns>The .dib as the kernel writes it.</returns>
    /// <exception cref="NotebookException">Something would be lost, or it is no notebook; the message says what.</exception>
    public static string ToDib(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var original = Reading(() => JsonNode.Parse(json)) as JsonObject;
        Require(original?["nbformat"]?.ToString() == "4" && original["cells"] is JsonArray, "It is no Jupyter notebook of format 4.");
        var cells = (JsonArray)original!["cells"]!;
        for (var index = 0; index < cells.Count; index++)
            RequireKeepable(cells[index] as JsonObject, $"Cell {index + 1}");

        // What was made by us is left out again, so that there and back gives the same bytes.
        foreach (var full in new[] { false, true })
        {
            var dib = PolyglotFormat.Write(Reading(() => FromJupyter(json, full)));
            if (Lost(original, JsonNode.Parse(Reading(() => Jupyter(dib)))!, "") is not { } lost)
                return dib;
            Require(!full, $"{lost} would be lost in a .dib.");
        }

        throw new InvalidOperationException("not reached");
    }

    /// <summary>Converts a file into another beside it, or where it is wanted.</summary>
    /// <param name="file">Path of a .dib or .ipynb.</param>
    /// <param name="to"><c>dib</c> or <c>ipynb</c>; null for the other format.</param>
    /// <param name="output">Path to write; null for the same name with the other ending.</param>
    /// <returns>Path of what was written.</returns>
    /// <exception cref="NotebookException">It cannot be read, converted or written.</exception>
    public static string ConvertFile(string file, string? to, string? output)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = Path.GetFileName(file);
        var from = Path.GetExtension(file).TrimStart('.').ToLowerInvariant();
        Require(from is "dib" or "ipynb", $"{name} is neither a .dib nor a .ipynb.");
        to ??= output is not null && Path.GetExtension(output) is ".dib" or ".ipynb" ? Path.GetExtension(output)![1..] : null;
        to ??= from == "dib" ? "ipynb" : "dib";
        output ??= Path.ChangeExtension(file, to);
        try
        {
            var text = File.ReadAllText(file);
            var converted =
                from == to ? Same(text, from)
                : to == "ipynb" ? ToJupyter(text)
                : ToDib(text);
            if (File.Exists(output) && File.ReadAllText(output) == converted)
                return output;
            using var stream = new FileStream(output, FileMode.CreateNew, FileAccess.Write);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(converted));
            return output;
        }
        catch (NotebookException error)
        {
            throw new NotebookException($"{name} is not converted: {error.Message}");
        }
        catch (IOException) when (File.Exists(output) && File.Exists(file))
        {
            throw new NotebookException($"{output} exists already; remove it, or name another file with --out.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{name} cannot be converted: {error.Message}");
        }
    }

    // Into its own format: as the kernel writes it.
    private static string Same(string text, string format) => format == "dib" ? ToDib(ToJupyter(text)) : ToJupyter(ToDib(text));

    private static string Jupyter(string dib)
    {
        var document = PolyglotFormat.Read(dib);
        var kept = document.Metadata.TryGetValue(Kept, out var value) ? JsonSerializer.SerializeToNode(value) : null;
        document.Metadata.Remove(Kept);
        var keptCells = kept?["cells"] as JsonArray;
        for (var index = 0; index < document.Elements.Count; index++)
            document.Elements[index].Id = keptCells is null ? $"cell-{index + 1}" : keptCells.ElementAtOrDefault(index)?["id"]?.ToString();
        var written = document.ToJupyterJson(document.Metadata.ContainsKey("kernelspec") ? null : "csharp");
        if (keptCells is null)
            return written + "\n";

        // The package keeps no metadata of cells that it did not write.
        var json = JsonNode.Parse(written)!;
        foreach (var (cell, other) in json["cells"]!.AsArray().Zip(keptCells))
            if (other?["metadata"] is JsonObject metadata)
                foreach (var (key, entry) in metadata)
                    cell!["metadata"]![key] = entry?.DeepClone();
        return json.ToJsonString(
                new JsonSerializerOptions
                {
                    WriteIndented = true,
                    IndentSize = 1,
                    Encoder = Relaxed,
                }
            ) + "\n";
    }

    private static System.Text.Encodings.Web.JavaScriptEncoder Relaxed =>
        System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static InteractiveDocument FromJupyter(string json, bool full)
    {
        var document = Notebook.Parse(json, PolyglotFormat.Kernels());

        // Jupyter names the language of all cells once, as people write it: C#.
        foreach (var element in document.Elements)
            element.KernelName = KernelOf(element.KernelName);
        var kernels = document.GetKernelInfo() ?? [];
        kernels.DefaultKernelName = KernelOf(kernels.DefaultKernelName) ?? "csharp";
        var rest = document.Metadata.Where(entry => entry.Key is not ("kernelInfo" or Kept)).ToArray();
        document.Metadata.Clear();
        document.Metadata["kernelInfo"] = kernels;
        foreach (var (key, value) in rest)
            document.Metadata[key] = value;
        if (full)
            document.Metadata[Kept] = new Dictionary<string, object>
            {
                ["cells"] = JsonNode.Parse(json)!["cells"]!
                    .AsArray()
                    .Select(cell => new Dictionary<string, object?>
                    {
                        ["id"] = cell!["id"]?.ToString(),
                        ["metadata"] = Own(cell["metadata"]),
                    })
                    .ToArray(),
            };
        else
            foreach (var key in JupyterKeys)
                document.Metadata.Remove(key);
        return document;
    }

    // Without the language of the cell, which the package writes anew.
    private static JsonObject Own(JsonNode? metadata) =>
        new(
            (metadata as JsonObject ?? [])
                .Where(entry =>
                    entry.Key is not ("dotnet_interactive" or "polyglot_notebook") || entry.Value is not JsonObject { Count: 1 }
                )
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))
        );

    private static string? KernelOf(string? language) =>
        PolyglotFormat
            .Kernels()
            .FirstOrDefault(kernel => string.Equals(kernel.LanguageName, language, StringComparison.OrdinalIgnoreCase))
            ?.Name
        ?? language;

    private static void RequireKeepable(JsonObject? cell, string place)
    {
        Require(cell?["cell_type"]?.ToString() is "code" or "markdown", $"{place} is neither code nor Markdown.");
        Require(cell!["outputs"] is not JsonArray { Count: > 0 }, $"{place} holds outputs, which a .dib does not keep; clear them first.");
        Require(cell["execution_count"] is null, $"{place} holds its count of executions, which a .dib does not keep; clear it first.");
        Require(Source(cell["source"]).Trim('\n').Length > 0, $"{place} is empty, and a .dib keeps no empty cell; remove it first.");
    }

    // Additions are no loss.
    private static string? Lost(JsonNode? original, JsonNode? other, string place)
    {
        if (place.EndsWith("/source", StringComparison.Ordinal))
            return Source(original) == Source(other) ? null : place;
        if (place is "/nbformat_minor")
            return null;
        switch (original)
        {
            case JsonObject fields:
                return fields
                    .Where(field => field.Value is not (null or JsonArray { Count: 0 }))
                    .Select(field => Lost(field.Value, (other as JsonObject)?[field.Key], $"{place}/{field.Key}"))
                    .FirstOrDefault(lost => lost is not null);
            case JsonArray items:
                // Into the list of languages the package adds those that it knows.
                var mayGrow = place == "/metadata/kernelInfo/items";
                if (other is not JsonArray others || others.Count < items.Count || (others.Count > items.Count && !mayGrow))
                    return place;
                return items
                    .Select((item, index) => Lost(item, others[index], $"{place}/{index}"))
                    .FirstOrDefault(lost => lost is not null);
            default:
                return JsonNode.DeepEquals(original, other) ? null : place;
        }
    }

    private static string Source(JsonNode? source) =>
        source is JsonArray lines ? string.Concat(lines.Select(line => line?.ToString())) : $"{source}";

    private static string Trimmed(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n');

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or InvalidCastException)
        {
            throw new NotebookException($"It cannot be read: {error.Message.Split('\n')[0]}");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new NotebookException(message);
    }
}
