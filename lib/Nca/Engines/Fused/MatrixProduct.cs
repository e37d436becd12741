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
    /// <param name="a">A; element (m, k) lies at m · aRow + k · aStep, so that a transposed A needs no copy.</param>
    /// <param name="aRow">Distance of rows in A.</param>
    /// <param name="aStep">Distance of columns in A.</param>
    /// <param name="b">B in rows.</param>
    /// <param name="bRow">Distance of rows in B.</param>
    /// <param name="start">What the sums start from, in rows; C itself to add to it.</param>
    /// <param name="startRow">Distance of rows in start; 0 for the same row everywhere, say a bias.</param>
    /// <param name="c">Receives C in rows.</param>
    /// <param name="cRow">Distance of rows in C and in the gate.</param>
    /// <param name="gate">A matrix like C for <see cref="Gated"/>; C where there is none.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="steps">Columns of A, rows of B.</param>
    /// <param name="columns">Columns of B and C, a multiple of the register's count.</param>
    public static void Compute<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int rows,
        int steps,
        int columns
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var left = columns / TLanes.Count;
        while (left > 0)
        {
            var taken = 0;
            var row = 0;
            if (TLanes.ManyRegisters && left >= 8)
            {
                taken = 8;
                for (; row + 3 <= rows; row += 3)
                    ThreeByEight<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
                if (row + 2 <= rows)
                {
                    TwoByEight<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
                    row += 2;
                }

                if (row < rows)
                    OneByEight<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
            }
            else if (TLanes.ManyRegisters && left >= 3)
            {
                taken = 3;
                for (; row + 8 <= rows; row += 8)
                    EightByThree<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
                for (; row < rows; row++)
                    OneByThree<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
            }
            else if (left >= 2)
            {
                taken = 2;
                for (; row + 6 <= rows; row += 6)
                    SixByTwo<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
                for (; row < rows; row++)
                    OneByTwo<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
            }
            else
            {
                taken = 1;
                for (; row + 8 <= rows; row += 8)
                    EightByOne<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
                for (; row < rows; row++)
                    OneByOne<TLanes, TFinish>(
                        a + row * aRow,
                        aRow,
                        aStep,
                        b,
                        bRow,
                        start + row * startRow,
                        startRow,
                        c + row * cRow,
                        cRow,
                        gate + row * cRow,
                        steps
                    );
            }

            left -= taken;
            b += taken * TLanes.Count;
            start += taken * TLanes.Count;
            c += taken * TLanes.Count;
            gate += taken * TLanes.Count;
        }
    }

    /// <summary>The same without finish, one number at a time: obviously right, and what the tiles are tested against.</summary>
    public static void ComputeScalar(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        int rows,
        int steps,
        int columns
    )
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = start[row * startRow + column];
                for (var step = 0; step < steps; step++)
                    sum = Rounding.MultiplyAdd(a[row * aRow + step * aStep], b[step * bRow + column], sum);
                c[row * cRow + column] = sum;
            }
        }
    }

    // 24 sums: eight vectors of B serve three rows. The hidden layer's shape.
    private static void ThreeByEight<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        var c03 = TLanes.Load(start + 3 * n);
        var c04 = TLanes.Load(start + 4 * n);
        var c05 = TLanes.Load(start + 5 * n);
        var c06 = TLanes.Load(start + 6 * n);
        var c07 = TLanes.Load(start + 7 * n);
        var c10 = TLanes.Load(start + startRow);
        var c11 = TLanes.Load(start + startRow + n);
        var c12 = TLanes.Load(start + startRow + 2 * n);
        var c13 = TLanes.Load(start + startRow + 3 * n);
        var c14 = TLanes.Load(start + startRow + 4 * n);
        var c15 = TLanes.Load(start + startRow + 5 * n);
        var c16 = TLanes.Load(start + startRow + 6 * n);
        var c17 = TLanes.Load(start + startRow + 7 * n);
        var c20 = TLanes.Load(start + 2 * startRow);
        var c21 = TLanes.Load(start + 2 * startRow + n);
        var c22 = TLanes.Load(start + 2 * startRow + 2 * n);
        var c23 = TLanes.Load(start + 2 * startRow + 3 * n);
        var c24 = TLanes.Load(start + 2 * startRow + 4 * n);
        var c25 = TLanes.Load(start + 2 * startRow + 5 * n);
        var c26 = TLanes.Load(start + 2 * startRow + 6 * n);
        var c27 = TLanes.Load(start + 2 * startRow + 7 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]);
            var a1 = TLanes.Broadcast(a[aRow]);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            c21 = TLanes.MultiplyAdd(a2, b1, c21);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            c12 = TLanes.MultiplyAdd(a1, b2, c12);
            c22 = TLanes.MultiplyAdd(a2, b2, c22);
            var b3 = TLanes.Load(b + 3 * n);
            c03 = TLanes.MultiplyAdd(a0, b3, c03);
            c13 = TLanes.MultiplyAdd(a1, b3, c13);
            c23 = TLanes.MultiplyAdd(a2, b3, c23);
            var b4 = TLanes.Load(b + 4 * n);
            c04 = TLanes.MultiplyAdd(a0, b4, c04);
            c14 = TLanes.MultiplyAdd(a1, b4, c14);
            c24 = TLanes.MultiplyAdd(a2, b4, c24);
            var b5 = TLanes.Load(b + 5 * n);
            c05 = TLanes.MultiplyAdd(a0, b5, c05);
            c15 = TLanes.MultiplyAdd(a1, b5, c15);
            c25 = TLanes.MultiplyAdd(a2, b5, c25);
            var b6 = TLanes.Load(b + 6 * n);
            c06 = TLanes.MultiplyAdd(a0, b6, c06);
            c16 = TLanes.MultiplyAdd(a1, b6, c16);
            c26 = TLanes.MultiplyAdd(a2, b6, c26);
            var b7 = TLanes.Load(b + 7 * n);
            c07 = TLanes.MultiplyAdd(a0, b7, c07);
            c17 = TLanes.MultiplyAdd(a1, b7, c17);
            c27 = TLanes.MultiplyAdd(a2, b7, c27);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c13, c14, c15, c16, c17, c + cRow, gate + cRow);
        Keep<TLanes, TFinish>(c20, c21, c22, c23, c24, c25, c26, c27, c + 2 * cRow, gate + 2 * cRow);
    }

    // What three rows leave over.
    private static void TwoByEight<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        var c03 = TLanes.Load(start + 3 * n);
        var c04 = TLanes.Load(start + 4 * n);
        var c05 = TLanes.Load(start + 5 * n);
        var c06 = TLanes.Load(start + 6 * n);
        var c07 = TLanes.Load(start + 7 * n);
        var c10 = TLanes.Load(start + startRow);
        var c11 = TLanes.Load(start + startRow + n);
        var c12 = TLanes.Load(start + startRow + 2 * n);
        var c13 = TLanes.Load(start + startRow + 3 * n);
        var c14 = TLanes.Load(start + startRow + 4 * n);
        var c15 = TLanes.Load(start + startRow + 5 * n);
        var c16 = TLanes.Load(start + startRow + 6 * n);
        var c17 = TLanes.Load(start + startRow + 7 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]);
            var a1 = TLanes.Broadcast(a[aRow]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            c12 = TLanes.MultiplyAdd(a1, b2, c12);
            var b3 = TLanes.Load(b + 3 * n);
            c03 = TLanes.MultiplyAdd(a0, b3, c03);
            c13 = TLanes.MultiplyAdd(a1, b3, c13);
            var b4 = TLanes.Load(b + 4 * n);
            c04 = TLanes.MultiplyAdd(a0, b4, c04);
            c14 = TLanes.MultiplyAdd(a1, b4, c14);
            var b5 = TLanes.Load(b + 5 * n);
            c05 = TLanes.MultiplyAdd(a0, b5, c05);
            c15 = TLanes.MultiplyAdd(a1, b5, c15);
            var b6 = TLanes.Load(b + 6 * n);
            c06 = TLanes.MultiplyAdd(a0, b6, c06);
            c16 = TLanes.MultiplyAdd(a1, b6, c16);
            var b7 = TLanes.Load(b + 7 * n);
            c07 = TLanes.MultiplyAdd(a0, b7, c07);
            c17 = TLanes.MultiplyAdd(a1, b7, c17);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c13, c14, c15, c16, c17, c + cRow, gate + cRow);
    }

    // What two rows leave over.
    private static void OneByEight<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        var c03 = TLanes.Load(start + 3 * n);
        var c04 = TLanes.Load(start + 4 * n);
        var c05 = TLanes.Load(start + 5 * n);
        var c06 = TLanes.Load(start + 6 * n);
        var c07 = TLanes.Load(start + 7 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            var b3 = TLanes.Load(b + 3 * n);
            c03 = TLanes.MultiplyAdd(a0, b3, c03);
            var b4 = TLanes.Load(b + 4 * n);
            c04 = TLanes.MultiplyAdd(a0, b4, c04);
            var b5 = TLanes.Load(b + 5 * n);
            c05 = TLanes.MultiplyAdd(a0, b5, c05);
            var b6 = TLanes.Load(b + 6 * n);
            c06 = TLanes.MultiplyAdd(a0, b6, c06);
            var b7 = TLanes.Load(b + 7 * n);
            c07 = TLanes.MultiplyAdd(a0, b7, c07);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
    }

    // 24 sums: three vectors of B serve eight rows. The perception's shape, [s, ∂x s, ∂y s] of 16 channels.
    private static void EightByThree<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        var c10 = TLanes.Load(start + startRow);
        var c11 = TLanes.Load(start + startRow + n);
        var c12 = TLanes.Load(start + startRow + 2 * n);
        var c20 = TLanes.Load(start + 2 * startRow);
        var c21 = TLanes.Load(start + 2 * startRow + n);
        var c22 = TLanes.Load(start + 2 * startRow + 2 * n);
        var c30 = TLanes.Load(start + 3 * startRow);
        var c31 = TLanes.Load(start + 3 * startRow + n);
        var c32 = TLanes.Load(start + 3 * startRow + 2 * n);
        var c40 = TLanes.Load(start + 4 * startRow);
        var c41 = TLanes.Load(start + 4 * startRow + n);
        var c42 = TLanes.Load(start + 4 * startRow + 2 * n);
        var c50 = TLanes.Load(start + 5 * startRow);
        var c51 = TLanes.Load(start + 5 * startRow + n);
        var c52 = TLanes.Load(start + 5 * startRow + 2 * n);
        var c60 = TLanes.Load(start + 6 * startRow);
        var c61 = TLanes.Load(start + 6 * startRow + n);
        var c62 = TLanes.Load(start + 6 * startRow + 2 * n);
        var c70 = TLanes.Load(start + 7 * startRow);
        var c71 = TLanes.Load(start + 7 * startRow + n);
        var c72 = TLanes.Load(start + 7 * startRow + 2 * n);
        var aFar = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + n);
            var b2 = TLanes.Load(b + 2 * n);
            var a0 = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            c12 = TLanes.MultiplyAdd(a1, b2, c12);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            c21 = TLanes.MultiplyAdd(a2, b1, c21);
            c22 = TLanes.MultiplyAdd(a2, b2, c22);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30);
            c31 = TLanes.MultiplyAdd(a3, b1, c31);
            c32 = TLanes.MultiplyAdd(a3, b2, c32);
            var a4 = TLanes.Broadcast(aFar[0]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40);
            c41 = TLanes.MultiplyAdd(a4, b1, c41);
            c42 = TLanes.MultiplyAdd(a4, b2, c42);
            var a5 = TLanes.Broadcast(aFar[aRow]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50);
            c51 = TLanes.MultiplyAdd(a5, b1, c51);
            c52 = TLanes.MultiplyAdd(a5, b2, c52);
            var a6 = TLanes.Broadcast(aFar[2 * aRow]);
            c60 = TLanes.MultiplyAdd(a6, b0, c60);
            c61 = TLanes.MultiplyAdd(a6, b1, c61);
            c62 = TLanes.MultiplyAdd(a6, b2, c62);
            var a7 = TLanes.Broadcast(aFar[3 * aRow]);
            c70 = TLanes.MultiplyAdd(a7, b0, c70);
            c71 = TLanes.MultiplyAdd(a7, b1, c71);
            c72 = TLanes.MultiplyAdd(a7, b2, c72);
            a += aStep;
            aFar += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c02, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c + cRow, gate + cRow);
        Keep<TLanes, TFinish>(c20, c21, c22, c + 2 * cRow, gate + 2 * cRow);
        Keep<TLanes, TFinish>(c30, c31, c32, c + 3 * cRow, gate + 3 * cRow);
        Keep<TLanes, TFinish>(c40, c41, c42, c + 4 * cRow, gate + 4 * cRow);
        Keep<TLanes, TFinish>(c50, c51, c52, c + 5 * cRow, gate + 5 * cRow);
        Keep<TLanes, TFinish>(c60, c61, c62, c + 6 * cRow, gate + 6 * cRow);
        Keep<TLanes, TFinish>(c70, c71, c72, c + 7 * cRow, gate + 7 * cRow);
    }

    // What eight rows leave over.
    private static void OneByThree<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c02, c, gate);
    }

    // 12 sums, for machines with 16 registers.
    private static void SixByTwo<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c10 = TLanes.Load(start + startRow);
        var c11 = TLanes.Load(start + startRow + n);
        var c20 = TLanes.Load(start + 2 * startRow);
        var c21 = TLanes.Load(start + 2 * startRow + n);
        var c30 = TLanes.Load(start + 3 * startRow);
        var c31 = TLanes.Load(start + 3 * startRow + n);
        var c40 = TLanes.Load(start + 4 * startRow);
        var c41 = TLanes.Load(start + 4 * startRow + n);
        var c50 = TLanes.Load(start + 5 * startRow);
        var c51 = TLanes.Load(start + 5 * startRow + n);
        var aFar = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + n);
            var a0 = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10);
            c11 = TLanes.MultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20);
            c21 = TLanes.MultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30);
            c31 = TLanes.MultiplyAdd(a3, b1, c31);
            var a4 = TLanes.Broadcast(aFar[0]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40);
            c41 = TLanes.MultiplyAdd(a4, b1, c41);
            var a5 = TLanes.Broadcast(aFar[aRow]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50);
            c51 = TLanes.MultiplyAdd(a5, b1, c51);
            a += aStep;
            aFar += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c + cRow, gate + cRow);
        Keep<TLanes, TFinish>(c20, c21, c + 2 * cRow, gate + 2 * cRow);
        Keep<TLanes, TFinish>(c30, c31, c + 3 * cRow, gate + 3 * cRow);
        Keep<TLanes, TFinish>(c40, c41, c + 4 * cRow, gate + 4 * cRow);
        Keep<TLanes, TFinish>(c50, c51, c + 5 * cRow, gate + 5 * cRow);
    }

    // What six rows leave over.
    private static void OneByTwo<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c00, c01, c, gate);
    }

    // A single vector of columns: the change's shape, 16 channels.
    private static void EightByOne<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c0 = TLanes.Load(start);
        var c1 = TLanes.Load(start + startRow);
        var c2 = TLanes.Load(start + 2 * startRow);
        var c3 = TLanes.Load(start + 3 * startRow);
        var c4 = TLanes.Load(start + 4 * startRow);
        var c5 = TLanes.Load(start + 5 * startRow);
        var c6 = TLanes.Load(start + 6 * startRow);
        var c7 = TLanes.Load(start + 7 * startRow);
        var aFar = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Broadcast(a[aRow]), b0, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Broadcast(a[2 * aRow]), b0, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Broadcast(a[3 * aRow]), b0, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Broadcast(aFar[0]), b0, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Broadcast(aFar[aRow]), b0, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Broadcast(aFar[2 * aRow]), b0, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Broadcast(aFar[3 * aRow]), b0, c7);
            a += aStep;
            aFar += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c0, c, gate);
        Keep<TLanes, TFinish>(c1, c + cRow, gate + cRow);
        Keep<TLanes, TFinish>(c2, c + 2 * cRow, gate + 2 * cRow);
        Keep<TLanes, TFinish>(c3, c + 3 * cRow, gate + 3 * cRow);
        Keep<TLanes, TFinish>(c4, c + 4 * cRow, gate + 4 * cRow);
        Keep<TLanes, TFinish>(c5, c + 5 * cRow, gate + 5 * cRow);
        Keep<TLanes, TFinish>(c6, c + 6 * cRow, gate + 6 * cRow);
        Keep<TLanes, TFinish>(c7, c + 7 * cRow, gate + 7 * cRow);
    }

    // What is left.
    private static void OneByOne<TLanes, TFinish>(
        float* a,
        int aRow,
        int aStep,
        float* b,
        int bRow,
        float* start,
        int startRow,
        float* c,
        int cRow,
        float* gate,
        int steps
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c0 = TLanes.Load(start);
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, c0);
            a += aStep;
            b += bRow;
        }

        Keep<TLanes, TFinish>(c0, c, gate);
    }

    // Finished sums leave their registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TLanes, TFinish>(
        TLanes s0,
        TLanes s1,
        TLanes s2,
        TLanes s3,
        TLanes s4,
        TLanes s5,
        TLanes s6,
        TLanes s7,
        float* c,
        float* gate
    )
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        Keep<TLanes, TFinish>(s0, s1, s2, c, gate);
        Keep<TLanes, TFinish>(s3, s4, s5, c + 3 * n, gate + 3 * n);
        Keep<TLanes, TFinish>(s6, s7, c + 6 * n, gate + 6 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TLanes, TFinish>(TLanes s0, TLanes s1, TLanes s2, float* c, float* gate)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        Keep<TLanes, TFinish>(s0, s1, c, gate);
        Keep<TLanes, TFinish>(s2, c + 2 * n, gate + 2 * n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TLanes, TFinish>(TLanes s0, TLanes s1, float* c, float* gate)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        Keep<TLanes, TFinish>(s0, c, gate);
        Keep<TLanes, TFinish>(s1, c + TLanes.Count, gate + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TLanes, TFinish>(TLanes s0, float* c, float* gate)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish => TLanes.Store(TFinish.Of(s0, gate), c);
}
