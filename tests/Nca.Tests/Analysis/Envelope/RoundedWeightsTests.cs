using Nca.Analysis.Envelope;
using Nca.Automaton;

namespace Nca.Tests.Analysis.Envelope;

/// <summary>Rounded weights, to the bit, where they can be worked out by hand.</summary>
public sealed class RoundedWeightsTests
{
    [Fact]
    public void Three_bits_are_thirds_of_the_largest_weight()
    {
        var weights = new UpdateRuleWeights(4, 1);
        new[] { 1f, 0.5f, -0.5f, 0.25f, -0.25f, 0.1f, 0.75f, -1f }.CopyTo(weights.HiddenWeights);

        // In thirds 3, 1.5, 0.75, 0.3 and 2.25; one and a half goes to the even two.
        float[] thirds = [3, 2, -2, 1, -1, 0, 2, -3, 0, 0, 0, 0];
        Assert.Equal(thirds.Select(number => (float)(number / 3.0)), RoundedWeights.ToBits(weights, 3).HiddenWeights.ToArray());
        Assert.Equal([1, 0, 0, 0, 0, 0, 1, -1], RoundedWeights.ToBits(weights, 2).HiddenWeights[..8].ToArray());
    }

    [Fact]
    public void Each_tensor_has_a_grid_of_its_own()
    {
        var weights = new UpdateRuleWeights(4, 1);
        weights.HiddenWeights[0] = 100;
        weights.HiddenWeights[1] = 0.03f;
        weights.HiddenBiases[0] = -0.03f;
        weights.OutputWeights[1] = 0.03f;
        weights.OutputWeights[2] = 0.007f;
        var rounded = RoundedWeights.ToBits(weights, 4);
        Assert.Equal([100, 0], rounded.HiddenWeights[..2].ToArray());
        Assert.Equal(-0.03f, rounded.HiddenBiases[0]);

        // 0.007 is 1.63 sevenths of 0.03.
        Assert.Equal([0, 0.03f, (float)(2.0 * 0.03f / 7), 0], rounded.OutputWeights.ToArray());
        Assert.All(rounded.OutputBiases.ToArray(), bias => Assert.Equal(0, bias));
        Assert.Equal(0.007f, weights.OutputWeights[2]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    public void Rounding_keeps_few_values_misses_by_half_a_step_at_most_and_is_done_once(int bits)
    {
        var weights = InitialWeights.DrawLively(new AutomatonConfig(), 1, 0.1);
        var rounded = RoundedWeights.ToBits(weights, bits);
        Assert.Equal(rounded.Values, RoundedWeights.ToBits(rounded, bits).Values);
        foreach (var (_, start, length, _) in weights.Variables)
        {
            var (before, after) = (weights.Values.AsSpan(start, length).ToArray(), rounded.Values.AsSpan(start, length).ToArray());
            Assert.True(after.Distinct().Count() <= (1 << bits) - 1);

            // The last term: a rounded weight is itself a number in single precision.
            var step = (double)before.Max(MathF.Abs) / ((1 << (bits - 1)) - 1);
            Assert.All(before.Zip(after), pair =>
                Assert.InRange(Math.Abs((double)pair.First - pair.Second), 0, step / 2 + Math.Abs(pair.Second) * 6e-8)
            );
        }
    }

    [Fact]
    public void Half_precision_has_ten_binary_digits_after_the_first()
    {
        var weights = new UpdateRuleWeights(4, 1);
        float[] values = [1 + 1 / 2048f, 1 + 3 / 2048f, 0.1f, 65504, 1e-8f, -1 / 3f];
        values.CopyTo(weights.HiddenWeights);

        // Halves go to the even digit: down, then up. 0.1 is 1638 and 1/3 is 1365 of their last places.
        float[] expected = [1, 1 + 4 / 2048f, 1638 / 16384f, 65504, 0, -1365 / 4096f];
        Assert.Equal(expected, RoundedWeights.ToHalf(weights).HiddenWeights[..6].ToArray());
        Assert.Equal(0.1f, weights.HiddenWeights[2]);
    }

    [Fact]
    public void Too_few_and_too_many_bits_are_refused()
    {
        var weights = new UpdateRuleWeights(4, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => RoundedWeights.ToBits(weights, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RoundedWeights.ToBits(weights, 25));
        Assert.All(RoundedWeights.ToBits(weights, 2).Values, value => Assert.Equal(0, value));
    }
}
