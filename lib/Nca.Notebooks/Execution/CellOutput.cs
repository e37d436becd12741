namespace Nca.Notebooks.Execution;

/// <summary>What kind of thing a cell gave out.</summary>
public enum OutputKind
{
    /// <summary>Text that the cell printed.</summary>
    Printed,

    /// <summary>A value that it displayed or returned, formatted.</summary>
    Displayed,

    /// <summary>An error; the cell and its notebook end there.</summary>
    Error,
}

/// <summary>One output of a cell.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="MimeType"><c>text/html</c>, <c>text/plain</c> and so on.</param>
/// <param name="Content">The formatted content.</param>
/// <param name="Id">Identity for updates in place; empty for what cannot be updated.</param>
public sealed record CellOutput(OutputKind Kind, string MimeType, string Content, string Id = "")
{
    /// <summary>Whether a reader sees nothing of it: a progress line, say, that its work took away when it ended.</summary>
    public bool IsEmpty => Kind == OutputKind.Displayed && MimeType == "text/html" && string.IsNullOrWhiteSpace(Content);
}
