using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nca.Randomness;

namespace Nca.Engines;

/// <summary>
/// Fire masks from <see cref="Philox"/> with key <see cref="RandomSequence.KeyFor"/>(seed, <see cref="RandomPurpose.Fire"/>) and
/// counter (cell / 4, step, sample, iteration): cell c of a step fires where word c mod 4 of block c / 4 is below
/// round(fire rate · 2³²). A cell's number depends on nothing else, so threads, engines and a web page agree on it.
/// </summary>
public sealed class CounterFireMasks : IFireMasks
{
    /// <summary>Makes the masks of one iteration.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="iteration">The training iteration, or any number that tells one growth from another.</param>
    /// <param name="fireRate">Probability that a cell fires, in (0, 1]; at 1 every cell fires.</param>
    public CounterFireMasks(long seed, uint iteration, double fireRate)
    {
        if (!(fireRate is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fireRate), fireRate, "The fire rate must lie in (0, 1].");
        Key = RandomSequence.KeyFor(seed, RandomPurpose.Fire);
        Iteration = iteration;
        Threshold = (ulong)Math.Round(fireRate * 4294967296.0);
    }

    /// <summary>The generator's key.</summary>
    public ulong Key { get; }

    /// <summary>The counter's fourth word.</summary>
    public uint Iteration { get; }

    /// <summary>A cell fires where its word is below this; 2³² where all fire.</summary>
    public ulong Threshold { get; }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(int sample, int step, Span<byte> fires)
    {
        var decided = 0;
        if (PhiloxBlocks.IsFast)
        {
            for (; decided + PhiloxBlocks.Cells <= fires.Length; decided += PhiloxBlocks.Cells)
                PhiloxBlocks.Below((uint)decided / 4, ((uint)step, (uint)sample, Iteration), Key, Threshold).CopyTo(fires[decided..]);
        }

        FillScalar(sample, step, fires, decided);
    }

    /// <summary>The same, four cells at a time: obviously right, and what the vector form is tested against.</summary>
    /// <param name="sample">Sample of the batch.</param>
    /// <param name="step">Step of the rollout.</param>
    /// <param name="fires">One byte per cell.</param>
    /// <param name="first">First cell to decide, a multiple of 4.</param>
    internal void FillScalar(int sample, int step, Span<byte> fires, int first = 0)
    {
        for (var start = first; start < fires.Length; start += 4)
        {
            var (a, b, c, d) = Philox.Words(((uint)(start / 4), (uint)step, (uint)sample, Iteration), Key);
            ReadOnlySpan<uint> words = [a, b, c, d];
            for (var lane = 0; lane < 4 && start + lane < fires.Length; lane++)
                fires[start + lane] = words[lane] < Threshold ? (byte)1 : (byte)0;
        }
    }
}
