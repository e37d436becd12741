namespace Nca.Engines;

/// <summary>Multiplications and additions of the update rule's two layers for one cell; sums start from the biases.</summary>
/// <param name="Channels">Channels of a cell.</param>
/// <param name="Hidden">Hidden units.</param>
internal readonly record struct RuleCost(int Channels, int Hidden)
{
    /// <summary>One product with W₁, [3C] · [3C, hidden], or with its transpose.</summary>
    public long FirstLayer => 2L * 3 * Channels * Hidden;

    /// <summary>One product with W₂, [hidden] · [hidden, C], or with its transpose.</summary>
    public long SecondLayer => 2L * Hidden * Channels;

    /// <summary>Numbers in W₁, b₁, W₂ and b₂.</summary>
    public long Weights => (long)Hidden * (3 * Channels + 1) + (long)Channels * (Hidden + 1);
}
