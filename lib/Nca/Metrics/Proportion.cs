namespace Nca.Metrics;

/// <summary>How many of several trials succeeded.</summary>
/// <param name="Successes">Successes.</param>
/// <param name="Trials">Trials, at least 1.</param>
public sealed record Proportion(int Successes, int Trials)
{
    // Two-sided 95 %.
    private const double Quantile = 1.959963984540054;

    /// <summary>Successes over trials.</summary>
    public double Value => (double)Successes / Trials;

    /// <summary>The 95 % interval of Wilson (1927), which stays within [0, 1] and is honest near its ends.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var (n, square) = ((double)Trials, Quantile * Quantile);
            var centre = (Value + square / (2 * n)) / (1 + square / n);
            var reach = Quantile / (1 + square / n) * Math.Sqrt(Value * (1 - Value) / n + square / (4 * n * n));
            return (Math.Max(0, centre - reach), Math.Min(1, centre + reach));
        }
    }

    /// <summary>Counts trials.</summary>
    /// <param name="outcomes">One entry per trial.</param>
    public static Proportion Of(IReadOnlyCollection<bool> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfZero(outcomes.Count, nameof(outcomes));
        return new Proportion(outcomes.Count(outcome => outcome), outcomes.Count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Successes} of {Trials}";
}
