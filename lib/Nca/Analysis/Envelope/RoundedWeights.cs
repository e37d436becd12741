using Nca.Automaton;

namespace Nca.Analysis.Envelope;

/// <summary>Weights as a smaller device would keep them, back in single precision. The arithmetic of a step stays what it was.</summary>
public static class RoundedWeights
{
    /// <summary>Fewest bits of <see cref="ToBits"/>: −1, 0 and 1 times the largest weight.</summary>
    public const int FewestBits = 2;

    /// <summary>Most bits of <see cref="ToBits"/>; more than single precision would hold.</summary>
    public const int MostBits = 24;

    /// <summary>
    /// Uniform and symmetric, each of the four tensors by itself: multiples of Δ = max |w| / (2ᵇ⁻¹ − 1), the nearest one, halves to the
    /// even multiple. A tensor of zeros stays one.
    /// </summary>
    /// <param name="weights">The update rule, all numbers finite; left as it is.</param>
    /// <param name="bits">b, from <see cref="FewestBits"/> to <see cref="MostBits"/>.</param>
    public static UpdateRuleWeights ToBits(UpdateRuleWeights weights, int bits)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, FewestBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MostBits);
        var rounded = weights.Clone();
        foreach (var (_, start, length, _) in weights.Variables)
            Round(rounded.Values.AsSpan(start, length), (1 << (bits - 1)) - 1);
        return rounded;
    }

    /// <summary>Each weight to the nearest number of half precision (<see cref="Half"/>: ten binary digits after the first).</summary>
    /// <param name="weights">The update rule; left as it is.</param>
    public static UpdateRuleWeights ToHalf(UpdateRuleWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var rounded = weights.Clone();
        foreach (ref var weight in rounded.Values.AsSpan())
            weight = (float)(Half)weight;
        return rounded;
    }

    private static void Round(Span<float> tensor, int levels)
    {
        var largest = 0f;
        foreach (var weight in tensor)
            largest = Math.Max(largest, Math.Abs(weight));
        if (largest == 0)
            return;

        // The product comes first, so that the largest weight is met to the bit.
        foreach (ref var weight in tensor)
            weight = (float)(Math.Round((double)weight * levels / largest, MidpointRounding.ToEven) * largest / levels);
    }
}
