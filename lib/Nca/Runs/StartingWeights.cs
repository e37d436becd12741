using Nca.Automaton;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// The weights that a warm start begins with, kept beside the training in <c>start.safetensors</c>, so that it can be resumed or begun
/// again where the run that they come from is gone.
/// </summary>
internal static class StartingWeights
{
    private const string FileName = "start.safetensors",
        IdentityKey = "identity";

    /// <summary>Whether a folder holds them.</summary>
    public static bool AreIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Writes them.</summary>
    /// <param name="folder">The training's folder.</param>
    /// <param name="config">Names the run that they come from.</param>
    /// <param name="weights">The weights.</param>
    public static void Save(string folder, TrainingConfig config, UpdateRuleWeights weights) =>
        SafeTensors.Save(
            Path.Combine(folder, FileName),
            [.. WeightTensors.Of(weights, "")],
            new Dictionary<string, string> { [IdentityKey] = config.StartFrom }
        );

    /// <summary>Reads them; null where the config asks for none or the folder holds none.</summary>
    /// <param name="folder">The training's folder.</param>
    /// <param name="config">Names the run that they come from.</param>
    /// <exception cref="RunException">They come from another run, or are damaged.</exception>
    public static UpdateRuleWeights? Load(string folder, TrainingConfig config) =>
        config.StartFrom.Length > 0 && AreIn(folder)
            ? WeightTensors.Load(Path.Combine(folder, FileName), config.StartFrom, config, "")
            : null;

    /// <summary>Removes them.</summary>
    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));
}
