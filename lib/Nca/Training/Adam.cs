namespace Nca.Training;

/// <summary>
/// Adam (Kingma and Ba 2015) on a flat array, as torch.optim.Adam computes it, without weight decay. Its two moments are plain
/// arrays, so that a checkpoint can hold them.
/// </summary>
public sealed class Adam
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8;

    /// <summary>Makes the optimiser for a number of parameters.</summary>
    /// <param name="parameters">Length of the flat array.</param>
    public Adam(int parameters)
    {
        FirstMoment = new float[parameters];
        SecondMoment = new float[parameters];
    }

    /// <summary>Running mean of the gradient, length of the parameters.</summary>
    public float[] FirstMoment { get; }

    /// <summary>Running mean of the squared gradient, length of the parameters.</summary>
    public float[] SecondMoment { get; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; internal set; }

    /// <summary>One step: parameters −= rate · m̂ / (√v̂ + ε).</summary>
    /// <param name="parameters">The parameters, changed in place.</param>
    /// <param name="gradient">Their gradient, same length.</param>
    /// <param name="learningRate">The step size.</param>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        if (parameters.Length != FirstMoment.Length || gradient.Length != FirstMoment.Length)
            throw new ArgumentException(
                $"This optimiser has {FirstMoment.Length} parameters, not {parameters.Length} with {gradient.Length} slopes."
            );
        Steps++;
        var correction1 = 1 - Math.Pow(Beta1, Steps);
        var correction2 = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        var stepSize = learningRate / correction1;
        for (var index = 0; index < parameters.Length; index++)
        {
            var slope = gradient[index];
            var first = (float)(FirstMoment[index] * Beta1 + (1 - Beta1) * slope);
            var second = (float)(SecondMoment[index] * Beta2 + (1 - Beta2) * slope * slope);
            FirstMoment[index] = first;
            SecondMoment[index] = second;
            parameters[index] = (float)(parameters[index] - stepSize * first / (Math.Sqrt(second) / correction2 + Epsilon));
        }
    }
}
