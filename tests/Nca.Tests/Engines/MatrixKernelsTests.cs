using CsCheck;
using Nca.Engines.Fused;

namespace Nca.Tests.Engines;

public sealed unsafe class MatrixKernelsTests
{
    [Fact]
    public void The_tiled_product_equals_the_scalar_one_bit_for_bit() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 30], Gen.Int[1, 18], Gen.Bool, Gen.Int[0, 1_000_000]).Sample((rows, steps, vectors, transposed, seed) =>
        {
            var columns = vectors * MatrixKernels.Lanes;
            var random = new Random(seed);
            float[] Draw(int length) => [.. Enumerable.Range(0, Math.Max(1, length)).Select(_ => (float)(random.NextDouble() - 0.5))];
            var (a, b, fast) = (Draw(rows * steps), Draw(steps * columns), Draw(rows * columns));
            var slow = (float[])fast.Clone();
            var (aRow, aStep) = transposed ? (1, rows) : (steps, 1);
            fixed (float* pa = a, pb = b, pFast = fast, pSlow = slow)
            {
                MatrixKernels.MultiplyAdd(pa, aRow, aStep, pb, columns, pFast, columns, rows, steps, columns);
                MatrixKernels.MultiplyAddScalar(pa, aRow, aStep, pb, columns, pSlow, columns, rows, steps, columns);
            }

            // Both add fused products in the order of steps, so no rounding differs.
            Assert.Equal(slow, fast);
        });
}
