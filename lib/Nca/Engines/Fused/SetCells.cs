using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>The cells of a <see cref="CellSet"/> in rows: one bit after the other, whole words of nothing skipped.</summary>
internal struct SetCells
{
    private readonly ulong[] _words;
    private readonly int _wordsPerRow,
        _rowPitch;
    private int _word,
        _place,
        _start,
        _rowStart,
        _bit;
    private ulong _left;

    /// <summary>Begins before the first cell.</summary>
    /// <param name="words">The set's bits.</param>
    /// <param name="wordsPerRow">Words of a row.</param>
    /// <param name="grid">Where the cells' numbers lie.</param>
    public SetCells(ulong[] words, int wordsPerRow, PaddedGrid grid)
    {
        (_words, _wordsPerRow, _rowPitch) = (words, wordsPerRow, grid.Pitch);
        (_word, _place, _rowStart) = (-1, wordsPerRow - 1, grid.RowStart(-1));
    }

    /// <summary>Number of the cell in the padded grid.</summary>
    public readonly int Current => _start + _bit;

    /// <summary>Index of the cell's word in <see cref="CellSet.Words"/>.</summary>
    public readonly int Word => _word;

    /// <summary>The cell's bit in its word.</summary>
    public readonly ulong Bit => 1ul << _bit;

    /// <summary>This.</summary>
    public readonly SetCells GetEnumerator() => this;

    /// <summary>Goes on to the next cell.</summary>
    /// <returns>Whether there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        while (_left == 0)
        {
            if (++_word == _words.Length)
                return false;
            if (++_place == _wordsPerRow)
                (_place, _rowStart) = (0, _rowStart + _rowPitch);
            (_start, _left) = (_rowStart + 64 * _place, _words[_word]);
        }

        _bit = BitOperations.TrailingZeroCount(_left);
        _left &= _left - 1;
        return true;
    }
}
