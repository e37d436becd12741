using Nca.Targets;
using Nca.Training;

namespace Nca.Sweeps.Grid;

/// <summary>One training of a sweep.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Place">Its place on each axis.</param>
/// <param name="Values">Its value on each axis, by field.</param>
/// <param name="Config">All its hyperparameters.</param>
/// <param name="Picture">What it grows: emoji, code point, name or path of a PNG.</param>
/// <param name="Grid">Rows and columns of the canvas.</param>
/// <param name="Size">Side of the picture on it.</param>
internal sealed record SweepCell(
    int Index,
    IReadOnlyList<int> Place,
    IReadOnlyDictionary<string, string> Values,
    TrainingConfig Config,
    string Picture,
    int Grid,
    int Size
)
{
    // Forward and backward, for each channel, hidden unit and living cell of a step in which every cell fires: measured on grown creatures.
    private const double OperationsPerCell = 36;

    /// <summary>What tells it from the others, in words.</summary>
    public string Label =>
        Values.Count == 0 ? "the recipe itself" : string.Join(", ", Values.Select(value => $"{value.Key} {value.Value}"));

    /// <summary>The target, in the form that the config asks for.</summary>
    /// <exception cref="TargetException">The picture cannot be had.</exception>
    public Target LoadTarget() => Target.Load(Picture, Grid, Size, Config.AlphaMode);

    /// <summary>About how many multiplications and additions it takes, once it grows creatures of the target's size.</summary>
    /// <param name="living">Living cells of the target.</param>
    public double Operations(int living) =>
        OperationsPerCell
        * Config.Channels
        * Config.Hidden
        * Config.FireRate
        * living
        * Config.BatchSize
        * Config.Rollout.ExpectedSteps(0, Config.Steps);
}
