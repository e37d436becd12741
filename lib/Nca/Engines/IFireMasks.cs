namespace Nca.Engines;

/// <summary>
/// Which cells fire: the Bernoulli masks m of the tutorial's stochastic update, known in advance so that every engine can use the same.
/// </summary>
public interface IFireMasks
{
    /// <summary>Writes the mask of one sample's step.</summary>
    /// <param name="sample">Sample of the batch, from 0.</param>
    /// <param name="step">Step of the rollout, from 0.</param>
    /// <param name="fires">One byte per cell in rows, length H·W: 1 where the cell fires, 0 elsewhere.</param>
    void Fill(int sample, int step, Span<byte> fires);
}
