namespace Nca.Automaton;

/// <summary>
/// A set of cells to erase. Coordinates count cells from the top left; a cell is hit when its centre (integer coordinates, as
/// the tutorial's <c>meshgrid</c>) lies inside the shape.
/// </summary>
public sealed class Damage
{
    private readonly Func<int, int, bool> _hits;

    private Damage(string description, Func<int, int, bool> hits) => (Description, _hits) = (description, hits);

    /// <summary>What falls on the grid, for captions.</summary>
    public string Description { get; }

    /// <summary>A disc: (y − cy)² + (x − cx)² &lt; r², the tutorial's damage.</summary>
    /// <param name="centreY">Row of the centre, in cells.</param>
    /// <param name="centreX">Column of the centre, in cells.</param>
    /// <param name="radius">Radius in cells, above 0.</param>
    public static Damage Circle(double centreY, double centreX, double radius)
    {
        RequirePositive(radius, nameof(radius));
        return new Damage(
            FormattableString.Invariant($"disc of radius {radius:0.#} at ({centreY:0.#}, {centreX:0.#})"),
            (y, x) => Square(y - centreY) + Square(x - centreX) < radius * radius
        );
    }

    /// <summary>A rectangle: rows [top, top + height), columns [left, left + width).</summary>
    /// <param name="top">First row.</param>
    /// <param name="left">First column.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public static Damage Rectangle(int top, int left, int height, int width)
    {
        RequirePositive(height, nameof(height));
        RequirePositive(width, nameof(width));
        return new Damage(
            $"rectangle of {height}×{width} cells at ({top}, {left})",
            (y, x) => y >= top && y < top + height && x >= left && x < left + width
        );
    }

    /// <summary>
    /// Everything on one side of a line: (y − py)·sin φ + (x − px)·cos φ &gt; 0. φ = 0 takes the right, 90° the lower side.
    /// </summary>
    /// <param name="pointY">Row of a point of the line, in cells.</param>
    /// <param name="pointX">Column of a point of the line, in cells.</param>
    /// <param name="degrees">φ, the direction into the erased side, in degrees.</param>
    public static Damage HalfPlane(double pointY, double pointX, double degrees)
    {
        // Multiples of 90° are exact, so that half a grid is half a grid.
        var (sine, cosine) = (Math.Round(Math.Sin(degrees * Math.PI / 180), 12), Math.Round(Math.Cos(degrees * Math.PI / 180), 12));
        return new Damage(
            FormattableString.Invariant($"half-plane towards {degrees:0.#}° from ({pointY:0.#}, {pointX:0.#})"),
            (y, x) => (y - pointY) * sine + (x - pointX) * cosine > 0
        );
    }

    /// <summary>Whether the cell at row y, column x is hit.</summary>
    /// <param name="y">Row.</param>
    /// <param name="x">Column.</param>
    public bool Hits(int y, int x) => _hits(y, x);

    /// <summary>Sets all channels of the hit cells to zero.</summary>
    /// <param name="state">The state, changed in place.</param>
    /// <returns>How many living cells (alpha &gt; 0.1) were erased.</returns>
    public int ApplyTo(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var erased = 0;
        for (var y = 0; y < state.Height; y++)
        {
            for (var x = 0; x < state.Width; x++)
            {
                if (!_hits(y, x))
                    continue;
                var cell = state.Cell(y, x);
                if (cell[CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    erased++;
                cell.Clear();
            }
        }

        return erased;
    }

    /// <inheritdoc/>
    public override string ToString() => Description;

    private static double Square(double value) => value * value;

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "The size of damage must be above 0.");
    }
}
