namespace Nca.Engines.Fused;

/// <summary>
/// What one step forward leaves for the way back: the perceptions of the cells that fired, and who survived. Neither states nor hidden
/// values are kept; buffers are used again by the next rollout.
/// </summary>
internal sealed class StepTrace : IDisposable
{
    private int[] _cells = [],
        _rows = [];
    private byte[] _stops = [];

    /// <summary>Makes an empty trace.</summary>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public StepTrace(int height, int width) => (Survivors, Changed) = (new CellSet(height, width), new CellSet(height, width));

    /// <summary>Cells that were not emptied at the end of the step.</summary>
    public CellSet Survivors { get; }

    /// <summary>Survivors that fired: the cells whose weights' slopes count.</summary>
    public CellSet Changed { get; }

    /// <summary>Number of <see cref="Changed"/> cells.</summary>
    public int Count { get; set; }

    /// <summary>Perceptions of the cells that fired, shape [fired, 3 · stride].</summary>
    public AlignedNumbers Perceived { get; private set; } = new(0);

    /// <summary>Number of each changed cell in the padded grid.</summary>
    public Span<int> Cells => _cells;

    /// <summary>Row of each changed cell in <see cref="Perceived"/>.</summary>
    public Span<int> Rows => _rows;

    /// <summary>For each changed cell a bit per visible channel whose gradient stops at the clamp.</summary>
    public Span<byte> Stops => _stops;

    /// <summary>Makes room.</summary>
    /// <param name="cells">Cells that fired.</param>
    /// <param name="inputs">Numbers of a perception.</param>
    public void Reserve(int cells, int inputs)
    {
        if (_cells.Length >= cells && Perceived.Length >= cells * inputs)
            return;

        // A quarter more than asked for: a growing creature asks for a little more at every step.
        var room = cells + cells / 4;
        Perceived.Dispose();
        (Perceived, _cells, _rows, _stops) = (new AlignedNumbers(checked(room * inputs)), new int[room], new int[room], new byte[room]);
    }

    /// <inheritdoc/>
    public void Dispose() => Perceived.Dispose();
}
