using BenchmarkDotNet.Attributes;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Bench;

/// <summary>The metrics that are asked for at every step of a growth, on 64×64 RGBA.</summary>
public class MetricsBenchmark
{
    private readonly float[] _first = Target.Load("1f423").Rgba;
    private readonly float[] _second = Target.Load("lizard").Rgba;

    [Benchmark]
    public double StructuralSimilarityWhole() => StructuralSimilarity.Whole(_first, _second, 64, 64);

    [Benchmark]
    public double[] Spectrum() => RadialPowerSpectrum.Of(RadialPowerSpectrum.Grey(_first, 4), 64, 64);
}
