using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// The one product that everything rests on, C[m, n] = finish(start[m, n] + Σₖ A[m, k] · B[k, n]), with a tile of C in registers while k
/// runs:
/// <code>
///              B[k] :  v0  v1  …  v7        eight vectors, each loaded once for three rows
///   A[0, k] · ───────→ c00 c01 … c07
///   A[1, k] · ───────→ c10 c11 … c17        24 sums in registers
///   A[2, k] · ───────→ c20 c21 … c27
/// </code>
/// Every sum runs over k in order, so the tile's shape and the vector's width change no bit.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Computes the product.</summary>
    /// <typeparam name="TLanes">The register.</typeparam>
    /// <typeparam name="TFinish">What happens to each sum at the end.</typeparam>
    /// <param name="left">A.</param>
    /// <param name="right">B.</param>
    /// <param name="start">What the sums start from: C itself to add to it, or a bias repeated in every row.</param>
    /// <param name="result">Receives C; its columns are a multiple of the register's count.</param>
    public static void Compute<TLanes, TFinish>(MatrixView left, MatrixView right, MatrixView start, MatrixView result)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish => Compute<TLanes, TFinish>(left, right, start, result, gate: result);

    /// <summary>The same for <see cref="Gated"/>, which stores a sum only where the gate is above 0.</summary>
    /// <typeparam name="TLanes">The register.</typeparam>
    /// <typeparam name="TFinish">What happens to each sum at the end.</typeparam>
    /// <param name="left">A.</param>
    /// <param name="right">B.</param>
    /// <param name="start">What the sums start from.</param>
    /// <param name="result">Receives C.</param>
    /// <param name="gate">A matrix of C's shape.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute<TLanes, TFinish>(MatrixView left, MatrixView right, MatrixView start, MatrixView result, MatrixView gate)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var operands = new ProductOperands(left, right, start, result, gate);
        operands.AssertFit(TLanes.Count);
        var rows = result.Rows;
        for (int column = 0, taken; column < result.Columns; column += taken * TLanes.Count)
        {
            var (vectors, row) = ((result.Columns - column) / TLanes.Count, 0);
            if (TLanes.ManyRegisters && vectors >= 8)
            {
                taken = 8;
                for (; row + 3 <= rows; row += 3)
                    MatrixTiles.ThreeByEight<TLanes, TFinish>(operands, row, column);
                if (row + 2 <= rows)
                {
                    MatrixTiles.TwoByEight<TLanes, TFinish>(operands, row, column);
                    row += 2;
                }

                if (row < rows)
                    MatrixTiles.OneByEight<TLanes, TFinish>(operands, row, column);
            }
            else if (TLanes.ManyRegisters && vectors >= 3)
            {
                taken = 3;
                for (; row + 8 <= rows; row += 8)
                    MatrixTiles.EightByThree<TLanes, TFinish>(operands, row, column);
                for (; row < rows; row++)
                    MatrixTiles.OneByThree<TLanes, TFinish>(operands, row, column);
            }
            else if (vectors >= 2)
            {
                taken = 2;
                for (; row + 6 <= rows; row += 6)
                    MatrixTiles.SixByTwo<TLanes, TFinish>(operands, row, column);
                for (; row < rows; row++)
                    MatrixTiles.OneByTwo<TLanes, TFinish>(operands, row, column);
            }
            else
            {
                taken = 1;
                for (; row + 8 <= rows; row += 8)
                    MatrixTiles.EightByOne<TLanes, TFinish>(operands, row, column);
                for (; row < rows; row++)
                    MatrixTiles.OneByOne<TLanes, TFinish>(operands, row, column);
            }
        }
    }

    /// <summary>The same without finish, one number at a time: obviously right, and what the tiles are tested against.</summary>
    public static void ComputeScalar(MatrixView left, MatrixView right, MatrixView start, MatrixView result)
    {
        for (var row = 0; row < result.Rows; row++)
        {
            for (var column = 0; column < result.Columns; column++)
            {
                var sum = *start.At(row, column);
                for (var step = 0; step < left.Columns; step++)
                    sum = Rounding.MultiplyAdd(*left.At(row, step), *right.At(step, column), sum);
                *result.At(row, column) = sum;
            }
        }
    }
}
