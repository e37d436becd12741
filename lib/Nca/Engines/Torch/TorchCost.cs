namespace Nca.Engines.Torch;

/// <summary>
/// What the Torch engine computes for one cell, in multiplications and additions. It computes every cell of every sample up to the longest
/// rollout, whether the cell fires, lives or is still rolling; its operators are dense, so their sizes tell how much they do.
/// </summary>
/// <param name="channels">Channels of a cell.</param>
/// <param name="hidden">Hidden units.</param>
internal readonly struct TorchCost(int channels, int hidden)
{
    private readonly RuleCost _rule = new(channels, hidden);

    /// <summary>A step forward: convolution, both layers, and the change added to the state.</summary>
    public long Forward => Convolution + _rule.FirstLayer + _rule.SecondLayer + channels;

    /// <summary>The way back through the first step: ∂b₂, ∂W₂, ∂h, ∂b₁, ∂W₁.</summary>
    public long BackwardFirstStep => 2 * _rule.SecondLayer + _rule.FirstLayer + channels + hidden;

    /// <summary>
    /// The way back through any later step, which passes the slope on: ∂p, the transposed convolution, and three slopes of a state added.
    /// </summary>
    public long Backward => BackwardFirstStep + _rule.FirstLayer + Convolution + 2 * channels;

    /// <summary>Once for each step back: its gradient added to that of the steps before.</summary>
    public long Gathering => _rule.Weights;

    // Two 3×3 filters for each channel.
    private long Convolution => 2 * 9 * 2 * channels;
}
