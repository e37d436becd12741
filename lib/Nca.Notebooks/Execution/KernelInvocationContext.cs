using Nca.Notebooks.Execution;

// The namespace that a Polyglot notebook's cell knows: one notebook serves both.
#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

#pragma warning restore IDE0130

/// <summary>The running cell's door to its outputs, with the names of .NET Interactive.</summary>
public sealed class KernelInvocationContext
{
    private readonly OutputCollector _outputs;
    private readonly CancellationToken _cancellation;

    internal KernelInvocationContext(OutputCollector outputs, CancellationToken cancellation) =>
        (_outputs, _cancellation) = (outputs, cancellation);

    /// <summary>The context of the running cell.</summary>
    public static KernelInvocationContext? Current { get; internal set; }

    /// <summary>
    /// Cancelled when whoever runs the notebook wants it to stop. A cell that takes it is given time to end; any other is ended with its
    /// process.
    /// </summary>
    public CancellationToken CancellationToken
    {
        get
        {
            MayStop = true;
            return _cancellation;
        }
    }

    /// <summary>Whether the running cell has taken the token.</summary>
    internal bool MayStop { get; set; }

    /// <summary>Displays a value by the formatter of its type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">Wanted types, best first.</param>
    /// <returns>A handle to update it in place.</returns>
    public DisplayedValue Display(object? value, params string[] mimeTypes) => _outputs.Display(value, mimeTypes.FirstOrDefault());

    /// <summary>Displays a text as it is.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its type, say <c>text/html</c>.</param>
    /// <param name="additionalMimeTypes">Not used here.</param>
    /// <returns>A handle to update it in place.</returns>
    public DisplayedValue DisplayAs(string value, string mimeType, params string[] additionalMimeTypes) =>
        _outputs.DisplayText(value, mimeType);
}

/// <summary>Something displayed that may be updated in place.</summary>
public sealed class DisplayedValue
{
    private readonly Action<object?> _update;

    internal DisplayedValue(Action<object?> update) => _update = update;

    /// <summary>Puts another value in its place.</summary>
    /// <param name="updatedValue">The new value.</param>
    public void Update(object? updatedValue) => _update(updatedValue);
}
