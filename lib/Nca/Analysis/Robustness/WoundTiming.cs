namespace Nca.Analysis.Robustness;

/// <summary>When a wound falls.</summary>
/// <param name="Earliest">First step from the seed cell at which it may fall, at least 1.</param>
/// <param name="Latest">Last such step; each sample's own step is drawn uniformly between the two.</param>
/// <param name="Times">How often it falls, at least 1, each time drawn anew.</param>
/// <param name="Apart">Steps from one fall to the next.</param>
public sealed record WoundTiming(int Earliest, int Latest, int Times = 1, int Apart = 200)
{
    /// <summary>Once, at an age at which a creature is grown.</summary>
    public static WoundTiming Grown { get; } = new(200, 200);

    /// <summary>Once, while it still grows.</summary>
    public static WoundTiming Growing { get; } = new(20, 80);

    /// <summary>Twenty times, from the age at which it is grown.</summary>
    public static WoundTiming TwentyTimes { get; } = new(200, 200, Times: 20);
}
