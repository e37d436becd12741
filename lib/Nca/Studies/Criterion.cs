using Nca.Metrics;

namespace Nca.Studies;

/// <summary>Something that is said of a trained creature, and what was measured.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Bound">What it must reach; null where the value is only reported.</param>
/// <param name="AtMost">Whether the value must not exceed the bound; else it must not fall below it.</param>
/// <param name="IsShare">Whether the numbers are shares, to be read in per cent.</param>
public sealed record Criterion(string Text, double Value, double Low, double High, double? Bound, bool AtMost, bool IsShare)
{
    // Two-sided 95 % of the normal distribution.
    private const double Quantile = 1.959963984540054;

    /// <summary>Whether the measured value reaches the bound; true where there is none.</summary>
    public bool Holds => Bound is not { } bound || (AtMost ? Value <= bound : Value >= bound);

    /// <summary>A claim about a mean over samples.</summary>
    public static Criterion Mean(string text, SummaryStatistics spread, int samples, double? bound, bool atMost)
    {
        ArgumentNullException.ThrowIfNull(spread);
        var reach = Quantile * spread.Deviation / Math.Sqrt(samples);
        return new Criterion(text, spread.Mean, spread.Mean - reach, spread.Mean + reach, bound, atMost, IsShare: false);
    }

    /// <summary>A claim about a proportion of samples, which must not fall below the bound.</summary>
    public static Criterion AtLeast(string text, Proportion share, double? bound)
    {
        ArgumentNullException.ThrowIfNull(share);
        return new Criterion(text, share.Value, share.Interval.Low, share.Interval.High, bound, AtMost: false, IsShare: true);
    }
}
