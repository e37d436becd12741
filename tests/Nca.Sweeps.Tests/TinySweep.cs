using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Tests;

/// <summary>A sweep whose trainings take a fraction of a second each.</summary>
internal static class TinySweep
{
    public static readonly IReadOnlyDictionary<string, string> Small = new Dictionary<string, string>
    {
        ["Hidden"] = "8",
        ["PoolSize"] = "4",
        ["Steps"] = "20",
        ["RolloutStart"] = "4",
        ["RolloutCap"] = "4",
        ["RolloutMinimum"] = "2",
    };

    public static SweepSpecification Of(params string[] axes) =>
        new()
        {
            Set = Small,
            Axes = [.. axes.Select(Axis.Parse)],
            Grid = 12,
            Size = 8,
            Samples = 2,
        };
}
