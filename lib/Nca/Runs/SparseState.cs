using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nca.Automaton;

namespace Nca.Runs;

/// <summary>
/// A cell state in a checkpoint: one bit per cell, then the numbers of the cells that are not all zero bits. Seeds take a few bytes, grown
/// states a third. Compiled for speed at once: a pool has a million cells, and whoever stops a training waits for its first checkpoint.
/// </summary>
internal static class SparseState
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(BinaryWriter writer, CellState state)
    {
        var cells = state.Height * state.Width;
        var present = new byte[(cells + 7) / 8];
        for (var cell = 0; cell < cells; cell++)
            if (Bits(state, cell).ContainsAnyExcept(0))
                present[cell / 8] |= (byte)(1 << cell % 8);
        writer.Write(present);
        for (var cell = 0; cell < cells; cell++)
            if ((present[cell / 8] >> cell % 8 & 1) != 0)
                writer.Write(MemoryMarshal.AsBytes(Bits(state, cell)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(BinaryReader reader, CellState state)
    {
        var cells = state.Height * state.Width;
        var present = new byte[(cells + 7) / 8];
        reader.BaseStream.ReadExactly(present);
        for (var cell = 0; cell < cells; cell++)
        {
            if ((present[cell / 8] >> cell % 8 & 1) != 0)
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Bits(state, cell)));
            else
                Bits(state, cell).Clear();
        }
    }

    // As bits, so that −0 is kept.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<int> Bits(CellState state, int cell) =>
        MemoryMarshal.Cast<float, int>(state.Values.AsSpan(cell * state.Channels, state.Channels));
}
