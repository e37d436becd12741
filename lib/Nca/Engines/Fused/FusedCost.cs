namespace Nca.Engines.Fused;

/// <summary>What the fused engine computes for one cell, in multiplications and additions; padding to whole vectors is left out.</summary>
/// <param name="channels">Channels of a cell.</param>
/// <param name="hidden">Hidden units.</param>
internal readonly struct FusedCost(int channels, int hidden)
{
    // As Perceiving.Look and Perceiving.Spread do them.
    private const int Look = 10,
        SummaryStatistics = 13;
    private readonly RuleCost _rule = new(channels, hidden);

    /// <summary>A cell that fires: perception, both layers, and the change added to the state.</summary>
    public long Forward => Look * channels + _rule.FirstLayer + _rule.SecondLayer + channels;

    /// <summary>
    /// The way back through a cell that fired and survived, in the first step: hidden values again, ∂b₂, ∂W₂, ∂h, ∂b₁, ∂W₁.
    /// </summary>
    public long BackwardFirstStep => 2 * _rule.FirstLayer + 2 * _rule.SecondLayer + channels + hidden;

    /// <summary>The same in any later step, which passes ∂p on to the step before.</summary>
    public long Backward => BackwardFirstStep + _rule.FirstLayer + SummaryStatistics * channels;

    /// <summary>Once for each sample: its gradient multiplied by its share and added to the batch's.</summary>
    public long Gathering => 2 * _rule.Weights;
}
