using System.Diagnostics;

namespace Nca.Engines.Fused;

/// <summary>The matrices of one product. Tiles trust their sizes; debug builds check them.</summary>
/// <param name="left">A, [m, k].</param>
/// <param name="right">B, [k, n].</param>
/// <param name="start">What the sums start from, [m, n].</param>
/// <param name="result">Receives C, [m, n].</param>
/// <param name="gate">Gate of <see cref="Gated"/>, [m, n].</param>
internal readonly struct ProductOperands(MatrixView left, MatrixView right, MatrixView start, MatrixView result, MatrixView gate)
{
    /// <summary>A.</summary>
    public readonly MatrixView Left = left;

    /// <summary>B.</summary>
    public readonly MatrixView Right = right;

    /// <summary>What the sums start from.</summary>
    public readonly MatrixView Start = start;

    /// <summary>C.</summary>
    public readonly MatrixView Result = result;

    /// <summary>The gate.</summary>
    public readonly MatrixView Gate = gate;

    /// <summary>In debug builds: stops where the matrices do not fit each other.</summary>
    /// <param name="lanes">Numbers in a vector.</param>
    [Conditional("DEBUG")]
    public void AssertFit(int lanes)
    {
        var (rows, columns) = (Result.Rows, Result.Columns);
        Debug.Assert(Left.Rows == rows && Right.Columns == columns, "A's rows and B's columns are C's.");
        Debug.Assert(Left.Columns == Right.Rows, "A has as many columns as B has rows.");
        Debug.Assert(Start.Rows == rows && Start.Columns == columns, "The sums start from a matrix of C's shape.");
        Debug.Assert(Gate.Rows == rows && Gate.Columns == columns, "The gate has C's shape.");
        Debug.Assert(columns % lanes == 0, "C consists of whole vectors.");
        foreach (var inRows in new[] { Right, Start, Result, Gate })
            Debug.Assert(inRows.ColumnStride == 1, "All but A lie in rows.");
    }
}
