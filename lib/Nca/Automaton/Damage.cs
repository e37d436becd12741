using Nca.Randomness;

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
        return new Damage(FormattableString.Invariant($"disc of radius {radius:0.#} at ({centreY:0.#}, {centreX:0.#})"), (y, x) =>
            Square(y - centreY) + Square(x - centreX) < radius * radius
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
        return new Damage($"rectangle of {height}×{width} cells at ({top}, {left})", (y, x) =>
            y >= top && y < top + height && x >= left && x < left + width
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
        return new Damage(FormattableString.Invariant($"half-plane towards {degrees:0.#}° from ({pointY:0.#}, {pointX:0.#})"), (y, x) =>
            (y - pointY) * sine + (x - pointX) * cosine > 0
        );
    }

    /// <summary>Horizontal stripes: rows [top + k·period, top + k·period + height) for k = 0, …, count − 1, over the whole width.</summary>
    /// <param name="top">First row of the first stripe; rows outside the grid hit nothing.</param>
    /// <param name="height">Rows of a stripe, at least 1.</param>
    /// <param name="period">Rows from one stripe's top to the next one's, at least <paramref name="height"/>.</param>
    /// <param name="count">Stripes, at least 1.</param>
    public static Damage Stripes(int top, int height, int period, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, height);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new Damage($"{count} stripes of {height} rows, {period} rows apart, from row {top}", (y, _) =>
            y >= top && (y - top) / period < count && (y - top) % period < height
        );
    }

    /// <summary>Cells drawn one by one, each with the same probability.</summary>
    /// <param name="height">Rows of the grid; cells outside it are not hit.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="share">Probability that a cell is hit, from 0 to 1.</param>
    /// <param name="random">Gives one number per cell, row by row.</param>
    public static Damage Scattered(int height, int width, double share, RandomSequence random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        var hit = new bool[height, width];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                hit[y, x] = random.NextDouble() < share;
        return new Damage(FormattableString.Invariant($"{100 * share:0.#} % of all cells, drawn at random"), (y, x) =>
            y >= 0 && y < height && x >= 0 && x < width && hit[y, x]
        );
    }

    /// <summary>
    /// The outer rim of a pattern: its living cells (alpha &gt; 0.1) within a number of cells of one that is not alive or of the grid's
    /// border, diagonals counting as one.
    /// </summary>
    /// <param name="state">The pattern.</param>
    /// <param name="width">Cells from the outside inwards, at least 1.</param>
    public static Damage Rim(CellState state, int width)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var hit = new bool[state.Height, state.Width];
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                hit[y, x] = IsAlive(state, y, x) && IsNearTheOutside(state, y, x, width);
        return new Damage($"rim of {width} cells", (y, x) => y >= 0 && y < hit.GetLength(0) && x >= 0 && x < hit.GetLength(1) && hit[y, x]);
    }

    /// <summary>Every cell that another damage would leave.</summary>
    /// <param name="kept">What is left.</param>
    public static Damage AllBut(Damage kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return new Damage($"all but a {kept.Description}", (y, x) => !kept.Hits(y, x));
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

    private static bool IsAlive(CellState state, int y, int x) => state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold;

    private static bool IsNearTheOutside(CellState state, int y, int x, int reach)
    {
        for (var row = y - reach; row <= y + reach; row++)
            for (var column = x - reach; column <= x + reach; column++)
                if (row < 0 || row >= state.Height || column < 0 || column >= state.Width || !IsAlive(state, row, column))
                    return true;
        return false;
    }

    private static double Square(double value) => value * value;

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "The size of damage must be above 0.");
    }
}
