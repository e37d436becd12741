using System.Runtime.Intrinsics;

namespace Nca.Training;

/// <summary>
/// Products of small dense matrices of doubles in rows, every sum in one order: vectors of eight run over independent numbers, or over
/// eight partial sums that are added in a fixed order at the end. The bits are the same on every machine.
/// </summary>
internal static class DenseProduct
{
    /// <summary>A · B, shape [rows, columns].</summary>
    /// <param name="left">A, shape [rows, inner].</param>
    /// <param name="right">B, shape [inner, columns].</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Columns of A, rows of B.</param>
    /// <param name="columns">Columns of B.</param>
    public static double[] Of(double[] left, double[] right, int rows, int inner, int columns)
    {
        var product = new double[rows * columns];
        for (var row = 0; row < rows; row++)
            for (var index = 0; index < inner; index++)
                AddScaled(left[row * inner + index], right.AsSpan(index * columns, columns), product.AsSpan(row * columns, columns));
        return product;
    }

    /// <summary>The transposed matrix, shape [columns, rows].</summary>
    /// <param name="matrix">Shape [rows, columns].</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    public static double[] Transpose(double[] matrix, int rows, int columns)
    {
        var transposed = new double[matrix.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                transposed[column * rows + row] = matrix[row * columns + column];
        return transposed;
    }

    /// <summary>y ← y + a x, multiplied and added in two steps, so that a machine without a fused one gives the same.</summary>
    /// <param name="factor">a.</param>
    /// <param name="addend">x.</param>
    /// <param name="sum">y, same length, another memory.</param>
    public static void AddScaled(double factor, ReadOnlySpan<double> addend, Span<double> sum)
    {
        var factors = Vector512.Create(factor);
        var index = 0;
        for (; index <= addend.Length - Vector512<double>.Count; index += Vector512<double>.Count)
        {
            var scaled = factors * Vector512.Create(addend[index..]);
            (Vector512.Create<double>(sum[index..]) + scaled).CopyTo(sum[index..]);
        }

        for (; index < addend.Length; index++)
            sum[index] += factor * addend[index];
    }

    /// <summary>Σ x y.</summary>
    /// <param name="first">x.</param>
    /// <param name="second">y, same length.</param>
    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var partial = Vector512<double>.Zero;
        var index = 0;
        for (; index <= first.Length - Vector512<double>.Count; index += Vector512<double>.Count)
            partial += Vector512.Create(first[index..]) * Vector512.Create(second[index..]);
        var sum = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
            sum += partial[lane];
        for (; index < first.Length; index++)
            sum += first[index] * second[index];
        return sum;
    }
}
