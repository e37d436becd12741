using System.Runtime.Intrinsics;

namespace Nca.Engines.Fused;

/// <summary>
/// The one product that everything rests on: C[m, n] += Σₖ A[m, k] · B[k, n], with the tile of C in registers.
/// <code>
///            B[k] : v0 v1 … v7      eight vectors of 16 lanes, loaded once for all rows
///   A[0,k] · ───────────────────→ C row 0   (8 accumulators)
///   A[1,k] · ───────────────────→ C row 1   (8 accumulators)
///   A[2,k] · ───────────────────→ C row 2   (8 accumulators)
/// </code>
/// Where the machine has no 512-bit registers the runtime splits each vector; the results are those of fused multiply-adds in the same order.
/// </summary>
internal static unsafe class MatrixKernels
{
    /// <summary>Numbers in a vector.</summary>
    public const int Lanes = 16;

    /// <summary>C[m, n] += Σₖ A[m, k] · B[k, n].</summary>
    /// <param name="a">A; element (m, k) lies at m · aRow + k · aStep, so that a transposed A needs no copy.</param>
    /// <param name="aRow">Distance of rows in A.</param>
    /// <param name="aStep">Distance of columns in A.</param>
    /// <param name="b">B in rows.</param>
    /// <param name="bRow">Distance of rows in B.</param>
    /// <param name="c">C in rows.</param>
    /// <param name="cRow">Distance of rows in C.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="steps">Columns of A, rows of B.</param>
    /// <param name="columns">Columns of B and C, a multiple of 16.</param>
    public static void MultiplyAdd(float* a, int aRow, int aStep, float* b, int bRow, float* c, int cRow, int rows, int steps, int columns)
    {
        var column = 0;
        for (; column + 8 * Lanes <= columns; column += 8 * Lanes)
        {
            var row = 0;
            for (; row + 3 <= rows; row += 3) ThreeByEight(a + row * aRow, aRow, aStep, b + column, bRow, c + row * cRow + column, cRow, steps);
            for (; row < rows; row++)
                for (var part = 0; part < 8; part++) OneByOne(a + row * aRow, aStep, b + column + part * Lanes, bRow, c + row * cRow + column + part * Lanes, steps);
        }

        for (; column < columns; column += Lanes)
        {
            var row = 0;
            for (; row + 8 <= rows; row += 8) EightByOne(a + row * aRow, aRow, aStep, b + column, bRow, c + row * cRow + column, cRow, steps);
            for (; row < rows; row++) OneByOne(a + row * aRow, aStep, b + column, bRow, c + row * cRow + column, steps);
        }
    }

    /// <summary>The same, one number at a time: obviously right, and what the fast form is tested against.</summary>
    public static void MultiplyAddScalar(float* a, int aRow, int aStep, float* b, int bRow, float* c, int cRow, int rows, int steps, int columns)
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                for (var step = 0; step < steps; step++)
                    c[row * cRow + column] = MathF.FusedMultiplyAdd(a[row * aRow + step * aStep], b[step * bRow + column], c[row * cRow + column]);
    }

    private static void ThreeByEight(float* a, int aRow, int aStep, float* b, int bRow, float* c, int cRow, int steps)
    {
        float* c1 = c + cRow, c2 = c + 2 * cRow;
        var x0 = Vector512.Load(c); var x1 = Vector512.Load(c + 16); var x2 = Vector512.Load(c + 32); var x3 = Vector512.Load(c + 48);
        var x4 = Vector512.Load(c + 64); var x5 = Vector512.Load(c + 80); var x6 = Vector512.Load(c + 96); var x7 = Vector512.Load(c + 112);
        var y0 = Vector512.Load(c1); var y1 = Vector512.Load(c1 + 16); var y2 = Vector512.Load(c1 + 32); var y3 = Vector512.Load(c1 + 48);
        var y4 = Vector512.Load(c1 + 64); var y5 = Vector512.Load(c1 + 80); var y6 = Vector512.Load(c1 + 96); var y7 = Vector512.Load(c1 + 112);
        var z0 = Vector512.Load(c2); var z1 = Vector512.Load(c2 + 16); var z2 = Vector512.Load(c2 + 32); var z3 = Vector512.Load(c2 + 48);
        var z4 = Vector512.Load(c2 + 64); var z5 = Vector512.Load(c2 + 80); var z6 = Vector512.Load(c2 + 96); var z7 = Vector512.Load(c2 + 112);
        for (var step = 0; step < steps; step++)
        {
            var p = Vector512.Create(a[0]);
            var q = Vector512.Create(a[aRow]);
            var r = Vector512.Create(a[2 * aRow]);
            var v = Vector512.Load(b);
            x0 = Vector512.FusedMultiplyAdd(p, v, x0); y0 = Vector512.FusedMultiplyAdd(q, v, y0); z0 = Vector512.FusedMultiplyAdd(r, v, z0);
            v = Vector512.Load(b + 16);
            x1 = Vector512.FusedMultiplyAdd(p, v, x1); y1 = Vector512.FusedMultiplyAdd(q, v, y1); z1 = Vector512.FusedMultiplyAdd(r, v, z1);
            v = Vector512.Load(b + 32);
            x2 = Vector512.FusedMultiplyAdd(p, v, x2); y2 = Vector512.FusedMultiplyAdd(q, v, y2); z2 = Vector512.FusedMultiplyAdd(r, v, z2);
            v = Vector512.Load(b + 48);
            x3 = Vector512.FusedMultiplyAdd(p, v, x3); y3 = Vector512.FusedMultiplyAdd(q, v, y3); z3 = Vector512.FusedMultiplyAdd(r, v, z3);
            v = Vector512.Load(b + 64);
            x4 = Vector512.FusedMultiplyAdd(p, v, x4); y4 = Vector512.FusedMultiplyAdd(q, v, y4); z4 = Vector512.FusedMultiplyAdd(r, v, z4);
            v = Vector512.Load(b + 80);
            x5 = Vector512.FusedMultiplyAdd(p, v, x5); y5 = Vector512.FusedMultiplyAdd(q, v, y5); z5 = Vector512.FusedMultiplyAdd(r, v, z5);
            v = Vector512.Load(b + 96);
            x6 = Vector512.FusedMultiplyAdd(p, v, x6); y6 = Vector512.FusedMultiplyAdd(q, v, y6); z6 = Vector512.FusedMultiplyAdd(r, v, z6);
            v = Vector512.Load(b + 112);
            x7 = Vector512.FusedMultiplyAdd(p, v, x7); y7 = Vector512.FusedMultiplyAdd(q, v, y7); z7 = Vector512.FusedMultiplyAdd(r, v, z7);
            a += aStep;
            b += bRow;
        }

        x0.Store(c); x1.Store(c + 16); x2.Store(c + 32); x3.Store(c + 48); x4.Store(c + 64); x5.Store(c + 80); x6.Store(c + 96); x7.Store(c + 112);
        y0.Store(c1); y1.Store(c1 + 16); y2.Store(c1 + 32); y3.Store(c1 + 48); y4.Store(c1 + 64); y5.Store(c1 + 80); y6.Store(c1 + 96); y7.Store(c1 + 112);
        z0.Store(c2); z1.Store(c2 + 16); z2.Store(c2 + 32); z3.Store(c2 + 48); z4.Store(c2 + 64); z5.Store(c2 + 80); z6.Store(c2 + 96); z7.Store(c2 + 112);
    }

    private static void EightByOne(float* a, int aRow, int aStep, float* b, int bRow, float* c, int cRow, int steps)
    {
        var x0 = Vector512.Load(c); var x1 = Vector512.Load(c + cRow); var x2 = Vector512.Load(c + 2 * cRow); var x3 = Vector512.Load(c + 3 * cRow);
        var x4 = Vector512.Load(c + 4 * cRow); var x5 = Vector512.Load(c + 5 * cRow); var x6 = Vector512.Load(c + 6 * cRow); var x7 = Vector512.Load(c + 7 * cRow);
        float* a4 = a + 4 * aRow;
        for (var step = 0; step < steps; step++)
        {
            var v = Vector512.Load(b);
            x0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), v, x0);
            x1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[aRow]), v, x1);
            x2 = Vector512.FusedMultiplyAdd(Vector512.Create(a[2 * aRow]), v, x2);
            x3 = Vector512.FusedMultiplyAdd(Vector512.Create(a[3 * aRow]), v, x3);
            x4 = Vector512.FusedMultiplyAdd(Vector512.Create(a4[0]), v, x4);
            x5 = Vector512.FusedMultiplyAdd(Vector512.Create(a4[aRow]), v, x5);
            x6 = Vector512.FusedMultiplyAdd(Vector512.Create(a4[2 * aRow]), v, x6);
            x7 = Vector512.FusedMultiplyAdd(Vector512.Create(a4[3 * aRow]), v, x7);
            a += aStep;
            a4 += aStep;
            b += bRow;
        }

        x0.Store(c); x1.Store(c + cRow); x2.Store(c + 2 * cRow); x3.Store(c + 3 * cRow);
        x4.Store(c + 4 * cRow); x5.Store(c + 5 * cRow); x6.Store(c + 6 * cRow); x7.Store(c + 7 * cRow);
    }

    private static void OneByOne(float* a, int aStep, float* b, int bRow, float* c, int steps)
    {
        var sum = Vector512.Load(c);
        for (var step = 0; step < steps; step++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(a[step * aStep]), Vector512.Load(b + step * bRow), sum);
        sum.Store(c);
    }
}
