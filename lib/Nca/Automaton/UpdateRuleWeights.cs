namespace Nca.Automaton;

/// <summary>
/// The trainable numbers of the update rule f(p) = W₂ · relu(W₁ p + b₁) + b₂, in one flat array in this order:
/// W₁ [hidden, 3·channels], b₁ [hidden], W₂ [channels, hidden], b₂ [channels], matrices in rows as PyTorch keeps them.
/// </summary>
public sealed class UpdateRuleWeights
{
    /// <summary>Makes weights that are all zero.</summary>
    /// <param name="channels">Channels of a cell, at least 4.</param>
    /// <param name="hidden">Width of the hidden layer, at least 1.</param>
    public UpdateRuleWeights(int channels, int hidden)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, CellState.VisibleChannels);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        (Channels, HiddenUnits) = (channels, hidden);
        Values = new float[CountFor(channels, hidden)];
    }

    /// <summary>Channels of a cell, C.</summary>
    public int Channels { get; }

    /// <summary>Width of the hidden layer, H.</summary>
    public int HiddenUnits { get; }

    /// <summary>All numbers, flat.</summary>
    public float[] Values { get; }

    /// <summary>W₁, shape [H, 3C].</summary>
    public Span<float> HiddenWeights => Values.AsSpan(0, HiddenUnits * 3 * Channels);

    /// <summary>b₁, shape [H].</summary>
    public Span<float> HiddenBiases => Values.AsSpan(HiddenUnits * 3 * Channels, HiddenUnits);

    /// <summary>W₂, shape [C, H].</summary>
    public Span<float> OutputWeights => Values.AsSpan(HiddenUnits * (3 * Channels + 1), Channels * HiddenUnits);

    /// <summary>b₂, shape [C].</summary>
    public Span<float> OutputBiases => Values.AsSpan(HiddenUnits * (4 * Channels + 1), Channels);

    /// <summary>Where each of the four variables lies in <see cref="Values"/>, with PyTorch's names for them.</summary>
    public IReadOnlyList<(string Name, int Start, int Length, int[] Shape)> Variables =>
        [
            ("update_net.0.weight", 0, HiddenUnits * 3 * Channels, [HiddenUnits, 3 * Channels]),
            ("update_net.0.bias", HiddenUnits * 3 * Channels, HiddenUnits, [HiddenUnits]),
            ("update_net.2.weight", HiddenUnits * (3 * Channels + 1), Channels * HiddenUnits, [Channels, HiddenUnits]),
            ("update_net.2.bias", HiddenUnits * (4 * Channels + 1), Channels, [Channels]),
        ];

    /// <summary>Number of trainable parameters: H·3C + H + C·H + C; 8336 for 16 channels and 128 hidden units.</summary>
    /// <param name="channels">C.</param>
    /// <param name="hidden">H.</param>
    public static int CountFor(int channels, int hidden) => checked(hidden * (4 * channels + 1) + channels);

    /// <summary>Makes sure that the weights belong to a kind of automaton.</summary>
    /// <param name="automaton">The automaton.</param>
    /// <exception cref="ArgumentException">Channels or hidden units differ.</exception>
    public void RequireFit(AutomatonConfig automaton)
    {
        ArgumentNullException.ThrowIfNull(automaton);
        if ((Channels, HiddenUnits) != (automaton.Channels, automaton.Hidden))
            throw new ArgumentException(
                $"Weights for {Channels} channels and {HiddenUnits} hidden units do not fit an automaton with "
                    + $"{automaton.Channels} and {automaton.Hidden}."
            );
    }

    /// <summary>A copy that shares nothing with these weights.</summary>
    public UpdateRuleWeights Clone()
    {
        var copy = new UpdateRuleWeights(Channels, HiddenUnits);
        Values.CopyTo(copy.Values, 0);
        return copy;
    }
}
