using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Nca.Sweeps.Grid;

/// <summary>
/// A sweep written down in YAML (or JSON, which is YAML): <c>preset</c>, <c>set</c>, <c>axes</c>, <c>seeds</c>, <c>pictures</c>,
/// <c>zip</c>, <c>grid</c>, <c>size</c>, <c>samples</c>.
/// </summary>
internal static class SweepFile
{
    private const int LargestFile = 1 << 20;
    private static readonly string[] Known = ["preset", "set", "axes", "seeds", "pictures", "zip", "grid", "size", "samples"];

    /// <summary>Reads one.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="SweepException">It cannot be read, or says something that a sweep does not know; the message names it.</exception>
    public static SweepSpecification Read(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new SweepException($"{path} is larger than a description of a sweep may be (1 MB).");
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SweepException($"{path} cannot be read: {error.Message}", error);
        }

        return Parse(text, path);
    }

    /// <summary>Reads one from a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SweepException">As for <see cref="Read"/>.</exception>
    public static SweepSpecification Parse(string text, string name)
    {
        var root = Root(text, name);
        if (root.Children.Keys.Select(key => $"{key}").FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
            throw new SweepException($"{name} says {unknown}, which a sweep does not know; known: {string.Join(", ", Known)}.");
        var sweep = new SweepSpecification();
        List<Axis> axes = [.. Pairs(root, "axes", name).Select(pair => Axis.Of(pair.Key, pair.Value))];
        if (Scalar(root, "pictures", name) is { } pictures)
            axes.Add(Axis.Of(Axis.Picture, pictures));
        if (Scalar(root, "seeds", name) is { } seeds)
            axes.Add(Axis.Of(Axis.Seed, seeds));
        return sweep with
        {
            Preset = Scalar(root, "preset", name) ?? sweep.Preset,
            Set = Pairs(root, "set", name).ToDictionary(),
            Axes = axes,
            IsZipped = Scalar(root, "zip", name) switch
            {
                null or "false" => false,
                "true" => true,
                var other => throw new SweepException($"{name}: zip is {other}; allowed: true, false."),
            },
            Grid = Whole(root, "grid", name),
            Size = Whole(root, "size", name),
            Samples = Whole(root, "samples", name) ?? sweep.Samples,
        };
    }

    private static YamlMappingNode Root(string text, string name)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }]
                ? root
                : throw new SweepException($"{name} is no description of a sweep; it needs lines such as 'preset: Quick'.");
        }
        catch (YamlException error)
        {
            throw new SweepException($"{name}, line {error.Start.Line}: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(YamlMappingNode root, string key, string name) =>
        !root.Children.TryGetValue(new YamlScalarNode(key), out var node) ? []
        : node is YamlMappingNode map ? map.Children.Select(entry => KeyValuePair.Create($"{entry.Key}", Text(entry.Value, key, name)))
        : throw new SweepException($"{name}: {key} holds no lines 'Field: values'.");

    private static string? Scalar(YamlMappingNode root, string key, string name) =>
        root.Children.TryGetValue(new YamlScalarNode(key), out var node) ? Text(node, key, name) : null;

    private static int? Whole(YamlMappingNode root, string key, string name) =>
        Scalar(root, key, name) is not { } text ? null
        : int.TryParse(text, out var number) ? number
        : throw new SweepException($"{name}: {key} is {text}; allowed: a whole number.");

    private static string Text(YamlNode node, string key, string name) =>
        node switch
        {
            YamlScalarNode { Value: { } value } => value,
            YamlSequenceNode list when list.All(item => item is YamlScalarNode) => string.Join(',', list.Select(item => $"{item}")),
            _ => throw new SweepException($"{name}: {key} holds something that is neither a value nor a list of values."),
        };
}
