using System.Text;
using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>Ties what is compiled to the lines of the notebook that it came from.</summary>
/// <param name="file">Path of the notebook.</param>
internal sealed class NotebookLines(string file)
{
    /// <summary>The notebook's name, for messages.</summary>
    public string Name { get; } = Path.GetFileName(file);

    // A #line directive knows no escape: a quotation mark in a name cannot stand there.
    private string Mark { get; } =
        new([.. Path.GetFileName(file).Select(letter => letter == '"' || char.IsControl(letter) ? '\'' : letter)]);

    /// <summary>Whether a compiled place is the notebook's own.</summary>
    /// <param name="source">The file that a diagnostic or a stack frame names.</param>
    public bool Own(string? source) => source is not null && Path.GetFileName(source) == Mark;

    /// <summary>A message with its place: the first line of a cell that begins so, or the cell's own first.</summary>
    public string Place(NotebookCell cell, string start, string message)
    {
        var at = Array.FindIndex(cell.Text.Split('\n'), line => line.TrimStart().StartsWith(start, StringComparison.Ordinal));
        return $"{Name}:{cell.FirstLine + Math.Max(0, at)}:1: {message}";
    }

    /// <summary>A cell's code, such that diagnostics and stack traces name the notebook's own lines.</summary>
    public string Code(NotebookCell cell)
    {
        var code = new StringBuilder($"#line {cell.FirstLine} \"{Mark}\"\n");
        var number = cell.FirstLine;
        foreach (var line in cell.Text.Split('\n'))
        {
            number++;
            code.Append(line).Append('\n');

            // The kernel cuts a cell at its magic commands: each part needs to be told anew where it stands.
            if (line.StartsWith("#!", StringComparison.Ordinal))
                code.Append($"#line {number} \"{Mark}\"\n");
        }

        return code.ToString(0, code.Length - 1);
    }
}
