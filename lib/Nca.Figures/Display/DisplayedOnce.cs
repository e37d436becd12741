using System.Runtime.CompilerServices;

namespace Nca.Figures.Display;

/// <summary>Says a line below a cell, once however often it is asked to.</summary>
internal sealed class DisplayedOnce
{
    private readonly ConditionalWeakTable<object, object> _cells = [];

    /// <summary>Says a line below the running cell, if it has not said one there.</summary>
    /// <param name="line">The line.</param>
    public void Show(string line)
    {
        if (NotebookKernel.RunningCell is { } cell && _cells.TryAdd(cell, cell))
            NotebookKernel.Display(new Notice(line));
    }
}
