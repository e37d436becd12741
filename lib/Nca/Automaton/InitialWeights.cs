using Nca.Randomness;

namespace Nca.Automaton;

/// <summary>The weights before training.</summary>
public static class InitialWeights
{
    /// <summary>
    /// W₁ and b₁ uniform in ±1/√(3C) (PyTorch's default for a 1×1 convolution: He et al. 2015 with a = √5), W₂ and b₂ zero, so that the first
    /// update is "do nothing" (document, section 4; Mordvintsev et al. 2020).
    /// </summary>
    /// <param name="automaton">Channels and hidden units.</param>
    /// <param name="seed">The run's seed.</param>
    public static UpdateRuleWeights Draw(AutomatonConfig automaton, long seed)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        var weights = new UpdateRuleWeights(automaton.Channels, automaton.Hidden);
        var random = new RandomSequence(seed, RandomPurpose.Weights);
        var bound = 1 / Math.Sqrt(automaton.PerceptionLength);
        foreach (ref var weight in weights.HiddenWeights) weight = (float)random.NextUniform(-bound, bound);
        foreach (ref var bias in weights.HiddenBiases) bias = (float)random.NextUniform(-bound, bound);
        return weights;
    }
}
