namespace Nca.Training;

/// <summary>Adam (Kingma and Ba 2015) on a flat array, as torch.optim.Adam computes it, without weight decay.</summary>
public sealed class Adam : Optimiser
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8;

    /// <summary>Makes the optimiser for a number of parameters.</summary>
    /// <param name="parameters">Length of the flat array.</param>
    public Adam(int parameters)
        : base(parameters)
    {
        FirstMoment = new float[parameters];
        SecondMoment = new float[parameters];
    }

    /// <summary>Running mean of the gradient, length of the parameters.</summary>
    public float[] FirstMoment { get; }

    /// <summary>Running mean of the squared gradient, length of the parameters.</summary>
    public float[] SecondMoment { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<Array> Memory => [FirstMoment, SecondMoment];

    // Parameters −= rate · m̂ / (√v̂ + ε).
    private protected override void Move(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
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
