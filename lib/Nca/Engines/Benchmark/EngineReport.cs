using Nca.Engines.Fused;

namespace Nca.Engines.Benchmark;

/// <summary>One line of the benchmark.</summary>
/// <param name="Batch">Samples of the batch.</param>
/// <param name="Steps">T.</param>
/// <param name="FusedMilliseconds">Median time of a training iteration's rollout and gradient with the fused engine.</param>
/// <param name="Rate">Billions of multiplications and additions a second in the fused engine.</param>
/// <param name="Peak">The machine's peak, the larger of one measured just before and one just after; same unit.</param>
/// <param name="TorchMilliseconds">
/// The same iteration with the Torch engine in a process whose allocator keeps memory; NaN where it was not measured.
/// </param>
/// <param name="TorchAsItComesMilliseconds">The same in a process as it comes; NaN where it was not measured.</param>
internal sealed record EngineTiming(
    int Batch,
    int Steps,
    double FusedMilliseconds,
    double Rate,
    double Peak,
    double TorchMilliseconds = double.NaN,
    double TorchAsItComesMilliseconds = double.NaN
)
{
    /// <summary>Share of the peak that the fused engine reaches.</summary>
    public double ShareOfPeak => Rate / Peak;

    /// <summary>How many times faster the fused engine is than a Torch engine whose allocator keeps memory.</summary>
    public double Ratio => TorchMilliseconds / FusedMilliseconds;

    /// <summary>How many times faster it is than a Torch engine as it comes.</summary>
    public double RatioAsItComes => TorchAsItComesMilliseconds / FusedMilliseconds;
}

/// <summary>What the benchmark found on this machine.</summary>
/// <param name="Width">Width of the fused engine's vectors.</param>
/// <param name="Threads">Threads of both engines.</param>
/// <param name="PeakOfOneThread">Measured peak of one thread, billions of multiplications and additions a second.</param>
/// <param name="Timings">Training iterations.</param>
/// <param name="GrowthSteps">Steps a second of one grid without gradients.</param>
/// <param name="GrowthMilliseconds">Median time of 96 such steps.</param>
/// <param name="MemoryMegabytes">
/// Memory that the fused engine's largest iteration added to the process, states and gradients included.
/// </param>
internal sealed record EngineReport(
    VectorWidth Width,
    int Threads,
    double PeakOfOneThread,
    IReadOnlyList<EngineTiming> Timings,
    double GrowthSteps,
    double GrowthMilliseconds,
    double MemoryMegabytes
)
{
    /// <summary>The largest peak of all threads that was seen.</summary>
    public double Peak => Timings.Max(timing => timing.Peak);

    /// <summary>Multiplications and additions a second of a training iteration, the median of all lengths and batches.</summary>
    public double OperationsPerSecond => Timings.Select(timing => timing.Rate).Order().ElementAt(Timings.Count / 2) * 1e9;
}
