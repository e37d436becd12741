namespace Nca.Training;

/// <summary>
/// The step size over a training: an initial one that decays at two milestones (PyTorch's MultiStepLR), or one that rises in a warm-up
/// and falls along half a cosine.
/// </summary>
public sealed record LearningRateSchedule
{
    /// <summary>How it falls. With <see cref="LearningRateShape.Cosine"/> the milestones and their factor do nothing.</summary>
    public LearningRateShape Shape { get; init; } = LearningRateShape.Milestones;

    /// <summary>
    /// Share of the iterations in which it rises to <see cref="Initial"/>, in [0, 1); only with <see cref="LearningRateShape.Cosine"/>.
    /// </summary>
    public double WarmUp { get; init; } = 0.02;

    /// <summary>
    /// Step size at the end as a share of <see cref="Initial"/>, in [0, 1]; only with <see cref="LearningRateShape.Cosine"/>.
    /// </summary>
    public double Final { get; init; } = 0.01;

    /// <summary>Step size up to the first milestone, or after the warm-up, in (0, 1]. The tutorial: 0.001; published: 0.002.</summary>
    public double Initial { get; init; } = 1e-3;

    /// <summary>Factor on the learning rate at each milestone, in (0, 1]. The tutorial: 0.3; published: 0.1.</summary>
    public double Decay { get; init; } = 0.3;

    /// <summary>First milestone as a share of the iterations, in [0, 1]; 1 for never. The tutorial: 0.4.</summary>
    public double First { get; init; } = 0.4;

    /// <summary>Second milestone as a share of the iterations, not before the first. The tutorial: 0.7.</summary>
    public double Second { get; init; } = 0.7;

    /// <summary>The learning rate at an iteration.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="iterations">Iterations of the whole training.</param>
    public double At(int iteration, int iterations)
    {
        if (Shape == LearningRateShape.Cosine)
            return Initial * CosineShare(iteration, iterations);
        var rate = Initial;
        if (iteration >= (int)(iterations * First))
            rate *= Decay;
        if (iteration >= (int)(iterations * Second))
            rate *= Decay;
        return rate;
    }

    // Iteration i of n has the progress i / n; the first of a warm-up is not 0, so that no iteration is wasted.
    private double CosineShare(int iteration, int iterations)
    {
        var progress = (double)iteration / iterations;
        if (progress < WarmUp)
            return (progress + 1.0 / iterations) / WarmUp;
        var fallen = (progress - WarmUp) / (1 - WarmUp);
        return Final + (1 - Final) * 0.5 * (1 + Math.Cos(Math.PI * fallen));
    }
}
