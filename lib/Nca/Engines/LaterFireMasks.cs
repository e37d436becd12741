namespace Nca.Engines;

/// <summary>The masks of a rollout from a later step on: what its second part uses when its first is computed on its own.</summary>
/// <param name="masks">The masks of the whole rollout.</param>
/// <param name="firstStep">The step that becomes step 0.</param>
internal sealed class LaterFireMasks(IFireMasks masks, int firstStep) : IFireMasks
{
    /// <inheritdoc/>
    public void Fill(int sample, int step, Span<byte> fires) => masks.Fill(sample, firstStep + step, fires);
}
