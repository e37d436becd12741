using Nca.Automaton;

namespace Nca.Training;

/// <summary>Norms of gradients, and what is done with them before the optimiser.</summary>
public static class GradientNorm
{
    /// <summary>The Euclidean norm over all variables.</summary>
    /// <param name="gradient">The gradient.</param>
    public static double Total(UpdateRuleWeights gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Of(gradient.Values);
    }

    /// <summary>Scales the gradient by min(1, maximum / (norm + 1e-6)), as PyTorch's clip_grad_norm_.</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <param name="maximum">Largest norm.</param>
    /// <returns>The norm before.</returns>
    public static double Clip(UpdateRuleWeights gradient, double maximum)
    {
        var norm = Total(gradient);
        var factor = maximum / (norm + 1e-6);
        if (factor < 1)
            Scale(gradient.Values, factor);
        return norm;
    }

    /// <summary>Divides each of the four variables' gradients by its own norm + 1e-8 (Mordvintsev et al. 2020).</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <returns>The total norm before.</returns>
    public static double NormaliseEach(UpdateRuleWeights gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return NormaliseEach(gradient, gradient.Variables.Select(variable => variable.Start..(variable.Start + variable.Length)));
    }

    /// <summary>Divides each of the two layers' gradients, weights and biases together, by its own norm + 1e-8.</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <returns>The total norm before.</returns>
    public static double NormaliseLayers(UpdateRuleWeights gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var second = gradient.Variables[2].Start;
        return NormaliseEach(gradient, new[] { ..second, second.. });
    }

    /// <summary>Does what a config asks for.</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <param name="config">Names the control.</param>
    /// <returns>The total norm before.</returns>
    public static double Apply(UpdateRuleWeights gradient, TrainingConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.GradientControl switch
        {
            GradientControl.ClipTotalNorm => Clip(gradient, config.ClipNorm),
            GradientControl.NormalisePerVariable => NormaliseEach(gradient),
            GradientControl.NormalisePerLayer => NormaliseLayers(gradient),
            _ => Total(gradient),
        };
    }

    private static double NormaliseEach(UpdateRuleWeights gradient, IEnumerable<Range> parts)
    {
        var norm = Total(gradient);
        foreach (var part in parts)
        {
            var slopes = gradient.Values.AsSpan(part);
            Scale(slopes, 1 / (Of(slopes) + 1e-8));
        }

        return norm;
    }

    private static double Of(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum);
    }

    private static void Scale(Span<float> values, double factor)
    {
        foreach (ref var value in values)
            value = (float)(value * factor);
    }
}
