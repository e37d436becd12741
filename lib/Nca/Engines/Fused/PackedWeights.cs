using Nca.Automaton;

namespace Nca.Engines.Fused;

/// <summary>
/// The update rule in the forms that the kernels want, padded to whole vectors. The order of the perception and the Sobel scale are folded in:
/// inside, perception is always [s, ∂x s, ∂y s] with the plain filters, and W₁ carries the rest.
/// </summary>
internal sealed class PackedWeights
{
    private readonly AutomatonConfig _automaton;

    public PackedWeights(AutomatonConfig automaton, UpdateRuleWeights weights)
    {
        _automaton = automaton;
        Channels = automaton.Channels;
        Stride = RoundUp(automaton.Channels);
        Hidden = RoundUp(automaton.Hidden);
        FirstByInput = new float[3 * Stride * Hidden];
        FirstByHidden = new float[Hidden * 3 * Stride];
        FirstBias = new float[Hidden];
        SecondByHidden = new float[Hidden * Stride];
        SecondByOutput = new float[Stride * Hidden];
        SecondBias = new float[Stride];
        for (var unit = 0; unit < automaton.Hidden; unit++)
        {
            FirstBias[unit] = weights.HiddenBiases[unit];
            for (var input = 0; input < 3 * Channels; input++)
            {
                // With the listing's order two inputs read the same slope: their weights add up.
                var (place, factor) = Source(input);
                var value = weights.HiddenWeights[unit * 3 * Channels + input] * factor;
                FirstByInput[place * Hidden + unit] += value;
                FirstByHidden[unit * 3 * Stride + place] += value;
            }

            for (var channel = 0; channel < Channels; channel++)
            {
                SecondByHidden[unit * Stride + channel] = weights.OutputWeights[channel * automaton.Hidden + unit];
                SecondByOutput[channel * Hidden + unit] = weights.OutputWeights[channel * automaton.Hidden + unit];
            }
        }

        weights.OutputBiases.CopyTo(SecondBias);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>C rounded up to whole vectors: the distance of cells.</summary>
    public int Stride { get; }

    /// <summary>Hidden units rounded up to whole vectors.</summary>
    public int Hidden { get; }

    /// <summary>W₁ᵀ, shape [3 · stride, hidden].</summary>
    public float[] FirstByInput { get; }

    /// <summary>W₁, shape [hidden, 3 · stride].</summary>
    public float[] FirstByHidden { get; }

    /// <summary>b₁, shape [hidden].</summary>
    public float[] FirstBias { get; }

    /// <summary>W₂ᵀ, shape [hidden, stride].</summary>
    public float[] SecondByHidden { get; }

    /// <summary>W₂, shape [stride, hidden].</summary>
    public float[] SecondByOutput { get; }

    /// <summary>b₂, shape [stride].</summary>
    public float[] SecondBias { get; }

    /// <summary>
    /// Whether empty space stays empty: f(0) must not make a cell alive. Then a cell farther than two cells from anything that is not zero has only
    /// dead neighbours after the update and is emptied again, whatever f(0) is.
    /// </summary>
    public bool EmptySpaceStaysEmpty()
    {
        double alpha = SecondBias[CellState.Alpha];
        for (var unit = 0; unit < Hidden; unit++) alpha += Math.Max(0, FirstBias[unit]) * SecondByHidden[unit * Stride + CellState.Alpha];

        // A margin for rounding: near the threshold all cells are computed.
        return alpha < AutomatonConfig.AliveThreshold - 1e-4;
    }

    /// <summary>Adds a packed gradient to one in PyTorch's order.</summary>
    public void AddTo(UpdateRuleWeights gradient, float[] first, float[] firstBias, float[] second, float[] secondBias, float factor)
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
                gradient.OutputWeights[channel * _automaton.Hidden + unit] += factor * second[unit * Stride + channel];
        }

        for (var channel = 0; channel < Channels; channel++) gradient.OutputBiases[channel] += factor * secondBias[channel];
    }

    private static int RoundUp(int count) => (count + MatrixKernels.Lanes - 1) / MatrixKernels.Lanes * MatrixKernels.Lanes;

    // Where an input of the rule lies in [s, ∂x s, ∂y s], and its factor.
    private (int Place, float Factor) Source(int input)
    {
        if (input < Channels) return (input, 1);
        var (scale, slope) = ((float)_automaton.SobelScale, input - Channels);
        if (_automaton.Perception == PerceptionOrder.Equation) return (slope < Channels ? Stride + slope : 2 * Stride + slope - Channels, scale);

        // Outputs 2g and 2g + 1 of the grouped convolution belong to channel g; the first C filters are ∂x.
        return ((slope < Channels ? Stride : 2 * Stride) + slope / 2, scale);
    }
}
