namespace Nca.Engines.Fused;

/// <summary>
/// The one product that everything rests on, C[m, n] = finish(start[m, n] + Σₖ A[m, k] · B[k, n]), with a tile of C in registers while k runs:
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
        float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int rows, int steps, int columns)
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
                for (; row + 3 <= rows; row += 3) ThreeByEight<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
                if (row + 2 <= rows)
                {
                    TwoByEight<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
                    row += 2;
                }

                if (row < rows) OneByEight<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
            }
            else if (TLanes.ManyRegisters && left >= 3)
            {
                taken = 3;
                for (; row + 8 <= rows; row += 8) EightByThree<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
                for (; row < rows; row++) OneByThree<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
            }
            else if (left >= 2)
            {
                taken = 2;
                for (; row + 6 <= rows; row += 6) SixByTwo<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
                for (; row < rows; row++) OneByTwo<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
            }
            else
            {
                taken = 1;
                for (; row + 8 <= rows; row += 8) EightByOne<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
                for (; row < rows; row++) OneByOne<TLanes, TFinish>(a + row * aRow, aRow, aStep, b, bRow, start + row * startRow, startRow, c + row * cRow, cRow, gate + row * cRow, steps);
            }

            left -= taken;
            b += taken * TLanes.Count;
            start += taken * TLanes.Count;
            c += taken * TLanes.Count;
            gate += taken * TLanes.Count;
        }
    }

    /// <summary>The same without finish, one number at a time: obviously right, and what the tiles are tested against.</summary>
    public static void ComputeScalar(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, int rows, int steps, int columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = start[row * startRow + column];
                for (var step = 0; step < steps; step++) sum = Rounding.MultiplyAdd(a[row * aRow + step * aStep], b[step * bRow + column], sum);
                c[row * cRow + column] = sum;
            }
        }
    }

    // 24 sums: eight vectors of B serve three rows. The hidden layer's shape.
    private static void ThreeByEight<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n); var c02 = TLanes.Load(start + 2 * n); var c03 = TLanes.Load(start + 3 * n); var c04 = TLanes.Load(start + 4 * n); var c05 = TLanes.Load(start + 5 * n); var c06 = TLanes.Load(start + 6 * n); var c07 = TLanes.Load(start + 7 * n);
        var c10 = TLanes.Load(start + startRow); var c11 = TLanes.Load(start + startRow + n); var c12 = TLanes.Load(start + startRow + 2 * n); var c13 = TLanes.Load(start + startRow + 3 * n); var c14 = TLanes.Load(start + startRow + 4 * n); var c15 = TLanes.Load(start + startRow + 5 * n); var c16 = TLanes.Load(start + startRow + 6 * n); var c17 = TLanes.Load(start + startRow + 7 * n);
        var c20 = TLanes.Load(start + 2 * startRow); var c21 = TLanes.Load(start + 2 * startRow + n); var c22 = TLanes.Load(start + 2 * startRow + 2 * n); var c23 = TLanes.Load(start + 2 * startRow + 3 * n); var c24 = TLanes.Load(start + 2 * startRow + 4 * n); var c25 = TLanes.Load(start + 2 * startRow + 5 * n); var c26 = TLanes.Load(start + 2 * startRow + 6 * n); var c27 = TLanes.Load(start + 2 * startRow + 7 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]); var a1 = TLanes.Broadcast(a[aRow]); var a2 = TLanes.Broadcast(a[2 * aRow]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00); c10 = TLanes.MultiplyAdd(a1, b0, c10); c20 = TLanes.MultiplyAdd(a2, b0, c20);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01); c11 = TLanes.MultiplyAdd(a1, b1, c11); c21 = TLanes.MultiplyAdd(a2, b1, c21);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02); c12 = TLanes.MultiplyAdd(a1, b2, c12); c22 = TLanes.MultiplyAdd(a2, b2, c22);
            var b3 = TLanes.Load(b + 3 * n);
            c03 = TLanes.MultiplyAdd(a0, b3, c03); c13 = TLanes.MultiplyAdd(a1, b3, c13); c23 = TLanes.MultiplyAdd(a2, b3, c23);
            var b4 = TLanes.Load(b + 4 * n);
            c04 = TLanes.MultiplyAdd(a0, b4, c04); c14 = TLanes.MultiplyAdd(a1, b4, c14); c24 = TLanes.MultiplyAdd(a2, b4, c24);
            var b5 = TLanes.Load(b + 5 * n);
            c05 = TLanes.MultiplyAdd(a0, b5, c05); c15 = TLanes.MultiplyAdd(a1, b5, c15); c25 = TLanes.MultiplyAdd(a2, b5, c25);
            var b6 = TLanes.Load(b + 6 * n);
            c06 = TLanes.MultiplyAdd(a0, b6, c06); c16 = TLanes.MultiplyAdd(a1, b6, c16); c26 = TLanes.MultiplyAdd(a2, b6, c26);
            var b7 = TLanes.Load(b + 7 * n);
            c07 = TLanes.MultiplyAdd(a0, b7, c07); c17 = TLanes.MultiplyAdd(a1, b7, c17); c27 = TLanes.MultiplyAdd(a2, b7, c27);
            a += aStep;
            b += bRow;
        }

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n); TLanes.Store(TFinish.Of(c02, gate + 2 * n), c + 2 * n); TLanes.Store(TFinish.Of(c03, gate + 3 * n), c + 3 * n); TLanes.Store(TFinish.Of(c04, gate + 4 * n), c + 4 * n); TLanes.Store(TFinish.Of(c05, gate + 5 * n), c + 5 * n); TLanes.Store(TFinish.Of(c06, gate + 6 * n), c + 6 * n); TLanes.Store(TFinish.Of(c07, gate + 7 * n), c + 7 * n);
        TLanes.Store(TFinish.Of(c10, gate + cRow), c + cRow); TLanes.Store(TFinish.Of(c11, gate + cRow + n), c + cRow + n); TLanes.Store(TFinish.Of(c12, gate + cRow + 2 * n), c + cRow + 2 * n); TLanes.Store(TFinish.Of(c13, gate + cRow + 3 * n), c + cRow + 3 * n); TLanes.Store(TFinish.Of(c14, gate + cRow + 4 * n), c + cRow + 4 * n); TLanes.Store(TFinish.Of(c15, gate + cRow + 5 * n), c + cRow + 5 * n); TLanes.Store(TFinish.Of(c16, gate + cRow + 6 * n), c + cRow + 6 * n); TLanes.Store(TFinish.Of(c17, gate + cRow + 7 * n), c + cRow + 7 * n);
        TLanes.Store(TFinish.Of(c20, gate + 2 * cRow), c + 2 * cRow); TLanes.Store(TFinish.Of(c21, gate + 2 * cRow + n), c + 2 * cRow + n); TLanes.Store(TFinish.Of(c22, gate + 2 * cRow + 2 * n), c + 2 * cRow + 2 * n); TLanes.Store(TFinish.Of(c23, gate + 2 * cRow + 3 * n), c + 2 * cRow + 3 * n); TLanes.Store(TFinish.Of(c24, gate + 2 * cRow + 4 * n), c + 2 * cRow + 4 * n); TLanes.Store(TFinish.Of(c25, gate + 2 * cRow + 5 * n), c + 2 * cRow + 5 * n); TLanes.Store(TFinish.Of(c26, gate + 2 * cRow + 6 * n), c + 2 * cRow + 6 * n); TLanes.Store(TFinish.Of(c27, gate + 2 * cRow + 7 * n), c + 2 * cRow + 7 * n);
    }

    // What three rows leave over.
    private static void TwoByEight<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n); var c02 = TLanes.Load(start + 2 * n); var c03 = TLanes.Load(start + 3 * n); var c04 = TLanes.Load(start + 4 * n); var c05 = TLanes.Load(start + 5 * n); var c06 = TLanes.Load(start + 6 * n); var c07 = TLanes.Load(start + 7 * n);
        var c10 = TLanes.Load(start + startRow); var c11 = TLanes.Load(start + startRow + n); var c12 = TLanes.Load(start + startRow + 2 * n); var c13 = TLanes.Load(start + startRow + 3 * n); var c14 = TLanes.Load(start + startRow + 4 * n); var c15 = TLanes.Load(start + startRow + 5 * n); var c16 = TLanes.Load(start + startRow + 6 * n); var c17 = TLanes.Load(start + startRow + 7 * n);
        for (var step = 0; step < steps; step++)
        {
            var a0 = TLanes.Broadcast(a[0]); var a1 = TLanes.Broadcast(a[aRow]);
            var b0 = TLanes.Load(b);
            c00 = TLanes.MultiplyAdd(a0, b0, c00); c10 = TLanes.MultiplyAdd(a1, b0, c10);
            var b1 = TLanes.Load(b + n);
            c01 = TLanes.MultiplyAdd(a0, b1, c01); c11 = TLanes.MultiplyAdd(a1, b1, c11);
            var b2 = TLanes.Load(b + 2 * n);
            c02 = TLanes.MultiplyAdd(a0, b2, c02); c12 = TLanes.MultiplyAdd(a1, b2, c12);
            var b3 = TLanes.Load(b + 3 * n);
            c03 = TLanes.MultiplyAdd(a0, b3, c03); c13 = TLanes.MultiplyAdd(a1, b3, c13);
            var b4 = TLanes.Load(b + 4 * n);
            c04 = TLanes.MultiplyAdd(a0, b4, c04); c14 = TLanes.MultiplyAdd(a1, b4, c14);
            var b5 = TLanes.Load(b + 5 * n);
            c05 = TLanes.MultiplyAdd(a0, b5, c05); c15 = TLanes.MultiplyAdd(a1, b5, c15);
            var b6 = TLanes.Load(b + 6 * n);
            c06 = TLanes.MultiplyAdd(a0, b6, c06); c16 = TLanes.MultiplyAdd(a1, b6, c16);
            var b7 = TLanes.Load(b + 7 * n);
            c07 = TLanes.MultiplyAdd(a0, b7, c07); c17 = TLanes.MultiplyAdd(a1, b7, c17);
            a += aStep;
            b += bRow;
        }

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n); TLanes.Store(TFinish.Of(c02, gate + 2 * n), c + 2 * n); TLanes.Store(TFinish.Of(c03, gate + 3 * n), c + 3 * n); TLanes.Store(TFinish.Of(c04, gate + 4 * n), c + 4 * n); TLanes.Store(TFinish.Of(c05, gate + 5 * n), c + 5 * n); TLanes.Store(TFinish.Of(c06, gate + 6 * n), c + 6 * n); TLanes.Store(TFinish.Of(c07, gate + 7 * n), c + 7 * n);
        TLanes.Store(TFinish.Of(c10, gate + cRow), c + cRow); TLanes.Store(TFinish.Of(c11, gate + cRow + n), c + cRow + n); TLanes.Store(TFinish.Of(c12, gate + cRow + 2 * n), c + cRow + 2 * n); TLanes.Store(TFinish.Of(c13, gate + cRow + 3 * n), c + cRow + 3 * n); TLanes.Store(TFinish.Of(c14, gate + cRow + 4 * n), c + cRow + 4 * n); TLanes.Store(TFinish.Of(c15, gate + cRow + 5 * n), c + cRow + 5 * n); TLanes.Store(TFinish.Of(c16, gate + cRow + 6 * n), c + cRow + 6 * n); TLanes.Store(TFinish.Of(c17, gate + cRow + 7 * n), c + cRow + 7 * n);
    }

    // What two rows leave over.
    private static void OneByEight<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n); var c02 = TLanes.Load(start + 2 * n); var c03 = TLanes.Load(start + 3 * n); var c04 = TLanes.Load(start + 4 * n); var c05 = TLanes.Load(start + 5 * n); var c06 = TLanes.Load(start + 6 * n); var c07 = TLanes.Load(start + 7 * n);
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

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n); TLanes.Store(TFinish.Of(c02, gate + 2 * n), c + 2 * n); TLanes.Store(TFinish.Of(c03, gate + 3 * n), c + 3 * n); TLanes.Store(TFinish.Of(c04, gate + 4 * n), c + 4 * n); TLanes.Store(TFinish.Of(c05, gate + 5 * n), c + 5 * n); TLanes.Store(TFinish.Of(c06, gate + 6 * n), c + 6 * n); TLanes.Store(TFinish.Of(c07, gate + 7 * n), c + 7 * n);
    }

    // 24 sums: three vectors of B serve eight rows. The perception's shape, [s, ∂x s, ∂y s] of 16 channels.
    private static void EightByThree<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n); var c02 = TLanes.Load(start + 2 * n);
        var c10 = TLanes.Load(start + startRow); var c11 = TLanes.Load(start + startRow + n); var c12 = TLanes.Load(start + startRow + 2 * n);
        var c20 = TLanes.Load(start + 2 * startRow); var c21 = TLanes.Load(start + 2 * startRow + n); var c22 = TLanes.Load(start + 2 * startRow + 2 * n);
        var c30 = TLanes.Load(start + 3 * startRow); var c31 = TLanes.Load(start + 3 * startRow + n); var c32 = TLanes.Load(start + 3 * startRow + 2 * n);
        var c40 = TLanes.Load(start + 4 * startRow); var c41 = TLanes.Load(start + 4 * startRow + n); var c42 = TLanes.Load(start + 4 * startRow + 2 * n);
        var c50 = TLanes.Load(start + 5 * startRow); var c51 = TLanes.Load(start + 5 * startRow + n); var c52 = TLanes.Load(start + 5 * startRow + 2 * n);
        var c60 = TLanes.Load(start + 6 * startRow); var c61 = TLanes.Load(start + 6 * startRow + n); var c62 = TLanes.Load(start + 6 * startRow + 2 * n);
        var c70 = TLanes.Load(start + 7 * startRow); var c71 = TLanes.Load(start + 7 * startRow + n); var c72 = TLanes.Load(start + 7 * startRow + 2 * n);
        var aFar = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b); var b1 = TLanes.Load(b + n); var b2 = TLanes.Load(b + 2 * n);
            var a0 = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00); c01 = TLanes.MultiplyAdd(a0, b1, c01); c02 = TLanes.MultiplyAdd(a0, b2, c02);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10); c11 = TLanes.MultiplyAdd(a1, b1, c11); c12 = TLanes.MultiplyAdd(a1, b2, c12);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20); c21 = TLanes.MultiplyAdd(a2, b1, c21); c22 = TLanes.MultiplyAdd(a2, b2, c22);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30); c31 = TLanes.MultiplyAdd(a3, b1, c31); c32 = TLanes.MultiplyAdd(a3, b2, c32);
            var a4 = TLanes.Broadcast(aFar[0]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40); c41 = TLanes.MultiplyAdd(a4, b1, c41); c42 = TLanes.MultiplyAdd(a4, b2, c42);
            var a5 = TLanes.Broadcast(aFar[aRow]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50); c51 = TLanes.MultiplyAdd(a5, b1, c51); c52 = TLanes.MultiplyAdd(a5, b2, c52);
            var a6 = TLanes.Broadcast(aFar[2 * aRow]);
            c60 = TLanes.MultiplyAdd(a6, b0, c60); c61 = TLanes.MultiplyAdd(a6, b1, c61); c62 = TLanes.MultiplyAdd(a6, b2, c62);
            var a7 = TLanes.Broadcast(aFar[3 * aRow]);
            c70 = TLanes.MultiplyAdd(a7, b0, c70); c71 = TLanes.MultiplyAdd(a7, b1, c71); c72 = TLanes.MultiplyAdd(a7, b2, c72);
            a += aStep;
            aFar += aStep;
            b += bRow;
        }

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n); TLanes.Store(TFinish.Of(c02, gate + 2 * n), c + 2 * n);
        TLanes.Store(TFinish.Of(c10, gate + cRow), c + cRow); TLanes.Store(TFinish.Of(c11, gate + cRow + n), c + cRow + n); TLanes.Store(TFinish.Of(c12, gate + cRow + 2 * n), c + cRow + 2 * n);
        TLanes.Store(TFinish.Of(c20, gate + 2 * cRow), c + 2 * cRow); TLanes.Store(TFinish.Of(c21, gate + 2 * cRow + n), c + 2 * cRow + n); TLanes.Store(TFinish.Of(c22, gate + 2 * cRow + 2 * n), c + 2 * cRow + 2 * n);
        TLanes.Store(TFinish.Of(c30, gate + 3 * cRow), c + 3 * cRow); TLanes.Store(TFinish.Of(c31, gate + 3 * cRow + n), c + 3 * cRow + n); TLanes.Store(TFinish.Of(c32, gate + 3 * cRow + 2 * n), c + 3 * cRow + 2 * n);
        TLanes.Store(TFinish.Of(c40, gate + 4 * cRow), c + 4 * cRow); TLanes.Store(TFinish.Of(c41, gate + 4 * cRow + n), c + 4 * cRow + n); TLanes.Store(TFinish.Of(c42, gate + 4 * cRow + 2 * n), c + 4 * cRow + 2 * n);
        TLanes.Store(TFinish.Of(c50, gate + 5 * cRow), c + 5 * cRow); TLanes.Store(TFinish.Of(c51, gate + 5 * cRow + n), c + 5 * cRow + n); TLanes.Store(TFinish.Of(c52, gate + 5 * cRow + 2 * n), c + 5 * cRow + 2 * n);
        TLanes.Store(TFinish.Of(c60, gate + 6 * cRow), c + 6 * cRow); TLanes.Store(TFinish.Of(c61, gate + 6 * cRow + n), c + 6 * cRow + n); TLanes.Store(TFinish.Of(c62, gate + 6 * cRow + 2 * n), c + 6 * cRow + 2 * n);
        TLanes.Store(TFinish.Of(c70, gate + 7 * cRow), c + 7 * cRow); TLanes.Store(TFinish.Of(c71, gate + 7 * cRow + n), c + 7 * cRow + n); TLanes.Store(TFinish.Of(c72, gate + 7 * cRow + 2 * n), c + 7 * cRow + 2 * n);
    }

    // What eight rows leave over.
    private static void OneByThree<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n); var c02 = TLanes.Load(start + 2 * n);
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

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n); TLanes.Store(TFinish.Of(c02, gate + 2 * n), c + 2 * n);
    }

    // 12 sums, for machines with 16 registers.
    private static void SixByTwo<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n);
        var c10 = TLanes.Load(start + startRow); var c11 = TLanes.Load(start + startRow + n);
        var c20 = TLanes.Load(start + 2 * startRow); var c21 = TLanes.Load(start + 2 * startRow + n);
        var c30 = TLanes.Load(start + 3 * startRow); var c31 = TLanes.Load(start + 3 * startRow + n);
        var c40 = TLanes.Load(start + 4 * startRow); var c41 = TLanes.Load(start + 4 * startRow + n);
        var c50 = TLanes.Load(start + 5 * startRow); var c51 = TLanes.Load(start + 5 * startRow + n);
        var aFar = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b); var b1 = TLanes.Load(b + n);
            var a0 = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(a0, b0, c00); c01 = TLanes.MultiplyAdd(a0, b1, c01);
            var a1 = TLanes.Broadcast(a[aRow]);
            c10 = TLanes.MultiplyAdd(a1, b0, c10); c11 = TLanes.MultiplyAdd(a1, b1, c11);
            var a2 = TLanes.Broadcast(a[2 * aRow]);
            c20 = TLanes.MultiplyAdd(a2, b0, c20); c21 = TLanes.MultiplyAdd(a2, b1, c21);
            var a3 = TLanes.Broadcast(a[3 * aRow]);
            c30 = TLanes.MultiplyAdd(a3, b0, c30); c31 = TLanes.MultiplyAdd(a3, b1, c31);
            var a4 = TLanes.Broadcast(aFar[0]);
            c40 = TLanes.MultiplyAdd(a4, b0, c40); c41 = TLanes.MultiplyAdd(a4, b1, c41);
            var a5 = TLanes.Broadcast(aFar[aRow]);
            c50 = TLanes.MultiplyAdd(a5, b0, c50); c51 = TLanes.MultiplyAdd(a5, b1, c51);
            a += aStep;
            aFar += aStep;
            b += bRow;
        }

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n);
        TLanes.Store(TFinish.Of(c10, gate + cRow), c + cRow); TLanes.Store(TFinish.Of(c11, gate + cRow + n), c + cRow + n);
        TLanes.Store(TFinish.Of(c20, gate + 2 * cRow), c + 2 * cRow); TLanes.Store(TFinish.Of(c21, gate + 2 * cRow + n), c + 2 * cRow + n);
        TLanes.Store(TFinish.Of(c30, gate + 3 * cRow), c + 3 * cRow); TLanes.Store(TFinish.Of(c31, gate + 3 * cRow + n), c + 3 * cRow + n);
        TLanes.Store(TFinish.Of(c40, gate + 4 * cRow), c + 4 * cRow); TLanes.Store(TFinish.Of(c41, gate + 4 * cRow + n), c + 4 * cRow + n);
        TLanes.Store(TFinish.Of(c50, gate + 5 * cRow), c + 5 * cRow); TLanes.Store(TFinish.Of(c51, gate + 5 * cRow + n), c + 5 * cRow + n);
    }

    // What six rows leave over.
    private static void OneByTwo<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var n = TLanes.Count;
        var c00 = TLanes.Load(start); var c01 = TLanes.Load(start + n);
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

        TLanes.Store(TFinish.Of(c00, gate), c); TLanes.Store(TFinish.Of(c01, gate + n), c + n);
    }

    // A single vector of columns: the change's shape, 16 channels.
    private static void EightByOne<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
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

        TLanes.Store(TFinish.Of(c0, gate), c);
        TLanes.Store(TFinish.Of(c1, gate + cRow), c + cRow);
        TLanes.Store(TFinish.Of(c2, gate + 2 * cRow), c + 2 * cRow);
        TLanes.Store(TFinish.Of(c3, gate + 3 * cRow), c + 3 * cRow);
        TLanes.Store(TFinish.Of(c4, gate + 4 * cRow), c + 4 * cRow);
        TLanes.Store(TFinish.Of(c5, gate + 5 * cRow), c + 5 * cRow);
        TLanes.Store(TFinish.Of(c6, gate + 6 * cRow), c + 6 * cRow);
        TLanes.Store(TFinish.Of(c7, gate + 7 * cRow), c + 7 * cRow);
    }

    // What is left.
    private static void OneByOne<TLanes, TFinish>(float* a, int aRow, int aStep, float* b, int bRow, float* start, int startRow, float* c, int cRow, float* gate, int steps)
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

        TLanes.Store(TFinish.Of(c0, gate), c);
    }
}
