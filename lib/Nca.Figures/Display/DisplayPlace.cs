namespace Nca.Figures.Display;

/// <summary>A place below the running cell that shows one thing at a time. Where no notebook runs, nothing is shown.</summary>
/// <param name="display">Shows a value and returns what puts another in its place.</param>
internal sealed class DisplayPlace(Func<IShowsAsHtml, Action<IShowsAsHtml>?> display)
{
    private Action<IShowsAsHtml>? _update;

    /// <summary>A place below the running cell of a notebook.</summary>
    public DisplayPlace()
        : this(NotebookKernel.Display) { }

    /// <summary>Shows a value, in the place of the one before.</summary>
    /// <param name="value">The value.</param>
    public void Show(IShowsAsHtml value)
    {
        if (_update is null)
            _update = display(value);
        else
            _update(value);
    }
}
