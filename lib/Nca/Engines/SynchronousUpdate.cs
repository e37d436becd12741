namespace Nca.Engines;

/// <summary>Every cell fires in every step (the tutorial's evaluation mode).</summary>
public sealed class SynchronousUpdate : IFireMasks
{
    /// <inheritdoc/>
    public void Fill(int sample, int step, Span<byte> fires) => fires.Fill(1);
}
