using Nca.Automaton;

namespace Nca.Training;

/// <summary>
/// A running average of the weights: what a training with a high learning rate stores and probes, because it lies in the middle of what
/// the weights jump around. After iteration t (from 1) it keeps min(keep, t / (9 + t)) of itself, so that the first weights, which know
/// nothing, are soon forgotten.
/// </summary>
public sealed class WeightAverage
{
    private const double Forgetting = 9;
    private readonly double _keep;

    /// <summary>Begins with weights.</summary>
    /// <param name="weights">The first weights, which are copied.</param>
    /// <param name="keep">Share of itself that the average keeps at each step in the long run, in [0, 1).</param>
    public WeightAverage(UpdateRuleWeights weights, double keep)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (Weights, _keep) = (weights.Clone(), keep);
    }

    /// <summary>The average so far.</summary>
    public UpdateRuleWeights Weights { get; }

    /// <summary>Takes in the weights after an iteration.</summary>
    /// <param name="weights">The weights; they are only read.</param>
    /// <param name="iterations">Finished iterations, at least 1.</param>
    public void Add(UpdateRuleWeights weights, int iterations)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        var keep = Math.Min(_keep, iterations / (Forgetting + iterations));
        var (average, latest) = (Weights.Values, weights.Values);
        for (var index = 0; index < average.Length; index++)
            average[index] = (float)(keep * average[index] + (1 - keep) * latest[index]);
    }
}
