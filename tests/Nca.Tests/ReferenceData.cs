using System.Text.Json;
using Nca.Automaton;
using Nca.Engines;

namespace Nca.Tests;

/// <summary>What several tests take from the reference files.</summary>
public static class ReferenceData
{
    public static readonly Dictionary<string, AutomatonConfig> Variants = new()
    {
        ["listing"] = new()
        {
            Perception = PerceptionOrder.Listing,
            SobelScale = 1,
            Masking = AliveMasking.After,
            ClampColour = true,
        },
        ["correct"] = new()
        {
            Perception = PerceptionOrder.Equation,
            SobelScale = 1,
            Masking = AliveMasking.After,
            ClampColour = true,
        },
        ["premask"] = new()
        {
            Perception = PerceptionOrder.Equation,
            SobelScale = 1,
            Masking = AliveMasking.BeforeAndAfter,
            ClampColour = true,
        },
        ["distill"] = new()
        {
            Perception = PerceptionOrder.Equation,
            SobelScale = 0.125,
            Masking = AliveMasking.BeforeAndAfter,
            ClampColour = false,
        },
    };

    public static JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(NpyArray.Folder, name + ".json"))).RootElement;

    public static UpdateRuleWeights Weights(string prefix = "roll", string suffix = "")
    {
        var weights = new UpdateRuleWeights(16, 128);
        NpyArray.Read($"{prefix}_W1{suffix}").Floats.CopyTo(weights.HiddenWeights);
        NpyArray.Read($"{prefix}_b1{suffix}").Floats.CopyTo(weights.HiddenBiases);
        NpyArray.Read($"{prefix}_W2{suffix}").Floats.CopyTo(weights.OutputWeights);
        NpyArray.Read($"{prefix}_b2{suffix}").Floats.CopyTo(weights.OutputBiases);
        return weights;
    }

    /// <summary>The four variables of a reference gradient in double precision, in the order of the flat array.</summary>
    public static double[] Flat(string prefix, string suffix) =>
        [.. new[] { "W1", "b1", "W2", "b2" }.SelectMany(variable => NpyArray.Read($"{prefix}_{variable}{suffix}").Values)];

    /// <summary>States from a [B, C, H, W] file.</summary>
    public static CellState[] States(string name)
    {
        var array = NpyArray.Read(name);
        var (channels, height, width) = (array.Shape[1], array.Shape[2], array.Shape[3]);
        var size = channels * height * width;
        var floats = array.Floats;
        return
        [
            .. Enumerable
                .Range(0, array.Shape[0])
                .Select(sample => CellState.FromPlanes(floats.AsSpan(sample * size, size), channels, height, width)),
        ];
    }

    public static IFireMasks RolloutMasks() => new RecordedFireMasks(NpyArray.Read("roll_masks").Bytes, 2, 24 * 24);

    /// <summary>A [4, H, W] target as [H, W, 4].</summary>
    public static float[] TargetRgba(string name)
    {
        var array = NpyArray.Read(name);
        return CellState.FromPlanes(array.Floats, 4, array.Shape[1], array.Shape[2]).Values;
    }

    /// <summary>‖a − b‖ / ‖b‖.</summary>
    public static double RelativeError(IEnumerable<double> actual, IEnumerable<double> expected)
    {
        double difference = 0,
            size = 0;
        foreach (var (a, b) in actual.Zip(expected))
        {
            difference += (a - b) * (a - b);
            size += b * b;
        }

        return Math.Sqrt(difference / size);
    }
}
