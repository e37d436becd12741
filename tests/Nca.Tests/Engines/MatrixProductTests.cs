using CsCheck;
using Nca.Engines.Fused;

namespace Nca.Tests.Engines;

public sealed unsafe class MatrixProductTests
{
    [Fact]
    public void Tiles_of_16_lanes_equal_the_scalar_product() => Tiles_equal_the_scalar_product<Lanes512>();

    [Fact]
    public void Tiles_of_8_lanes_equal_the_scalar_product() => Tiles_equal_the_scalar_product<Lanes256>();

    [Fact]
    public void Tiles_of_4_lanes_equal_the_scalar_product() => Tiles_equal_the_scalar_product<Lanes128>();

    [Fact]
    public void Tiles_of_single_numbers_equal_the_scalar_product() => Tiles_equal_the_scalar_product<Lanes1>();

    // Both add products in the order of steps with the same rounding, so every bit agrees.
    private static void Tiles_equal_the_scalar_product<TLanes>()
        where TLanes : struct, ILanes<TLanes> =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 30], Gen.Int[1, 18], Gen.Bool, Gen.Bool, Gen.Int[0, 1_000_000])
            .Sample(
                (rows, steps, vectors, transposed, bias, seed) =>
                {
                    var columns = vectors * TLanes.Count;
                    var random = new Random(seed);
                    float[] Draw(int length) =>
                        [.. Enumerable.Range(0, Math.Max(1, length)).Select(_ => (float)(random.NextDouble() - 0.5))];
                    var (a, b, start, gate) = (
                        Draw(rows * steps),
                        Draw(steps * columns),
                        Draw(Math.Max(1, rows) * columns),
                        Draw(rows * columns)
                    );
                    var (sums, rectified, gated, slow) = (
                        new float[start.Length],
                        new float[start.Length],
                        new float[start.Length],
                        new float[start.Length]
                    );
                    fixed (
                        float* pa = a,
                            pb = b,
                            from = start,
                            pSums = sums,
                            pRectified = rectified,
                            pGated = gated,
                            pSlow = slow,
                            pGate = gate
                    )
                    {
                        var left = transposed ? MatrixView.InRows(pa, steps, rows).Transposed : MatrixView.InRows(pa, rows, steps);
                        var right = MatrixView.InRows(pb, steps, columns);
                        var first = bias ? MatrixView.Repeated(from, rows, columns) : MatrixView.InRows(from, rows, columns);
                        MatrixView Result(float* to) => MatrixView.InRows(to, rows, columns);
                        MatrixProduct.Compute<TLanes, AsItIs>(left, right, first, Result(pSums));
                        MatrixProduct.Compute<TLanes, Rectified>(left, right, first, Result(pRectified));
                        MatrixProduct.Compute<TLanes, Gated>(left, right, first, Result(pGated), gate: Result(pGate));
                        MatrixProduct.ComputeScalar(left, right, first, Result(pSlow));
                    }

                    Assert.Equal(slow, sums);
                    Assert.Equal(slow.Select(value => Math.Max(value, 0)), rectified);
                    Assert.Equal(slow.Take(rows * columns).Zip(gate, (value, open) => open > 0 ? value : 0), gated.Take(rows * columns));
                }
            );
}
