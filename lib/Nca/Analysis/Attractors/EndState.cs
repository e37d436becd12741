using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Targets;

namespace Nca.Analysis.Attractors;

/// <summary>
/// A last state, looked at: which form it has, and how far it is from another wherever on the canvas they are. A picture is found in a
/// state where the squared differences over the picture's own cells add up to no more than an error of <see cref="Persistence.Bound"/>
/// allows; it is then taken away with a rim of one cell, and the next one looked for. What is left must fit into the same bound.
/// </summary>
internal sealed class EndState
{
    /// <summary>More living cells than so many times the picture's are an overgrowth.</summary>
    public const double Overgrowth = 1.5;

    private const int MostCopies = 4;

    // Pictures that differ by a fraction of a cell in their centres are compared in the best of nine places.
    private const int Jitter = 1;

    private readonly Target _target;
    private readonly float[] _picture;
    private readonly int[] _cells;
    private readonly (int Y, int X) _centre;

    /// <summary>Looks at a state.</summary>
    /// <param name="state">The state, on the target's canvas or a larger one, with the same middle.</param>
    /// <param name="target">The picture.</param>
    public EndState(CellState state, Target target)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(target);
        (State, _target, _picture, _centre) = (state, target, state.Rgba(), CentreOf(state));
        _cells =
        [
            .. Enumerable
                .Range(0, target.Grid * target.Grid)
                .Where(cell => target.Rgba[cell * CellState.VisibleChannels + CellState.Alpha] > 0),
        ];
        Form = FormOf();
    }

    /// <summary>The state.</summary>
    public CellState State { get; }

    /// <summary>What it is.</summary>
    public EndForm Form { get; }

    /// <summary>
    /// How far two pictures are apart when one is laid on the other, centre on centre: the root of the squared differences over as many
    /// numbers as the target's canvas has, so that its square compares with an error. Infinite where a state is not finite.
    /// </summary>
    /// <param name="first">An end state.</param>
    /// <param name="second">Another on a canvas of the same size.</param>
    public static double Distance(EndState first, EndState second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Form == EndForm.NotFinite || second.Form == EndForm.NotFinite)
            return first.Form == second.Form ? 0 : double.PositiveInfinity;
        var (dy, dx) = (second._centre.Y - first._centre.Y, second._centre.X - first._centre.X);
        var least = double.PositiveInfinity;
        for (var y = dy - Jitter; y <= dy + Jitter; y++)
            for (var x = dx - Jitter; x <= dx + Jitter; x++)
                least = Math.Min(least, first.SquaresFrom(second, y, x, least));
        return Math.Sqrt(least / first._target.Rgba.Length);
    }

    private EndForm FormOf()
    {
        if (!State.IsFinite())
            return EndForm.NotFinite;
        if (State.AliveCells() == 0)
            return EndForm.Dead;
        var (rest, allowed, places) = ((float[])_picture.Clone(), Persistence.Bound * _target.Rgba.Length, new List<(int Y, int X)>());
        while (places.Count < MostCopies && Find(rest, allowed) is { } place)
        {
            places.Add(place);
            TakeAway(rest, place);
        }

        if (places.Count > 0 && rest.Sum(value => (double)value * value) > allowed)
            return EndForm.WithMore;
        return places.Count switch
        {
            0 => State.AliveCells() > Overgrowth * _target.AliveCells() ? EndForm.Overgrown : EndForm.Other,
            1 => places[0] == Home ? EndForm.Itself : EndForm.Displaced,
            _ => EndForm.Several,
        };
    }

    // Where the target's canvas lies on the state's.
    private (int Y, int X) Home => ((State.Height - _target.Grid) / 2, (State.Width - _target.Grid) / 2);

    // The best place for the picture, whole on the canvas; null where none is good enough.
    private (int Y, int X)? Find(float[] rest, double allowed)
    {
        (int, int)? best = null;
        for (var y = -_target.Padding; y + _target.Padding + _target.Size <= State.Height; y++)
        {
            for (var x = -_target.Padding; x + _target.Padding + _target.Size <= State.Width; x++)
            {
                var squares = 0.0;
                foreach (var cell in _cells)
                {
                    squares += Squares(rest, cell, y, x);
                    if (squares > allowed)
                        break;
                }

                if (squares <= allowed)
                    (best, allowed) = ((y, x), squares);
            }
        }

        return best;
    }

    private double Squares(float[] rest, int cell, int y, int x)
    {
        var (from, to) = (cell * CellState.VisibleChannels, PlaceOf(cell, y, x));
        var squares = 0.0;
        for (var channel = 0; channel < CellState.VisibleChannels; channel++)
        {
            var difference = (double)_target.Rgba[from + channel] - rest[to + channel];
            squares += difference * difference;
        }

        return squares;
    }

    private void TakeAway(float[] rest, (int Y, int X) place)
    {
        foreach (var cell in _cells)
        {
            var (row, column) = (place.Y + cell / _target.Grid, place.X + cell % _target.Grid);
            for (var y = Math.Max(0, row - 1); y <= Math.Min(State.Height - 1, row + 1); y++)
                for (var x = Math.Max(0, column - 1); x <= Math.Min(State.Width - 1, column + 1); x++)
                    rest.AsSpan((y * State.Width + x) * CellState.VisibleChannels, CellState.VisibleChannels).Clear();
        }
    }

    private int PlaceOf(int cell, int y, int x) =>
        ((y + cell / _target.Grid) * State.Width + x + cell % _target.Grid) * CellState.VisibleChannels;

    private double SquaresFrom(EndState other, int dy, int dx, double least)
    {
        var squares = 0.0;
        for (var y = Math.Min(0, -dy); y < State.Height + Math.Max(0, -dy); y++)
        {
            for (var x = Math.Min(0, -dx); x < State.Width + Math.Max(0, -dx); x++)
            {
                var own = PixelAt(y, x);
                var others = other.PixelAt(y + dy, x + dx);
                for (var channel = 0; channel < CellState.VisibleChannels; channel++)
                {
                    var difference = (own.IsEmpty ? 0.0 : own[channel]) - (others.IsEmpty ? 0.0 : others[channel]);
                    squares += difference * difference;
                }
            }

            if (squares >= least)
                return least;
        }

        return squares;
    }

    private ReadOnlySpan<float> PixelAt(int y, int x) =>
        y < 0 || y >= State.Height || x < 0 || x >= State.Width
            ? []
            : _picture.AsSpan((y * State.Width + x) * CellState.VisibleChannels, CellState.VisibleChannels);

    private static (int Y, int X) CentreOf(CellState state)
    {
        var (y, x, alive) = (0L, 0L, 0L);
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            if (!(state.Values[cell * state.Channels + CellState.Alpha] > AutomatonConfig.AliveThreshold))
                continue;
            (y, x, alive) = (y + cell / state.Width, x + cell % state.Width, alive + 1);
        }

        return alive == 0 ? (state.Height / 2, state.Width / 2) : ((int)(y / alive), (int)(x / alive));
    }
}
