using Nca.Automaton;

namespace Nca.Analysis.Envelope;

/// <summary>
/// Other steps and other perceptions without another engine: what is linear before the hidden layer or after the last one can be folded
/// into the weights. All return new weights and leave theirs as they are; apart from rounding to single precision the result is exact.
/// </summary>
public static class FoldedWeights
{
    /// <summary>A step of another size: s + h · f(p) instead of s + f(p). The last layer is multiplied by h.</summary>
    /// <param name="weights">The update rule.</param>
    /// <param name="h">Size of the step, a finite number.</param>
    public static UpdateRuleWeights WithStep(UpdateRuleWeights weights, double h)
    {
        RequireFinite(h);
        var folded = Copy(weights);
        foreach (ref var weight in folded.OutputWeights)
            weight = (float)(h * weight);
        foreach (ref var bias in folded.OutputBiases)
            bias = (float)(h * bias);
        return folded;
    }

    /// <summary>Steeper or flatter gradients: both Sobel responses multiplied. The columns that read them are multiplied instead.</summary>
    /// <param name="weights">The update rule.</param>
    /// <param name="factor">The factor, a finite number.</param>
    public static UpdateRuleWeights WithGradients(UpdateRuleWeights weights, double factor)
    {
        RequireFinite(factor);
        var folded = Copy(weights);
        var (row, channels) = (3 * weights.Channels, weights.Channels);
        for (var unit = 0; unit < weights.HiddenUnits; unit++)
            foreach (ref var weight in folded.HiddenWeights.Slice(unit * row + channels, 2 * channels))
                weight = (float)(factor * weight);
        return folded;
    }

    /// <summary>
    /// A perception that is turned clockwise by an angle: each cell takes cos θ · ∂x + sin θ · ∂y for ∂x, and cos θ · ∂y − sin θ · ∂x for
    /// ∂y. The two columns of a channel are a vector, which is turned instead (Mordvintsev et al. 2020, "rotating the perceptive field").
    /// A quarter turn is exact.
    /// </summary>
    /// <param name="weights">The update rule of an automaton with <see cref="PerceptionOrder.Equation"/>.</param>
    /// <param name="degrees">The angle, a finite number; a picture drawn by the rule turns clockwise with it.</param>
    public static UpdateRuleWeights Turned(UpdateRuleWeights weights, double degrees)
    {
        RequireFinite(degrees);
        var folded = Copy(weights);
        var (cos, sin) = Direction(degrees);
        var (row, channels) = (3 * weights.Channels, weights.Channels);
        var values = folded.HiddenWeights;
        for (var unit = 0; unit < weights.HiddenUnits; unit++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                ref var x = ref values[unit * row + channels + channel];
                ref var y = ref values[unit * row + 2 * channels + channel];
                (x, y) = ((float)(cos * x - sin * y), (float)(sin * x + cos * y));
            }
        }

        return folded;
    }

    // Quarter turns without a trace of rounding.
    internal static (double Cos, double Sin) Direction(double degrees) =>
        (degrees % 360) switch
        {
            0 => (1, 0),
            90 or -270 => (0, 1),
            180 or -180 => (-1, 0),
            270 or -90 => (0, -1),
            var angle => (Math.Cos(angle * Math.PI / 180), Math.Sin(angle * Math.PI / 180)),
        };

    private static UpdateRuleWeights Copy(UpdateRuleWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Clone();
    }

    private static void RequireFinite(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentOutOfRangeException(nameof(number), number, "A finite number is needed.");
    }
}
