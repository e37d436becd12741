namespace Nca.Training;

/// <summary>
/// SOAP (Vyas et al. 2024, <i>SOAP: Improving and Stabilizing Shampoo using Adam</i>): Adam in the eigenbases of the gradients that each
/// layer has seen. A cell's 48 perceived numbers lie close together (neighbouring channels, a value and its slopes), so along the axes of
/// the weights a gradient is nearly the same in all of them; along the eigenvectors it is not, and each direction gets a step of its own.
/// A layer's weights and biases are one matrix here, its biases the last column. All sums run in one order, whatever the machine's
/// vectors: the same gradients give the same weights everywhere.
/// </summary>
/// <remarks>
/// β₁, β₂ and the mean of the gradients' products forget 5 % at a step, and the bases are turned at every tenth, as the paper has it.
/// A step costs some 16 million operations for 16 channels and 128 hidden units, a thousandth of an iteration at full size.
/// </remarks>
public sealed class Soap : Optimiser
{
    private readonly SoapLayer[] _layers;

    /// <summary>Makes the optimiser for the two layers of an update rule.</summary>
    /// <param name="channels">Channels of a cell, C.</param>
    /// <param name="hidden">Hidden units, H.</param>
    public Soap(int channels, int hidden)
        : base(Automaton.UpdateRuleWeights.CountFor(channels, hidden))
    {
        // W₁ and b₁, then W₂ and b₂.
        _layers =
        [
            .. new Automaton.UpdateRuleWeights(channels, hidden)
                .Variables.Chunk(2)
                .Select(layer => new SoapLayer(layer[0].Shape[0], layer[0].Shape[1], layer[0].Start, layer[1].Start)),
        ];
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<Array> Memory => [.. _layers.SelectMany(layer => layer.Memory)];

    private protected override void Move(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        foreach (var layer in _layers)
            layer.Move(parameters, gradient, learningRate);
    }
}
