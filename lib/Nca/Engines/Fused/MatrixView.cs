using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// A matrix in memory that it does not own: element (m, n) lies at first + m · <see cref="RowStride"/> + n · <see cref="ColumnStride"/>, so
/// that a transposed matrix needs no copy and a bias is a matrix whose rows are all the same. It must not outlive the memory.
/// </summary>
internal readonly unsafe struct MatrixView
{
    private readonly float* _first;

    private MatrixView(float* first, int rows, int columns, int rowStride, int columnStride)
    {
        Debug.Assert(first is not null && rows >= 0 && columns >= 0, "A view needs memory and sizes.");
        _first = first;
        (Rows, Columns, RowStride, ColumnStride) = (rows, columns, rowStride, columnStride);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Distance of rows in numbers; 0 where all rows are the same.</summary>
    public int RowStride { get; }

    /// <summary>Distance of columns in numbers.</summary>
    public int ColumnStride { get; }

    /// <summary>The same numbers with rows and columns exchanged.</summary>
    public MatrixView Transposed => new(_first, Columns, Rows, ColumnStride, RowStride);

    /// <summary>A matrix that lies row after row.</summary>
    public static MatrixView InRows(float* first, int rows, int columns) => new(first, rows, columns, columns, 1);

    /// <summary>A matrix each of whose rows is this one.</summary>
    public static MatrixView Repeated(float* row, int rows, int columns) => new(row, rows, columns, 0, 1);

    /// <summary>Address of an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* At(int row, int column)
    {
        Debug.Assert((uint)row <= (uint)Rows && (uint)column <= (uint)Columns, "The element lies outside the matrix.");
        return _first + (nint)row * RowStride + (nint)column * ColumnStride;
    }
}
