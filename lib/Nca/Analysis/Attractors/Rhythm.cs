using System.Numerics;
using Nca.Metrics;

namespace Nca.Analysis.Attractors;

/// <summary>
/// Whether signals of a trajectory are at rest, periodic, quasi-periodic or broad-band. The rules, in this order: a fluctuation of at most
/// <see cref="Rest"/> is a <b>fixed point</b>; one that halves from the first quarter to the last, or has more than half of its power below
/// <see cref="SlowestCycles"/> cycles, is still <b>settling</b>; a whole number of steps, up to a quarter of the signal, after which the
/// signals differ by at most <see cref="Repeats"/> of what two independent moments differ by, makes it <b>periodic</b>; lines that
/// hold <see cref="LinesHold"/> of the power make it <b>quasi-periodic</b>; all else is <b>broad-band</b>. A line is a local maximum that
/// exceeds the median of its neighbourhood a hundredfold.
/// </summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Period">
/// Steps: the whole number of a periodic signal; for all others that move, one over the frequency of the strongest peak; null at rest.
/// </param>
/// <param name="Fluctuation">Root mean square of the signals around their means.</param>
/// <param name="PeakShare">Share of the power within three bins of the strongest peak; 0 at rest.</param>
/// <param name="LineShare">Share of the power within three bins of any line; 0 at rest.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="Power">
/// Power at 1, 2, … cycles per signal, up to half its length, as a share of the whole; signals are weighted with a Hann window.
/// </param>
/// <param name="Signal">The end of the signal that moves most, at most <see cref="Kept"/> steps of it, around its mean.</param>
public sealed record Rhythm(
    RhythmKind Kind,
    double? Period,
    double Fluctuation,
    double PeakShare,
    double LineShare,
    int Lines,
    IReadOnlyList<double> Power,
    IReadOnlyList<double> Signal
)
{
    /// <summary>A fluctuation that single precision cannot tell from rest.</summary>
    public const double Rest = 1e-7;

    /// <summary>How far a periodic signal may be from what it was a period before, as a share.</summary>
    public const double Repeats = 1e-3;

    /// <summary>Share of the power that the lines of a quasi-periodic signal hold.</summary>
    public const double LinesHold = 0.95;

    /// <summary>Power below so many cycles per signal is drift, not rhythm.</summary>
    public const int SlowestCycles = 4;

    /// <summary>Steps of the signal that are kept.</summary>
    public const int Kept = 1024;

    // A Hann window spreads a line over two bins to each side.
    private const int Reach = 3,
        Neighbourhood = 20;
    private const double StandsOut = 100;

    /// <summary>Listens to signals.</summary>
    /// <param name="signals">One or more, each as long as the others: a power of two, at least 64.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a number is not finite.</exception>
    public static Rhythm Of(IReadOnlyList<double[]> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentOutOfRangeException.ThrowIfZero(signals.Count, nameof(signals));
        var length = signals[0].Length;
        if (length < 64 || !BitOperations.IsPow2(length) || signals.Any(signal => signal.Length != length))
            throw new ArgumentException("Signals are as long as each other, a power of two from 64 on.", nameof(signals));
        if (signals.Any(signal => !signal.All(double.IsFinite)))
            throw new ArgumentException("A signal leaves the finite numbers.", nameof(signals));
        var fluctuation = Deviation(signals, 0, length);
        if (fluctuation <= Rest)
            return new Rhythm(RhythmKind.FixedPoint, null, fluctuation, 0, 0, 0, new double[length / 2], EndOf(signals));
        var power = PowerOf(signals);
        var lines = LinesOf(power);
        var peak = Strongest(power);
        var (peakShare, lineShare) = (Share(power, [peak]), Share(power, lines));
        var (kind, period) = (RhythmKind.BroadBand, length / Centre(power, peak));
        if (Deviation(signals, length - length / 4, length) <= 0.5 * Deviation(signals, 0, length / 4))
            kind = RhythmKind.Settling;
        else if (power.Take(SlowestCycles - 1).Sum() > 0.5)
            kind = RhythmKind.Settling;
        else if (WholePeriod(signals, fluctuation) is { } whole)
            (kind, period) = (RhythmKind.Periodic, whole);
        else if (lineShare >= LinesHold)
            kind = RhythmKind.QuasiPeriodic;
        return new Rhythm(kind, period, fluctuation, peakShare, lineShare, lines.Count, power, EndOf(signals));
    }

    // The power of all signals together, as shares; entry k − 1 belongs to k cycles.
    private static double[] PowerOf(IReadOnlyList<double[]> signals)
    {
        var length = signals[0].Length;
        var power = new double[length / 2];
        foreach (var signal in signals)
        {
            var mean = signal.Average();
            Complex[] windowed =
            [
                .. signal.Select((value, step) => (Complex)((value - mean) * (0.5 - 0.5 * Math.Cos(2 * Math.PI * step / length)))),
            ];
            FourierTransform.Forward(windowed);
            for (var cycles = 1; cycles <= power.Length; cycles++)
                power[cycles - 1] += Square(windowed[cycles].Magnitude);
        }

        var whole = power.Sum();
        return [.. power.Select(value => value / whole)];
    }

    private static double[] EndOf(IReadOnlyList<double[]> signals)
    {
        var liveliest = signals.MaxBy(signal => Deviation([signal], 0, signal.Length))!;
        var mean = liveliest.Average();
        return [.. liveliest.TakeLast(Kept).Select(value => value - mean)];
    }

    private static List<int> LinesOf(double[] power)
    {
        var lines = new List<int>();
        for (var bin = SlowestCycles - 1; bin < power.Length; bin++)
        {
            if (Near(power.Length, bin, Reach).Any(other => power[other] > power[bin]))
                continue;
            double[] around =
            [
                .. Near(power.Length, bin, Neighbourhood)
                    .Where(other => Math.Abs(other - bin) > Reach)
                    .Select(other => power[other])
                    .Order(),
            ];
            if (power[bin] > StandsOut * around[around.Length / 2])
                lines.Add(bin);
        }

        return lines;
    }

    private static int Strongest(double[] power) => Enumerable.Range(0, power.Length).MaxBy(bin => power[bin]);

    private static double Share(double[] power, IEnumerable<int> peaks) =>
        peaks.SelectMany(peak => Near(power.Length, peak, Reach)).Distinct().Sum(bin => power[bin]);

    // Cycles at the middle of a peak's power.
    private static double Centre(double[] power, int peak)
    {
        var near = Near(power.Length, peak, 2).ToArray();
        return near.Sum(bin => (bin + 1) * power[bin]) / near.Sum(bin => power[bin]);
    }

    private static IEnumerable<int> Near(int length, int bin, int reach)
    {
        var (first, last) = (Math.Max(0, bin - reach), Math.Min(length - 1, bin + reach));
        return Enumerable.Range(first, last - first + 1);
    }

    private static int? WholePeriod(IReadOnlyList<double[]> signals, double fluctuation)
    {
        var length = signals[0].Length;
        for (var period = 1; period <= length / 4; period++)
        {
            var sum = signals.Sum(signal => Enumerable.Range(0, length - period).Sum(step => Square(signal[step + period] - signal[step])));
            if (Math.Sqrt(sum / (signals.Count * (length - period))) <= Repeats * Math.Sqrt(2) * fluctuation)
                return period;
        }

        return null;
    }

    private static double Deviation(IReadOnlyList<double[]> signals, int from, int until)
    {
        var sum = 0.0;
        foreach (var signal in signals)
        {
            var part = signal.AsSpan(from, until - from);
            var mean = 0.0;
            foreach (var value in part)
                mean += value / part.Length;
            foreach (var value in part)
                sum += Square(value - mean);
        }

        return Math.Sqrt(sum / (signals.Count * (until - from)));
    }

    private static double Square(double value) => value * value;
}
