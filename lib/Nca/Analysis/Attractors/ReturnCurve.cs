using Nca.Metrics;

namespace Nca.Analysis.Attractors;

/// <summary>How many creatures return after pushes of growing size.</summary>
/// <param name="Direction">Where they are pushed, in words.</param>
/// <param name="Sizes">
/// Sizes of the push: its length over the square root of the numbers in living cells, so a push of all of them alike is a root mean square.
/// </param>
/// <param name="Returned">How many were back after each.</param>
/// <param name="Samples">Creatures pushed.</param>
/// <param name="Steps">Steps to return.</param>
public sealed record ReturnCurve(string Direction, IReadOnlyList<double> Sizes, IReadOnlyList<int> Returned, int Samples, int Steps)
{
    /// <summary>The share that is back after a push.</summary>
    /// <param name="size">Index of the size.</param>
    public Proportion At(int size) => new(Returned[size], Samples);

    /// <summary>The largest size such that after it, and after every smaller one, at least half return; 0 where there is none.</summary>
    public double Half() => Sizes.Index().TakeWhile(size => At(size.Index).Value >= 0.5).Select(size => size.Item).LastOrDefault();
}
