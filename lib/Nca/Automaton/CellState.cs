namespace Nca.Automaton;

/// <summary>
/// The state of one grid of cells: <see cref="Height"/> × <see cref="Width"/> cells of <see cref="Channels"/> numbers each,
/// cell by cell in rows (shape [H, W, C]): red, green, blue (premultiplied by alpha), alpha, hidden channels.
/// </summary>
public sealed class CellState
{
    /// <summary>Index of the alpha channel, the "alive" marker.</summary>
    public const int Alpha = 3;

    /// <summary>Number of channels that a viewer sees: red, green, blue, alpha.</summary>
    public const int VisibleChannels = 4;

    /// <summary>Makes an empty (all zero) grid.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">Channels of a cell, at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is too small.</exception>
    public CellState(int height, int width, int channels)
        : this(height, width, channels, new float[CheckedLength(height, width, channels)]) { }

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">Channels of a cell, at least 4.</param>
    /// <param name="values">H·W·C numbers, cell by cell in rows.</param>
    /// <exception cref="ArgumentException">The number of values is not H·W·C.</exception>
    public CellState(int height, int width, int channels, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != CheckedLength(height, width, channels))
            throw new ArgumentException(
                $"A state of {height}×{width} cells with {channels} channels has {height * width * channels} numbers, "
                    + $"not {values.Length}.",
                nameof(values)
            );
        (Height, Width, Channels, Values) = (height, width, channels, values);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Numbers per cell.</summary>
    public int Channels { get; }

    /// <summary>All numbers, shape [H, W, C].</summary>
    public float[] Values { get; }

    /// <summary>One number of one cell.</summary>
    /// <param name="y">Row from the top, from 0.</param>
    /// <param name="x">Column from the left, from 0.</param>
    /// <param name="channel">Channel, from 0.</param>
    public ref float this[int y, int x, int channel] => ref Cell(y, x)[channel];

    /// <summary>The state vector of one cell, shape [C].</summary>
    /// <param name="y">Row from the top, from 0.</param>
    /// <param name="x">Column from the left, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cell lies outside the grid.</exception>
    public Span<float> Cell(int y, int x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        return Values.AsSpan((y * Width + x) * Channels, Channels);
    }

    /// <summary>A copy that shares nothing with this state.</summary>
    public CellState Clone() => new(Height, Width, Channels, (float[])Values.Clone());

    /// <summary>Overwrites this state with another of the same shape.</summary>
    /// <param name="other">The state to copy.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void CopyFrom(CellState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!HasShapeOf(other))
            throw new ArgumentException($"A {other} cannot be copied into a {this}.", nameof(other));
        other.Values.CopyTo(Values, 0);
    }

    /// <summary>Whether another state has the same rows, columns and channels.</summary>
    /// <param name="other">The state to compare with.</param>
    public bool HasShapeOf(CellState other) =>
        other is not null && (Height, Width, Channels) == (other.Height, other.Width, other.Channels);

    /// <summary>Number of cells whose own alpha exceeds <see cref="AutomatonConfig.AliveThreshold"/>.</summary>
    public int AliveCells()
    {
        var alive = 0;
        for (var index = Alpha; index < Values.Length; index += Channels)
            if (Values[index] > AutomatonConfig.AliveThreshold)
                alive++;
        return alive;
    }

    // Row and column of each living cell, row by row.
    internal List<(int Y, int X)> LivingCells()
    {
        var cells = new List<(int, int)>();
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                if (this[y, x, Alpha] > AutomatonConfig.AliveThreshold)
                    cells.Add((y, x));
        return cells;
    }

    /// <summary>Whether every number is finite.</summary>
    public bool IsFinite() => !Values.AsSpan().ContainsAnyNonFinite();

    /// <summary>One channel as a picture, shape [H, W] in rows.</summary>
    /// <param name="channel">Channel, from 0.</param>
    public float[] Channel(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        var plane = new float[Height * Width];
        for (var cell = 0; cell < plane.Length; cell++)
            plane[cell] = Values[cell * Channels + channel];
        return plane;
    }

    /// <summary>The visible channels as they are, not clamped, shape [H, W, 4].</summary>
    public float[] Rgba()
    {
        var picture = new float[Height * Width * VisibleChannels];
        for (var cell = 0; cell < Height * Width; cell++)
            Values.AsSpan(cell * Channels, VisibleChannels).CopyTo(picture.AsSpan(cell * VisibleChannels));
        return picture;
    }

    /// <summary>A state from channel planes, the order of tensors.</summary>
    /// <param name="planes">C·H·W numbers, shape [C, H, W].</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static CellState FromPlanes(ReadOnlySpan<float> planes, int channels, int height, int width)
    {
        var state = new CellState(height, width, channels);
        var cells = height * width;
        if (planes.Length != state.Values.Length)
            throw new ArgumentException(
                $"Planes of {channels}×{height}×{width} have {state.Values.Length} numbers, not {planes.Length}.",
                nameof(planes)
            );
        for (var channel = 0; channel < channels; channel++)
            for (var cell = 0; cell < cells; cell++)
                state.Values[cell * channels + channel] = planes[channel * cells + cell];
        return state;
    }

    /// <summary>The numbers as channel planes, shape [C, H, W], the order of tensors.</summary>
    public float[] ToPlanes()
    {
        var cells = Height * Width;
        var planes = new float[Values.Length];
        for (var cell = 0; cell < cells; cell++)
            for (var channel = 0; channel < Channels; channel++)
                planes[channel * cells + cell] = Values[cell * Channels + channel];
        return planes;
    }

    /// <inheritdoc/>
    public override string ToString() => $"state of {Height}×{Width} cells with {Channels} channels";

    private static int CheckedLength(int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, VisibleChannels);
        return checked(height * width * channels);
    }
}
