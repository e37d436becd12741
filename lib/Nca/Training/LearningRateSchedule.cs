namespace Nca.Training;

/// <summary>Adam's step size over a training: an initial one that decays at two milestones (PyTorch's MultiStepLR).</summary>
public sealed record LearningRateSchedule
{
    /// <summary>Step size up to the first milestone, in (0, 1]. Document: 0.001; published: 0.002.</summary>
    public double Initial { get; init; } = 1e-3;

    /// <summary>Factor on the learning rate at each milestone, in (0, 1]. Document: 0.3; published: 0.1.</summary>
    public double Decay { get; init; } = 0.3;

    /// <summary>First milestone as a share of the iterations, in [0, 1]; 1 for never. Document: 0.4.</summary>
    public double First { get; init; } = 0.4;

    /// <summary>Second milestone as a share of the iterations, not before the first. Document: 0.7.</summary>
    public double Second { get; init; } = 0.7;

    /// <summary>The learning rate at an iteration.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="iterations">Iterations of the whole training.</param>
    public double At(int iteration, int iterations)
    {
        var rate = Initial;
        if (iteration >= (int)(iterations * First))
            rate *= Decay;
        if (iteration >= (int)(iterations * Second))
            rate *= Decay;
        return rate;
    }
}
