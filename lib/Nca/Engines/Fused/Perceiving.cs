using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// Perception of single cells, and its transpose. Channels lie in lanes, so each neighbour is one load:
/// <code>
///   a b c        ∂x s = (c − a) + 2 (e − d) + (h − f)
///   d s e        ∂y s = (f − a) + 2 (g − b) + (h − c)
///   f g h
/// </code>
/// The Sobel scale and the order of the responses are folded into the weights (<see cref="PackedWeights"/>).
/// </summary>
internal static unsafe class Perceiving
{
    /// <summary>Writes [s, ∂x s, ∂y s] of a cell.</summary>
    /// <typeparam name="TLanes">The register.</typeparam>
    /// <param name="cell">The cell's channels in a padded grid.</param>
    /// <param name="row">Distance of rows in numbers.</param>
    /// <param name="stride">Distance of cells in numbers.</param>
    /// <param name="perceived">Receives 3 · stride numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Look<TLanes>(float* cell, int row, int stride, float* perceived)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < stride; lane += TLanes.Count, cell += TLanes.Count, perceived += TLanes.Count)
        {
            float* above = cell - row,
                below = cell + row;
            var (a, b, c) = (TLanes.Load(above - stride), TLanes.Load(above), TLanes.Load(above + stride));
            var (d, s, e) = (TLanes.Load(cell - stride), TLanes.Load(cell), TLanes.Load(cell + stride));
            var (f, g, h) = (TLanes.Load(below - stride), TLanes.Load(below), TLanes.Load(below + stride));
            var (acrossMiddle, downMiddle) = (e - d, g - b);
            var (falling, rising) = (h - a, c - f);
            TLanes.Store(s, perceived);
            TLanes.Store(falling + rising + (acrossMiddle + acrossMiddle), perceived + stride);
            TLanes.Store(falling - rising + (downMiddle + downMiddle), perceived + 2 * stride);
        }
    }

    /// <summary>The transpose: adds to the cell and its neighbours the slope with the weight by which each was seen.</summary>
    /// <typeparam name="TLanes">The register.</typeparam>
    /// <param name="slope">Slope of [s, ∂x s, ∂y s], 3 · stride numbers.</param>
    /// <param name="row">Distance of rows in numbers.</param>
    /// <param name="stride">Distance of cells in numbers.</param>
    /// <param name="cell">The cell's slopes in a padded grid.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SummaryStatistics<TLanes>(float* slope, int row, int stride, float* cell)
        where TLanes : struct, ILanes<TLanes>
    {
        for (var lane = 0; lane < stride; lane += TLanes.Count, cell += TLanes.Count, slope += TLanes.Count)
        {
            float* above = cell - row,
                below = cell + row;
            var (own, x, y) = (TLanes.Load(slope), TLanes.Load(slope + stride), TLanes.Load(slope + 2 * stride));
            var (sum, difference, twiceX, twiceY) = (x + y, x - y, x + x, y + y);
            TLanes.Store(TLanes.Load(above - stride) - sum, above - stride);
            TLanes.Store(TLanes.Load(above) - twiceY, above);
            TLanes.Store(TLanes.Load(above + stride) + difference, above + stride);
            TLanes.Store(TLanes.Load(cell - stride) - twiceX, cell - stride);
            TLanes.Store(TLanes.Load(cell) + own, cell);
            TLanes.Store(TLanes.Load(cell + stride) + twiceX, cell + stride);
            TLanes.Store(TLanes.Load(below - stride) - difference, below - stride);
            TLanes.Store(TLanes.Load(below) + twiceY, below);
            TLanes.Store(TLanes.Load(below + stride) + sum, below + stride);
        }
    }
}
