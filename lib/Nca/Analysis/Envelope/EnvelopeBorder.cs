namespace Nca.Analysis.Envelope;

/// <summary>
/// Where the share of creatures that keep their claims falls below one half, on either side of the trained value: the nearest place,
/// however the share goes on beyond.
/// </summary>
/// <param name="HoldsAsTrained">Whether at least half keep them at the trained value; where they do not, there is no border.</param>
/// <param name="Low">The border below it; null where there is none among the values measured.</param>
/// <param name="High">The border above it; null where there is none.</param>
public sealed record EnvelopeBorder(bool HoldsAsTrained, double? Low, double? High)
{
    /// <summary>
    /// Finds it. Between the last value inside and the first one outside the share is taken for a straight line on the axis; on an axis of
    /// whole numbers the border is the last value inside.
    /// </summary>
    /// <param name="points">What was measured, in ascending order.</param>
    /// <param name="trained">The value that stands for the training, one of the points'.</param>
    /// <param name="isLogarithmic">Whether values are compared by their ratios.</param>
    /// <param name="isWhole">Whether only whole numbers make sense.</param>
    public static EnvelopeBorder Of(IReadOnlyList<EnvelopePoint> points, double trained, bool isLogarithmic, bool isWhole)
    {
        ArgumentNullException.ThrowIfNull(points);
        var start = IndexOfTrained(points, trained);
        if (!points[start].IsInside)
            return new(false, null, null);
        return new(true, Cross(Bracket(points, start, -1)), Cross(Bracket(points, start, +1)));

        double? Cross((EnvelopePoint Inside, EnvelopePoint Outside)? bracket) =>
            bracket is not var (inside, outside) ? null
            : isWhole ? inside.Value
            : Crossing(inside, outside, isLogarithmic);
    }

    /// <summary>The last point inside and the first one outside, going from the trained value in one direction; null if none is.</summary>
    internal static (EnvelopePoint Inside, EnvelopePoint Outside)? Bracket(IReadOnlyList<EnvelopePoint> points, int trained, int direction)
    {
        for (var at = trained + direction; at >= 0 && at < points.Count; at += direction)
            if (!points[at].IsInside)
                return points[at - direction].IsInside ? (points[at - direction], points[at]) : null;
        return null;
    }

    internal static int IndexOfTrained(IReadOnlyList<EnvelopePoint> points, double trained) =>
        points.Index().MinBy(point => Math.Abs(point.Item.Value - trained)).Index;

    private static double Crossing(EnvelopePoint inside, EnvelopePoint outside, bool isLogarithmic)
    {
        var (high, low) = (inside.Proportion.Value, outside.Proportion.Value);
        var way = (high - 0.5) / (high - low);
        return isLogarithmic
            ? inside.Value * Math.Pow(outside.Value / inside.Value, way)
            : inside.Value + way * (outside.Value - inside.Value);
    }
}
