using Nca.Automaton;
using Nca.Training;

namespace Nca.Runs;

/// <summary>An update rule's weights as the named tensors of a safetensors file, which also names the run that they belong to.</summary>
internal static class WeightTensors
{
    private const string IdentityKey = "identity",
        Mend = "take an unharmed copy or train again";

    /// <summary>The four tensors, with a prefix before their names.</summary>
    public static IEnumerable<(string Name, int[] Shape, float[] Values)> Of(UpdateRuleWeights weights, string prefix) =>
        weights.Variables.Select(variable =>
            (prefix + variable.Name, variable.Shape, weights.Values.AsSpan(variable.Start, variable.Length).ToArray())
        );

    /// <summary>Reads them.</summary>
    /// <exception cref="RunException">They belong to another run, are missing, have other shapes, or are not finite.</exception>
    public static UpdateRuleWeights Load(string path, string identity, TrainingConfig config, string prefix)
    {
        var (tensors, metadata) = SafeTensors.Load(path);
        if (metadata.GetValueOrDefault(IdentityKey) != identity)
            throw new RunException($"{path} belongs to another run than config.json beside it; {Mend}.");
        var weights = new UpdateRuleWeights(config.Channels, config.Hidden);
        foreach (var (name, start, _, shape) in weights.Variables)
            Take(tensors, prefix + name, shape, path).CopyTo(weights.Values, start);
        return weights;
    }

    /// <summary>One tensor of a file, after checking its shape and that its numbers are finite.</summary>
    /// <exception cref="RunException">It is missing, has another shape, or is not finite.</exception>
    public static float[] Take(IReadOnlyDictionary<string, (int[] Shape, float[] Values)> tensors, string name, int[] shape, string path)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new RunException($"{path} holds no tensor {name}; {Mend}.");
        if (!tensor.Shape.SequenceEqual(shape))
            throw new RunException($"{path}: {name} has shape [{Spoken(tensor.Shape)}], not [{Spoken(shape)}]; {Mend}.");
        if (tensor.Values.AsSpan().ContainsAnyNonFinite())
            throw new RunException($"{path}: {name} holds a number that is not finite; {Mend}.");
        return tensor.Values;

        static string Spoken(int[] lengths) => string.Join(", ", lengths);
    }
}
