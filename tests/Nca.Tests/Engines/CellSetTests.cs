using CsCheck;
using Nca.Engines;
using Nca.Engines.Fused;

namespace Nca.Tests.Engines;

public sealed class CellSetTests
{
    [Fact]
    public void A_widened_set_holds_every_neighbour_and_nothing_else() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 140], Gen.Double[0, 0.3], Gen.Int[0, 1_000_000])
            .Sample(
                (height, width, filling, seed) =>
                {
                    var random = new Random(seed);
                    byte[] bytes = [.. Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < filling ? (byte)1 : (byte)0)];
                    var (set, wide) = (new CellSet(height, width), new CellSet(height, width));
                    set.CopyFrom(bytes);
                    wide.Widen(set);
                    Assert.Equal(bytes.Count(value => value == 1), set.Count);
                    for (var y = 0; y < height; y++)
                    {
                        for (var x = 0; x < width; x++)
                        {
                            var near = false;
                            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
                                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                                    near |= bytes[ny * width + nx] == 1;
                            Assert.Equal(near, wide.Contains(y, x));
                        }
                    }

                    set.Widen(set);
                    Assert.Equal(wide.Words, set.Words);
                    set.FillAll();
                    Assert.Equal(height * width, set.Count);
                }
            );

    [Fact]
    public void Cells_are_walked_in_rows_by_their_number() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[1, 140], Gen.Double[0, 1], Gen.Int[0, 1_000_000])
            .Sample(
                (height, width, filling, seed) =>
                {
                    var random = new Random(seed);
                    var (set, other, grid) = (
                        new CellSet(height, width),
                        new CellSet(height, width),
                        new PaddedGrid(height, width, Channels: 4, Stride: 4)
                    );
                    var expected = new List<int>();
                    for (var y = 0; y < height; y++)
                    {
                        for (var x = 0; x < width; x++)
                        {
                            if (random.NextDouble() >= filling)
                                continue;
                            set.Add(y, x);
                            expected.Add(grid.RowStart(y) + x);
                        }
                    }

                    var walked = new List<int>();
                    for (var cells = set.In(grid); cells.MoveNext();)
                    {
                        walked.Add(cells.Current);
                        other.Words[cells.Word] |= cells.Bit;
                    }

                    Assert.Equal(expected, walked);
                    Assert.Equal(set.Words, other.Words);
                    other.Subtract(set);
                    Assert.Equal(0, other.Count);
                }
            );

    [Fact]
    public void Fire_masks_by_the_sixteen_equal_those_by_the_one() =>
        Gen.Select(Gen.Int[1, 700], Gen.Int[0, 5000], Gen.Int[0, 100], Gen.Double[0.01, 1], Gen.Long)
            .Sample(
                (cells, step, sample, rate, seed) =>
                {
                    var masks = new CounterFireMasks(seed, (uint)step * 7, rate);
                    var (fast, slow) = (new byte[cells], new byte[cells]);
                    masks.Fill(sample, step, fast);
                    masks.FillScalar(sample, step, slow);
                    Assert.Equal(slow, fast);
                }
            );
}
