namespace Nca.Analysis;

/// <summary>When a damaged creature counts as healed.</summary>
internal static class HealingBound
{
    /// <summary>A mean squared error at which it counts as healed whatever it was before.</summary>
    public const double Least = 2e-3;

    /// <summary>The mean squared error up to which it counts as healed: twice that before, or <see cref="Least"/>.</summary>
    /// <param name="before">Error just before the damage.</param>
    public static double After(double before) => Math.Max(2 * before, Least);
}
