using Nca.Targets;

namespace Nca.Training;

/// <summary>A recipe with a name, together with the canvas that it is meant for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Config">The hyperparameters.</param>
/// <param name="Grid">Rows and columns of the canvas.</param>
/// <param name="Size">Side of the picture on the canvas, in cells.</param>
/// <param name="About">What it is, in half a sentence.</param>
public sealed record TrainingPreset(string Name, TrainingConfig Config, int Grid, int Size, string About)
{
    /// <summary>Every preset, the most faithful first.</summary>
    public static IReadOnlyList<TrainingPreset> All { get; } =
    [
        new(
            nameof(TrainingConfig.Listing),
            TrainingConfig.Listing,
            64,
            40,
            "the tutorial's code to the letter, with only its crashes fixed"
        ),
        new(
            nameof(TrainingConfig.Document),
            TrainingConfig.Document,
            64,
            40,
            "the corrected recipe: the tutorial's text, with the corrections that its claims need"
        ),
        new(nameof(TrainingConfig.Distill), TrainingConfig.Distill, 64, 40, "the published recipe"),
        new(
            nameof(TrainingConfig.Regenerating),
            TrainingConfig.Regenerating,
            64,
            40,
            "the published recipe with damage in training, for creatures that heal"
        ),
        new(
            nameof(TrainingConfig.SmallBatches),
            TrainingConfig.SmallBatches,
            64,
            40,
            "what Document claims for less than a tenth of its operations; three seeds are shipped"
        ),
        new(
            nameof(TrainingConfig.DocumentSoap),
            TrainingConfig.DocumentSoap,
            64,
            40,
            "what Document claims, for a twentieth of its operations, by another optimiser; three seeds are shipped"
        ),
        new(
            nameof(TrainingConfig.RegeneratingSoap),
            TrainingConfig.RegeneratingSoap,
            64,
            40,
            "what Regenerating claims, for less than a quarter of its operations, by another optimiser; three seeds are shipped"
        ),
        new(
            nameof(TrainingConfig.Quick),
            TrainingConfig.Quick,
            32,
            20,
            "a small canvas, small batches and few iterations: seconds, to try an idea"
        ),
    ];

    /// <summary>The preset of a name.</summary>
    /// <param name="name">Its name; upper or lower case.</param>
    /// <exception cref="InvalidConfigException">There is none; the message names those that are known.</exception>
    public static TrainingPreset Named(string name) =>
        All.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidConfigException($"There is no preset {name}; known: {string.Join(", ", All.Select(preset => preset.Name))}.");

    /// <summary>A picture on this preset's canvas, in the form that its config asks for.</summary>
    /// <param name="picture">Emoji, code point, name, or path of a PNG; the tutorial's hatching chick by default.</param>
    /// <exception cref="TargetException">The picture cannot be had.</exception>
    public Target LoadTarget(string picture = "1f423") => Target.Load(picture, Grid, Size, Config.AlphaMode);
}
