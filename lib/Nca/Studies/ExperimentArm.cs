using Nca.Targets;
using Nca.Training;

namespace Nca.Studies;

/// <summary>One of the things that an experiment compares: a recipe on a canvas.</summary>
/// <param name="Name">Short name, which also names files.</param>
/// <param name="Label">What a legend says.</param>
/// <param name="Config">The hyperparameters; the seed is the experiment's matter.</param>
/// <param name="Picture">The picture to grow: emoji, code point, name, or path of a PNG.</param>
/// <param name="Grid">Rows and columns of the canvas.</param>
/// <param name="Size">Side of the picture on the canvas, in cells.</param>
public sealed record ExperimentArm(string Name, string Label, TrainingConfig Config, string Picture, int Grid, int Size)
{
    /// <summary>The target, in the form that the config asks for.</summary>
    /// <exception cref="TargetException">The picture cannot be had.</exception>
    public Target LoadTarget() => Target.Load(Picture, Grid, Size, Config.AlphaMode);
}
