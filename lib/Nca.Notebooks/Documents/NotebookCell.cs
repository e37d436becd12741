namespace Nca.Notebooks.Documents;

/// <summary>A cell of a .dib file, with the exact text that it came from.</summary>
/// <param name="Language">Language in its canonical name (<c>csharp</c>, <c>markdown</c>, …), or <c>meta</c> for the header cell.</param>
/// <param name="Header">The line that began the cell, with its line end; empty for text before the first such line.</param>
/// <param name="Body">Everything up to the next cell, line ends included.</param>
/// <param name="HeaderLine">Line number of the header in the file, from 1; 0 where there is none.</param>
public sealed record NotebookCell(string Language, string Header, string Body, int HeaderLine)
{
    /// <summary>The cell's text without blank lines at its edges.</summary>
    public string Text
    {
        get
        {
            var (start, end) = Edges();
            return Body[start..end];
        }
    }

    /// <summary>Line number of <see cref="Text"/>'s first line in the file, from 1.</summary>
    public int FirstLine => HeaderLine + 1 + Body[..Edges().Start].Count(character => character == '\n');

    /// <summary>This cell with another text between the same blank edges.</summary>
    /// <param name="text">The new text.</param>
    public NotebookCell WithText(string text)
    {
        var (start, end) = Edges();
        return this with { Body = Body[..start] + text + Body[end..] };
    }

    private (int Start, int End) Edges()
    {
        int start = 0,
            end = Body.Length;
        for (var position = 0; position < Body.Length && char.IsWhiteSpace(Body[position]); position++)
            if (Body[position] == '\n')
                start = position + 1;
        while (end > start && char.IsWhiteSpace(Body[end - 1]))
            end--;
        return (Math.Min(start, end), end);
    }
}
