namespace Nca.Notebooks.Execution;

/// <summary>HTML that shows as itself: what <c>HTML("…")</c> returns in a cell.</summary>
/// <param name="Content">The HTML.</param>
public sealed record HtmlContent(string Content)
{
    /// <inheritdoc/>
    public override string ToString() => Content;
}
