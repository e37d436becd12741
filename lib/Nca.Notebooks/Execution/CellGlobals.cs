using System.Diagnostics.CodeAnalysis;
using Microsoft.DotNet.Interactive;

namespace Nca.Notebooks.Execution;

/// <summary>The functions that every cell may call, with the names of .NET Interactive.</summary>
[SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The names are those of the notebook kernel.")]
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A script's globals are instance members.")]
public sealed class CellGlobals
{
    /// <summary>Displays a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">Wanted types, best first.</param>
    /// <returns>A handle to update it in place.</returns>
    public DisplayedValue display(object? value, params string[] mimeTypes) => KernelInvocationContext.Current!.Display(value, mimeTypes);

    /// <summary>Text that is HTML.</summary>
    /// <param name="content">The HTML.</param>
    public HtmlContent HTML(string content) => new(content);
}
