namespace Nca.Analysis.Envelope;

/// <summary>One condition that is changed while all others stay as in training.</summary>
/// <param name="Name">A short name, say <c>fire-rate</c>.</param>
/// <param name="Text">What is changed, in words, with its unit.</param>
/// <param name="Trained">The value that stands for the training.</param>
/// <param name="Values">The values that are measured, in ascending order, <paramref name="Trained"/> among them.</param>
/// <param name="At">The conditions at a value.</param>
public sealed record EnvelopeAxis(string Name, string Text, double Trained, IReadOnlyList<double> Values, Func<double, Conditions> At)
{
    /// <summary>Whether values are compared by their ratios; all are above 0 then.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether only whole numbers make sense.</summary>
    public bool IsWhole { get; init; }

    /// <summary>A value half-way between two others; null where there is none.</summary>
    /// <param name="a">One of them.</param>
    /// <param name="b">The other.</param>
    public double? Between(double a, double b)
    {
        var middle = IsLogarithmic ? Math.Sqrt(a * b) : (a + b) / 2;
        var between = IsWhole ? Math.Round(middle) : middle;
        return between == a || between == b ? null : between;
    }
}
