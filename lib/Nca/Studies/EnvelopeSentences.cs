using Nca.Analysis.Envelope;
using static System.FormattableString;

namespace Nca.Studies;

/// <summary>What a study of the envelope says, in words.</summary>
public static class EnvelopeSentences
{
    /// <summary>The rule by which a creature keeps its claims.</summary>
    public static string Rule { get; } =
        Invariant($"A creature keeps its claims when its error is at most {Keeping.Bound} at every look from age {Keeping.GrownAt} to ")
        + Invariant($"{Keeping.Until:N0}, every {Keeping.Looks[1] - Keeping.Looks[0]}.");

    /// <summary>Where the share falls below one half along an axis.</summary>
    /// <param name="curve">What was measured.</param>
    public static string DescribeBorder(this EnvelopeCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var (border, first, last) = (curve.Border, curve.Points[0].Value, curve.Points[^1].Value);
        if (!border.HoldsAsTrained)
            return $"{curve.Text}: fewer than half keep their claims even as trained.";
        return $"{curve.Text}: "
            + (border.Low, border.High) switch
            {
                (null, null) => Invariant($"kept by at least half at every value tried, {first:G4} to {last:G4}"),
                ({ } low, null) => last == curve.Trained
                    ? Invariant($"kept down to {low:G3}")
                    : Invariant($"kept from {low:G3} to {last:G4}, the last value tried"),
                (null, { } high) => Invariant($"kept up to {high:G3}")
                    + (first < curve.Trained ? Invariant($" and down to {first:G4}, the first value tried") : ""),
                ({ } low, { } high) => Invariant($"kept from {low:G3} to {high:G3}"),
            }
            + Islands(curve)
            + ".";
    }

    /// <summary>The border along every axis, and half precision.</summary>
    /// <param name="study">What was measured.</param>
    public static string DescribeBorders(this EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return string.Join('\n', [.. study.Curves.Select(DescribeBorder), $"weights in half precision: kept by {study.Half.Proportion}."]);
    }

    /// <summary>What becomes of the picture where the perception is turned: errors at the first look, at the largest turn.</summary>
    /// <param name="study">What was measured.</param>
    public static string DescribeTurning(this EnvelopeStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Along("turn") is not { } upright || study.Along("turn-with-picture") is not { } turned)
            return "The creature cannot be turned: in the listing's order no channel has both gradients.";
        var followed = turned.Points.Where(point => point.IsInside).Select(point => Invariant($"{point.Value:G4}"));
        return Invariant($"Turned by {upright.Points[^1].Value:G4} degrees, its error is {upright.Points[^1].GrownError:G2} against the ")
            + Invariant($"picture as it stands and {turned.Points[^1].GrownError:G2} against the picture turned with it. The turned ")
            + $"picture is kept by at least half at these angles: {string.Join(", ", followed)}.";
    }

    // Values beyond the border at which at least half keep their claims again.
    private static string Islands(EnvelopeCurve curve)
    {
        var border = curve.Border;
        var again = curve
            .Points.Where(point => point.IsInside && (point.Value < border.Low || point.Value > border.High))
            .Select(point => Invariant($"{point.Value:G4}"))
            .ToArray();
        return again.Length == 0 ? "" : $" (and again at {string.Join(", ", again)})";
    }
}
