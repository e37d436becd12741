using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nca.Engines.Fused;

/// <summary>
/// A set of a grid's cells, one bit each, rows beginning at whole words. To widen a set by one cell in every direction (the reach of the
/// perception and of the alive mask alike) takes a few shifts per 64 cells: <code>
///   set        widened
///   . . . .    . # # #
///   . . # .    . # # #
///   . . . .    . # # #
/// </code>
/// </summary>
internal sealed class CellSet
{
    private readonly int _height,
        _width,
        _wordsPerRow;
    private readonly ulong _lastWord;
    private readonly ulong[] _sideways;

    /// <summary>Makes an empty set.</summary>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public CellSet(int height, int width)
    {
        (_height, _width, _wordsPerRow) = (height, width, (width + 63) / 64);
        _lastWord = width % 64 == 0 ? ulong.MaxValue : (1ul << width % 64) - 1;
        Words = new ulong[height * _wordsPerRow];
        _sideways = new ulong[Words.Length];
    }

    /// <summary>The bits: cell (y, x) is bit x mod 64 of word y · ⌈W / 64⌉ + x / 64.</summary>
    public ulong[] Words { get; }

    /// <summary>Words of a row.</summary>
    public int WordsPerRow => _wordsPerRow;

    /// <summary>Cells in the set.</summary>
    public int Count => Words.Sum(BitOperations.PopCount);

    /// <summary>Removes every cell.</summary>
    public void Clear() => Array.Clear(Words);

    /// <summary>Takes in every cell of the grid.</summary>
    public void FillAll()
    {
        Array.Fill(Words, ulong.MaxValue);
        for (var last = _wordsPerRow - 1; last < Words.Length; last += _wordsPerRow)
            Words[last] &= _lastWord;
    }

    /// <summary>Its cells in rows, for a <c>foreach</c> that does not alter the set.</summary>
    /// <param name="grid">Where the cells' numbers lie.</param>
    public SetCells In(PaddedGrid grid) => new(Words, _wordsPerRow, grid);

    /// <summary>Takes in one cell.</summary>
    public void Add(int y, int x) => Words[y * _wordsPerRow + x / 64] |= 1ul << x % 64;

    /// <summary>Whether a cell is in the set.</summary>
    public bool Contains(int y, int x) => (Words[y * _wordsPerRow + x / 64] >> x % 64 & 1) != 0;

    /// <summary>Becomes a copy.</summary>
    public void CopyFrom(CellSet other) => other.Words.CopyTo(Words, 0);

    /// <summary>Becomes the set of cells whose byte is not zero.</summary>
    /// <param name="bytes">One byte per cell in rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyFrom(ReadOnlySpan<byte> bytes)
    {
        for (var y = 0; y < _height; y++)
        {
            for (var word = 0; word < _wordsPerRow; word++)
            {
                var part = bytes.Slice(y * _width + word * 64, Math.Min(64, _width - word * 64));
                ulong bits = 0;
                if (part.Length == 64)
                    bits = Vector512.GreaterThan(Vector512.Create(part), Vector512<byte>.Zero).ExtractMostSignificantBits();
                else
                    for (var bit = 0; bit < part.Length; bit++)
                        bits |= (part[bit] != 0 ? 1ul : 0) << bit;
                Words[y * _wordsPerRow + word] = bits;
            }
        }
    }

    /// <summary>Keeps what is in the other set too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Intersect(CellSet other)
    {
        for (var word = 0; word < Words.Length; word++)
            Words[word] &= other.Words[word];
    }

    /// <summary>Removes what is in the other set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Subtract(CellSet other)
    {
        for (var word = 0; word < Words.Length; word++)
            Words[word] &= ~other.Words[word];
    }

    /// <summary>Takes in what is in the other set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Unite(CellSet other)
    {
        for (var word = 0; word < Words.Length; word++)
            Words[word] |= other.Words[word];
    }

    /// <summary>Becomes the other set widened by one cell in all eight directions, within the grid.</summary>
    /// <param name="other">The set to widen; may be this one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(CellSet other)
    {
        for (var at = 0; at < Words.Length; at++)
        {
            var place = at % _wordsPerRow;
            var word = other.Words[at];
            var wide = word | word << 1 | word >> 1;
            if (place > 0)
                wide |= other.Words[at - 1] >> 63;
            if (place < _wordsPerRow - 1)
                wide |= other.Words[at + 1] << 63;
            else
                wide &= _lastWord;
            _sideways[at] = wide;
        }

        for (var at = 0; at < Words.Length; at++)
        {
            var word = _sideways[at];
            if (at >= _wordsPerRow)
                word |= _sideways[at - _wordsPerRow];
            if (at + _wordsPerRow < Words.Length)
                word |= _sideways[at + _wordsPerRow];
            Words[at] = word;
        }
    }
}
