using Nca.Analysis.Attractors;
using Nca.Analysis.Growth;
using static System.FormattableString;

namespace Nca.Studies;

/// <summary>What a creature is as a dynamical system, in words.</summary>
public static class AttractorSentences
{
    // An exponent this close to nothing, in standard errors or as such, has no sign.
    private const double NoSign = 2,
        Nothing = 1e-4;

    /// <summary>What becomes of creatures when every cell fires.</summary>
    /// <param name="life">What was seen.</param>
    public static string Describe(this SynchronousLife life)
    {
        ArgumentNullException.ThrowIfNull(life);
        var samples = life.Errors.Count;
        var exploded = life.Errors.Count(curve => !(curve[^1] <= SynchronousLife.Exploded));
        var dead = Enumerable
            .Range(0, samples)
            .Count(sample => life.Errors[sample][^1] <= SynchronousLife.Exploded && !life.Settled(sample));
        var kept = life.Errors.Count(curve => curve[^1] <= Persistence.Bound);
        var fate =
            Invariant($"{life.Steps[^1]:N0} steps in which every cell fires, from step {life.Grown}: {kept} of {samples} are still the ")
            + $"picture, {dead} are dead, {exploded} have exploded. ";
        var left = LeftAt(life, Persistence.Bound) is { } step
            ? Invariant($"The first has left the picture (an error above {Persistence.Bound}) by step {step:N0}")
                + (LeftAt(life, SynchronousLife.Exploded) is { } burst ? Invariant($", the first has exploded by step {burst:N0}. ") : ". ")
            : "";
        int[] settled = [.. Enumerable.Range(0, samples).Where(life.Settled)];
        return settled.Length == 0
            ? (fate + left).TrimEnd()
            : fate
                + left
                + $"Of the {settled.Length} that live on, the mean error goes "
                + Invariant($"from {Number(Mean(life.Errors, 0))} to {Number(Mean(life.Errors, ^1))}, living cells from ")
                + Invariant($"{settled.Average(sample => life.Living[sample][0]):0} to ")
                + Invariant($"{settled.Average(sample => life.Living[sample][^1]):0}; at the end a picture changes by ")
                + Invariant($"{Number(Mean(life.Changes, ^1))} per step.");

        double Mean(IReadOnlyList<double[]> curves, Index look) => settled.Average(sample => curves[sample][look]);
    }

    /// <summary>The exponents with their standard errors, and what the largest one means.</summary>
    /// <param name="exponents">The exponents.</param>
    public static string Describe(this LyapunovExponents exponents)
    {
        ArgumentNullException.ThrowIfNull(exponents);
        var list = exponents.Values.Zip(exponents.Deviations, (value, error) => Invariant($"{value:0.0000} ± {error:0.0000}"));
        var (largest, neutral) = (exponents.Values[0], exponents.Neutral());
        var meaning =
            double.IsNegativeInfinity(largest) ? "A neighbour is forgotten at once."
            : neutral > 0 && exponents.HasNoSign(0) ? $"{neutral} of them cannot be told from 0: there, neighbours neither meet nor part."
            : largest < 0 ? Invariant($"Neighbours meet: the distance halves every {Math.Log(2) / -largest:0.#} steps.")
            : Invariant($"Neighbours part: the distance doubles every {Math.Log(2) / largest:0.#} steps.");
        return $"Exponents per step: {string.Join(", ", list)}. {meaning}";
    }

    /// <summary>How many exponents cannot be told from 0: within two standard errors, or within 0.0001.</summary>
    /// <param name="exponents">The exponents.</param>
    public static int Neutral(this LyapunovExponents exponents)
    {
        ArgumentNullException.ThrowIfNull(exponents);
        return Enumerable.Range(0, exponents.Values.Count).Count(exponents.HasNoSign);
    }

    /// <summary>The verdict of a spectrum.</summary>
    /// <param name="rhythm">What was heard.</param>
    public static string Describe(this Rhythm rhythm)
    {
        ArgumentNullException.ThrowIfNull(rhythm);
        return rhythm.Kind switch
        {
            RhythmKind.FixedPoint => Invariant($"Fixed point: the mean colours move by {rhythm.Fluctuation:0.0e0}."),
            RhythmKind.Settling => Invariant($"Still settling: the movement, now {Number(rhythm.Fluctuation)}, fades or drifts."),
            RhythmKind.Periodic => Invariant($"Periodic with period {rhythm.Period:0}: {Peak(rhythm)}"),
            RhythmKind.QuasiPeriodic => Invariant(
                $"Quasi-periodic: {rhythm.Lines} lines hold {100 * rhythm.LineShare:0.#} % of the power; "
            ) + Peak(rhythm),
            _ => Invariant($"Broad-band: lines hold only {100 * rhythm.LineShare:0.#} % of the power; ") + Peak(rhythm),
        };
    }

    /// <summary>How hard a creature can be pushed.</summary>
    /// <param name="curve">Who returned.</param>
    public static string Describe(this ReturnCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var first = Enumerable.Range(0, curve.Sizes.Count).FirstOrDefault(size => curve.Returned[size] < curve.Samples, -1);
        return $"Pushed in {curve.Direction}: "
            + (
                first < 0
                    ? Invariant($"all {curve.Samples} return from every size up to {curve.Sizes[^1]}.")
                    : Invariant($"the smallest size after which not all return is {curve.Sizes[first]} ({curve.At(first)}); ")
                        + Invariant($"at least half return up to {curve.Half()}.")
            );
    }

    /// <summary>Where states end.</summary>
    /// <param name="census">What was counted.</param>
    public static string Describe(this Census census)
    {
        ArgumentNullException.ThrowIfNull(census);
        var forms = Enum.GetValues<EndForm>()
            .Select(form => (Form: form, Share: census.ProportionOf(form)))
            .Where(found => found.Share.Successes > 0)
            .Select(found => $"{Name(found.Form)} {found.Share.Successes}");
        return Invariant($"{census.Total} states after {census.Steps:N0} steps: {string.Join(", ", forms)}; ")
            + $"{census.Groups.Count} different pictures.";
    }

    /// <summary>A form in words.</summary>
    /// <param name="form">The form.</param>
    public static string Name(EndForm form) =>
        form switch
        {
            EndForm.Itself => "itself",
            EndForm.Displaced => "itself elsewhere",
            EndForm.Several => "itself more than once",
            EndForm.WithMore => "itself and more",
            EndForm.Overgrown => "overgrown",
            EndForm.Dead => "dead",
            EndForm.NotFinite => "not finite",
            _ => "something else",
        };

    // The first look from which on some creature is beyond a bound at every look.
    private static int? LeftAt(SynchronousLife life, double bound) =>
        Enumerable
            .Range(0, life.Steps.Count)
            .Where(look => life.Errors.Any(curve => curve.Skip(look).All(value => !(value <= bound))))
            .Select(look => (int?)life.Steps[look])
            .FirstOrDefault();

    private static bool HasNoSign(this LyapunovExponents exponents, int index) =>
        Math.Abs(exponents.Values[index]) <= Math.Max(NoSign * exponents.Deviations[index], Nothing);

    // Written out where that is short.
    private static string Number(double value) => value is >= 0.01 and < 1000 ? Invariant($"{value:G2}") : Invariant($"{value:0.0e0}");

    private static string Peak(Rhythm rhythm) =>
        Invariant($"the strongest peak, at {rhythm.Period:0.#} steps, holds {100 * rhythm.PeakShare:0.#} %.");
}
