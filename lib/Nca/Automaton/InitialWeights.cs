using Nca.Randomness;

namespace Nca.Automaton;

/// <summary>The weights before training.</summary>
public static class InitialWeights
{
    /// <summary>
    /// W₁ and b₁ uniform in ±1/√(3C) (PyTorch's default for a 1×1 convolution: He et al. 2015 with a = √5), W₂ and b₂ zero, so that the
    /// first update is "do nothing" (tutorial, section 4; Mordvintsev et al. 2020).
    /// </summary>
    /// <param name="automaton">Channels and hidden units.</param>
    /// <param name="seed">The run's seed.</param>
    public static UpdateRuleWeights Draw(AutomatonConfig automaton, long seed)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        var weights = new UpdateRuleWeights(automaton.Channels, automaton.Hidden);
        var random = new RandomSequence(seed, RandomPurpose.Weights);
        var bound = 1 / Math.Sqrt(automaton.PerceptionLength);
        foreach (ref var weight in weights.HiddenWeights)
            weight = (float)random.NextUniform(-bound, bound);
        foreach (ref var bias in weights.HiddenBiases)
            bias = (float)random.NextUniform(-bound, bound);
        return weights;
    }

    /// <summary>An untrained rule that does something all the same: as <see cref="Draw"/>, but W₂ uniform in ± a bound.</summary>
    /// <param name="automaton">Channels and hidden units.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="bound">The bound, at least 0; beyond about 0.1 states grow fast.</param>
    public static UpdateRuleWeights DrawLively(AutomatonConfig automaton, long seed, double bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bound);
        var weights = Draw(automaton, seed);
        var random = new RandomSequence(seed, RandomPurpose.Weights, index: 1);
        foreach (ref var weight in weights.OutputWeights)
            weight = (float)random.NextUniform(-bound, bound);
        return weights;
    }
}
