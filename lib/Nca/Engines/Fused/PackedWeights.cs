using System.Runtime.CompilerServices;
using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// The update rule in the forms that the kernels want, padded to whole vectors. The order of the perception and the Sobel scale are folded
/// in:
/// inside, perception is always [s, ∂x s, ∂y s] with the plain filters, and W₁ carries the rest.
/// </summary>
internal sealed class PackedWeights : IDisposable
{
    private readonly AutomatonConfig _automaton;

    /// <summary>Packs weights.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PackedWeights(AutomatonConfig automaton, UpdateRuleWeights weights, int lanes)
    {
        _automaton = automaton;
        Channels = automaton.Channels;
        Stride = RoundUp(automaton.Channels, lanes);
        Hidden = RoundUp(automaton.Hidden, lanes);
        FirstByInput = new AlignedNumbers(3 * Stride * Hidden);
        FirstByHidden = new AlignedNumbers(Hidden * 3 * Stride);
        FirstBias = new AlignedNumbers(Hidden);
        SecondByHidden = new AlignedNumbers(Hidden * Stride);
        SecondByOutput = new AlignedNumbers(Stride * Hidden);
        SecondBias = new AlignedNumbers(Stride);
        for (var unit = 0; unit < automaton.Hidden; unit++)
        {
            FirstBias.Span[unit] = weights.HiddenBiases[unit];
            for (var input = 0; input < 3 * Channels; input++)
            {
                // With the listing's order two inputs read the same slope: their weights add up.
                var (place, factor) = Source(input);
                var value = weights.HiddenWeights[unit * 3 * Channels + input] * factor;
                FirstByInput.Span[place * Hidden + unit] += value;
                FirstByHidden.Span[unit * 3 * Stride + place] += value;
            }

            for (var channel = 0; channel < Channels; channel++)
            {
                SecondByHidden.Span[unit * Stride + channel] = weights.OutputWeights[channel * automaton.Hidden + unit];
                SecondByOutput.Span[channel * Hidden + unit] = weights.OutputWeights[channel * automaton.Hidden + unit];
            }
        }

        weights.OutputBiases.CopyTo(SecondBias.Span);

        // A margin for rounding: near the threshold all cells are computed.
        EmptySpaceStaysEmpty = AlphaOfEmptySpace() < AutomatonConfig.AliveThreshold - 1e-4;
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>C rounded up to whole vectors: the distance of cells.</summary>
    public int Stride { get; }

    /// <summary>Hidden units rounded up to whole vectors.</summary>
    public int Hidden { get; }

    /// <summary>W₁ᵀ, shape [3 · stride, hidden].</summary>
    public AlignedNumbers FirstByInput { get; }

    /// <summary>W₁, shape [hidden, 3 · stride].</summary>
    public AlignedNumbers FirstByHidden { get; }

    /// <summary>b₁, shape [hidden].</summary>
    public AlignedNumbers FirstBias { get; }

    /// <summary>W₂ᵀ, shape [hidden, stride].</summary>
    public AlignedNumbers SecondByHidden { get; }

    /// <summary>W₂, shape [stride, hidden].</summary>
    public AlignedNumbers SecondByOutput { get; }

    /// <summary>b₂, shape [stride].</summary>
    public AlignedNumbers SecondBias { get; }

    /// <summary>
    /// Whether empty space stays empty: f(0) must not make a cell alive. Then a cell farther than two cells from anything that is not zero
    /// has only dead neighbours after the update and is emptied again, whatever f(0) is.
    /// </summary>
    public bool EmptySpaceStaysEmpty { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var numbers in new[] { FirstByInput, FirstByHidden, FirstBias, SecondByHidden, SecondByOutput, SecondBias })
            numbers.Dispose();
    }

    /// <summary>Adds a packed gradient to one in PyTorch's order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(
        UpdateRuleWeights gradient,
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> firstBias,
        ReadOnlySpan<float> second,
        ReadOnlySpan<float> secondBias,
        float factor
    )
    {
        for (var unit = 0; unit < _automaton.Hidden; unit++)
        {
            gradient.HiddenBiases[unit] += factor * firstBias[unit];
            for (var input = 0; input < 3 * Channels; input++)
            {
                var (place, scale) = Source(input);
                gradient.HiddenWeights[unit * 3 * Channels + input] += factor * scale * first[place * Hidden + unit];
            }

            for (var channel = 0; channel < Channels; channel++)
                gradient.OutputWeights[channel * _automaton.Hidden + unit] += factor * second[channel * Hidden + unit];
        }

        for (var channel = 0; channel < Channels; channel++)
            gradient.OutputBiases[channel] += factor * secondBias[channel];
    }

    private double AlphaOfEmptySpace()
    {
        double alpha = SecondBias.Span[CellState.Alpha];
        for (var unit = 0; unit < Hidden; unit++)
            alpha += Math.Max(0, FirstBias.Span[unit]) * SecondByHidden.Span[unit * Stride + CellState.Alpha];
        return alpha;
    }

    private static int RoundUp(int count, int lanes) => (count + lanes - 1) / lanes * lanes;

    // Where an input of the rule lies in [s, ∂x s, ∂y s], and its factor.
    private (int Place, float Factor) Source(int input)
    {
        if (input < Channels)
            return (input, 1);
        var (scale, slope) = ((float)_automaton.SobelScale, input - Channels);
        if (_automaton.Perception == PerceptionOrder.Equation)
            return (slope < Channels ? Stride + slope : 2 * Stride + slope - Channels, scale);

        // Outputs 2g and 2g + 1 of the grouped convolution belong to channel g; the first C filters are ∂x.
        return ((slope < Channels ? Stride : 2 * Stride) + slope / 2, scale);
    }
}
