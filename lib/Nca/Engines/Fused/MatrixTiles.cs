using System.Runtime.CompilerServices;

namespace Nca.Engines.Fused;

/// <summary>
/// The tiles of <see cref="MatrixProduct"/>, named rows by vectors: as many sums as a machine's registers hold, in several shapes. Written
/// out because only locals stay in registers. They are compiled optimised from
/// the start, because a training's first iterations would be slow otherwise.
/// </summary>
internal static unsafe class MatrixTiles
{
    // 24 sums: eight vectors of B serve three rows. The hidden layer's shape.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ThreeByEight<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var startRow = operands.Start.RowStride;
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
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aRow, aStep, bRow) = (operands.Left.RowStride, operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        var (cRow, gateRow) = (operands.Result.RowStride, operands.Gate.RowStride);
        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c13, c14, c15, c16, c17, c + cRow, gate + gateRow);
        Keep<TLanes, TFinish>(c20, c21, c22, c23, c24, c25, c26, c27, c + 2 * cRow, gate + 2 * gateRow);
    }

    // What three rows leave over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoByEight<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var startRow = operands.Start.RowStride;
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
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aRow, aStep, bRow) = (operands.Left.RowStride, operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        var (cRow, gateRow) = (operands.Result.RowStride, operands.Gate.RowStride);
        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c13, c14, c15, c16, c17, c + cRow, gate + gateRow);
    }

    // What two rows leave over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByEight<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        var c03 = TLanes.Load(start + 3 * n);
        var c04 = TLanes.Load(start + 4 * n);
        var c05 = TLanes.Load(start + 5 * n);
        var c06 = TLanes.Load(start + 6 * n);
        var c07 = TLanes.Load(start + 7 * n);
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aStep, bRow) = (operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        Keep<TLanes, TFinish>(c00, c01, c02, c03, c04, c05, c06, c07, c, gate);
    }

    // 24 sums: three vectors of B serve eight rows. The perception's shape, [s, ∂x s, ∂y s] of 16 channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByThree<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var startRow = operands.Start.RowStride;
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
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aRow, aStep, bRow) = (operands.Left.RowStride, operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        var (cRow, gateRow) = (operands.Result.RowStride, operands.Gate.RowStride);
        Keep<TLanes, TFinish>(c00, c01, c02, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c12, c + cRow, gate + gateRow);
        Keep<TLanes, TFinish>(c20, c21, c22, c + 2 * cRow, gate + 2 * gateRow);
        Keep<TLanes, TFinish>(c30, c31, c32, c + 3 * cRow, gate + 3 * gateRow);
        Keep<TLanes, TFinish>(c40, c41, c42, c + 4 * cRow, gate + 4 * gateRow);
        Keep<TLanes, TFinish>(c50, c51, c52, c + 5 * cRow, gate + 5 * gateRow);
        Keep<TLanes, TFinish>(c60, c61, c62, c + 6 * cRow, gate + 6 * gateRow);
        Keep<TLanes, TFinish>(c70, c71, c72, c + 7 * cRow, gate + 7 * gateRow);
    }

    // What eight rows leave over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByThree<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        var c02 = TLanes.Load(start + 2 * n);
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aStep, bRow) = (operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        Keep<TLanes, TFinish>(c00, c01, c02, c, gate);
    }

    // 12 sums, for machines with 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SixByTwo<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var startRow = operands.Start.RowStride;
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
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aRow, aStep, bRow) = (operands.Left.RowStride, operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        var (cRow, gateRow) = (operands.Result.RowStride, operands.Gate.RowStride);
        Keep<TLanes, TFinish>(c00, c01, c, gate);
        Keep<TLanes, TFinish>(c10, c11, c + cRow, gate + gateRow);
        Keep<TLanes, TFinish>(c20, c21, c + 2 * cRow, gate + 2 * gateRow);
        Keep<TLanes, TFinish>(c30, c31, c + 3 * cRow, gate + 3 * gateRow);
        Keep<TLanes, TFinish>(c40, c41, c + 4 * cRow, gate + 4 * gateRow);
        Keep<TLanes, TFinish>(c50, c51, c + 5 * cRow, gate + 5 * gateRow);
    }

    // What six rows leave over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByTwo<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var (n, steps) = (TLanes.Count, operands.Left.Columns);
        float* start = operands.Start.At(row, column);
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + n);
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aStep, bRow) = (operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        Keep<TLanes, TFinish>(c00, c01, c, gate);
    }

    // A single vector of columns: the change's shape, 16 channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void EightByOne<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var steps = operands.Left.Columns;
        float* start = operands.Start.At(row, column);
        var startRow = operands.Start.RowStride;
        var c0 = TLanes.Load(start);
        var c1 = TLanes.Load(start + startRow);
        var c2 = TLanes.Load(start + 2 * startRow);
        var c3 = TLanes.Load(start + 3 * startRow);
        var c4 = TLanes.Load(start + 4 * startRow);
        var c5 = TLanes.Load(start + 5 * startRow);
        var c6 = TLanes.Load(start + 6 * startRow);
        var c7 = TLanes.Load(start + 7 * startRow);
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aRow, aStep, bRow) = (operands.Left.RowStride, operands.Left.ColumnStride, operands.Right.RowStride);
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

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
        var (cRow, gateRow) = (operands.Result.RowStride, operands.Gate.RowStride);
        Keep<TLanes, TFinish>(c0, c, gate);
        Keep<TLanes, TFinish>(c1, c + cRow, gate + gateRow);
        Keep<TLanes, TFinish>(c2, c + 2 * cRow, gate + 2 * gateRow);
        Keep<TLanes, TFinish>(c3, c + 3 * cRow, gate + 3 * gateRow);
        Keep<TLanes, TFinish>(c4, c + 4 * cRow, gate + 4 * gateRow);
        Keep<TLanes, TFinish>(c5, c + 5 * cRow, gate + 5 * gateRow);
        Keep<TLanes, TFinish>(c6, c + 6 * cRow, gate + 6 * gateRow);
        Keep<TLanes, TFinish>(c7, c + 7 * cRow, gate + 7 * gateRow);
    }

    // What is left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByOne<TLanes, TFinish>(in ProductOperands operands, int row, int column)
        where TLanes : struct, ILanes<TLanes>
        where TFinish : struct, IFinish
    {
        var steps = operands.Left.Columns;
        float* start = operands.Start.At(row, column);
        var c0 = TLanes.Load(start);
        float* a = operands.Left.At(row, 0),
            b = operands.Right.At(0, column);
        var (aStep, bRow) = (operands.Left.ColumnStride, operands.Right.RowStride);
        for (var step = 0; step < steps; step++)
        {
            var b0 = TLanes.Load(b);
            c0 = TLanes.MultiplyAdd(TLanes.Broadcast(a[0]), b0, c0);
            a += aStep;
            b += bRow;
        }

        float* c = operands.Result.At(row, column),
            gate = operands.Gate.At(row, column);
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
