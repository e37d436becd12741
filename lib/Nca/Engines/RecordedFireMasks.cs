namespace Nca.Engines;

/// <summary>Fire masks that were written down before, say by another implementation.</summary>
/// <param name="masks">Bytes 0 or 1, shape [steps, samples, H·W].</param>
/// <param name="samples">Samples of the batch.</param>
/// <param name="cells">H·W.</param>
internal sealed class RecordedFireMasks(byte[] masks, int samples, int cells) : IFireMasks
{
    /// <inheritdoc/>
    public void Fill(int sample, int step, Span<byte> fires) => masks.AsSpan((step * samples + sample) * cells, cells).CopyTo(fires);
}
