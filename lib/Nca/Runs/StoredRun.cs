using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nca.Automaton;
using Nca.Targets;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// A finished training in a folder: <c>config.json</c> (hyperparameters, target, identity), <c>target.safetensors</c>,
/// <c>weights.safetensors</c>,
/// <c>snapshots.safetensors</c>, <c>metrics.csv</c> (at most a thousand stretches of iterations), <c>channels.csv</c>, the document's
/// <c>training_metrics.npz</c>, and <c>provenance.json</c>, which is written last: a folder
/// without it is no finished run.
/// </summary>
public sealed record StoredRun
{
    internal const string ConfigFile = "config.json",
        ProvenanceFile = "provenance.json";
    private const int MostWindows = 1000;
    private const string TargetFile = "target.safetensors",
        WeightsFile = "weights.safetensors",
        SnapshotsFile = "snapshots.safetensors",
        MetricsFile = "metrics.csv",
        ArchiveFile = "training_metrics.npz",
        ChannelsFile = "channels.csv";
    private const string IdentityKey = "identity";
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>See <see cref="RunIdentity"/>.</summary>
    public required string Identity { get; init; }

    /// <summary>The engine's arithmetic, part of the identity.</summary>
    public required string Arithmetic { get; init; }

    /// <summary>The hyperparameters.</summary>
    public required TrainingConfig Config { get; init; }

    /// <summary>What was to grow.</summary>
    public required Target Target { get; init; }

    /// <summary>The trained update rule.</summary>
    public required UpdateRuleWeights Weights { get; init; }

    /// <summary>The update rule at 0, 40, 70 and 100 % of the training; empty for a run that was thinned (<see cref="Thin"/>).</summary>
    public required IReadOnlyList<WeightSnapshot> Snapshots { get; init; }

    /// <summary>What was measured during the training.</summary>
    public required IReadOnlyList<MetricsWindow> Metrics { get; init; }

    /// <summary>How lively the channels were during the training; empty for runs from before it was kept.</summary>
    public required IReadOnlyList<ChannelActivity> ChannelActivity { get; init; }

    /// <summary>Where it comes from.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Whether a folder holds a finished run.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, ProvenanceFile));

    /// <summary>Folders below one that hold finished runs, in alphabetical order.</summary>
    /// <param name="root">The folder to look in, all the way down.</param>
    public static IReadOnlyList<string> FoldersIn(string root) =>
        Directory.Exists(root)
            ?
            [
                .. Directory
                    .GetFiles(root, ProvenanceFile, SearchOption.AllDirectories)
                    .Select(path => Path.GetDirectoryName(path)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>The identity that a folder's config states, unchecked; null where it states none.</summary>
    /// <param name="folder">The folder.</param>
    internal static string? StatedIdentity(string folder)
    {
        try
        {
            return ReadJson(Path.Combine(folder, ConfigFile)).GetProperty(IdentityKey).GetString();
        }
        catch (Exception error) when (error is RunException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Loads a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="RunException">There is no finished run, or a file is damaged or belongs to another run.</exception>
    public static StoredRun Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            throw new RunException($"There is no run {folder}; name the folder of one, or train it with nca train --out {folder}.");
        if (!File.Exists(Path.Combine(folder, ConfigFile)))
            throw new RunException(
                $"{folder} holds no run ({ConfigFile} is missing); name the folder of one, or train it with nca train --out {folder}."
            );
        if (!IsIn(folder))
            throw new RunException($"The training in {folder} is not finished; go on with nca train --out {folder} --resume.");
        var (config, target, identity, arithmetic) = LoadSettings(folder);
        return new StoredRun
        {
            Folder = folder,
            Identity = identity,
            Arithmetic = arithmetic,
            Config = config,
            Target = target,
            Weights = LoadWeights(Path.Combine(folder, WeightsFile), identity, config, ""),
            Snapshots = !File.Exists(Path.Combine(folder, SnapshotsFile))
                ? []
                :
                [
                    .. WeightSnapshot.Moments.Select(percent => new WeightSnapshot(
                        percent,
                        LoadWeights(Path.Combine(folder, SnapshotsFile), identity, config, $"{percent}/")
                    )),
                ],
            Metrics = MetricsTable.Load(Path.Combine(folder, MetricsFile)),
            ChannelActivity = Runs.ChannelActivity.Load(Path.Combine(folder, ChannelsFile), config.Channels),
            Provenance =
                ReadJson(Path.Combine(folder, ProvenanceFile)).Deserialize<Provenance>()
                ?? throw Damaged(Path.Combine(folder, ProvenanceFile)),
        };
    }

    /// <summary>
    /// Takes from a finished run what only its own study needs: the snapshots and the record of every single iteration. Weights, metrics
    /// and provenance stay.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="RunException">It holds no finished run.</exception>
    public static void Thin(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!IsIn(folder))
            throw new RunException($"{folder} holds no finished run, so there is nothing to thin.");
        File.Delete(Path.Combine(folder, SnapshotsFile));
        File.Delete(Path.Combine(folder, ArchiveFile));
    }

    /// <summary>Copies the record of every single iteration, the document's <c>training_metrics.npz</c>, to another place.</summary>
    /// <param name="path">Path of the copy.</param>
    /// <exception cref="RunException">The run was thinned and has none.</exception>
    public void SaveArchive(string path)
    {
        var own = Path.Combine(Folder, ArchiveFile);
        if (!File.Exists(own))
            throw new RunException(
                $"{Folder} has no {ArchiveFile} (the run was thinned); train it again to have the record of every iteration."
            );
        AtomicFile.Write(path, File.ReadAllBytes(own));
    }

    /// <summary>Reads what a folder's training is about, finished or not.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="RunException">A file is missing, damaged or altered.</exception>
    public static (TrainingConfig Config, Target Target, string Identity, string Arithmetic) LoadSettings(string folder)
    {
        var path = Path.Combine(folder, ConfigFile);
        var json = ReadJson(path);
        try
        {
            var config = TrainingConfigFields.FromJson(json.GetProperty("config"));
            var described = json.GetProperty("target");
            var canvas = Tensor(SafeTensors.Load(Path.Combine(folder, TargetFile)).Tensors, "rgba", Path.Combine(folder, TargetFile));
            var target = new Target
            {
                Name = described.GetProperty("name").GetString() ?? "",
                Emoji = described.GetProperty("emoji").GetString() ?? "",
                Grid = described.GetProperty("grid").GetInt32(),
                Size = described.GetProperty("size").GetInt32(),
                Form = config.CanvasForm,
                Rgba = canvas,
            };
            var arithmetic = json.GetProperty("arithmetic").GetString() ?? "";
            var identity = RunIdentity.Of(config, target, arithmetic);
            if (
                canvas.Length != target.Grid * target.Grid * CellState.VisibleChannels
                || identity != json.GetProperty(IdentityKey).GetString()
            )
                throw new RunException(
                    $"{path} was altered or does not belong to {TargetFile} beside it; take an unharmed copy or train again."
                );
            return (config, target, identity, arithmetic);
        }
        catch (Exception error)
            when (error is InvalidConfigException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(path, error);
        }
    }

    /// <summary>Writes what a training is about into its folder.</summary>
    internal static void SaveSettings(string folder, TrainingConfig config, Target target, string arithmetic)
    {
        SafeTensors.Save(
            Path.Combine(folder, TargetFile),
            [("rgba", [target.Grid, target.Grid, CellState.VisibleChannels], target.Rgba)],
            new Dictionary<string, string>()
        );
        WriteJson(
            Path.Combine(folder, ConfigFile),
            new JsonObject
            {
                [IdentityKey] = RunIdentity.Of(config, target, arithmetic),
                ["arithmetic"] = arithmetic,
                ["target"] = new JsonObject
                {
                    ["name"] = target.Name,
                    ["emoji"] = target.Emoji,
                    ["grid"] = target.Grid,
                    ["size"] = target.Size,
                    ["fingerprint"] = target.Fingerprint,
                },
                ["config"] = TrainingConfigFields.ToJson(config),
            }
        );
    }

    /// <summary>Writes what a finished training leaves, the provenance last.</summary>
    internal static void SaveResults(string folder, string identity, Trainer trainer, Provenance provenance)
    {
        var metadata = new Dictionary<string, string> { [IdentityKey] = identity };
        SafeTensors.Save(Path.Combine(folder, WeightsFile), [.. TensorsOf(trainer.Weights, "")], metadata);
        SafeTensors.Save(
            Path.Combine(folder, SnapshotsFile),
            [.. trainer.Snapshots.SelectMany(snapshot => TensorsOf(snapshot.Weights, $"{snapshot.Percent}/"))],
            metadata
        );
        MetricsTable.Save(
            Path.Combine(folder, MetricsFile),
            MetricsWindow.Of(trainer.Records, (trainer.Records.Count + MostWindows - 1) / MostWindows)
        );
        Runs.ChannelActivity.Save(Path.Combine(folder, ChannelsFile), Runs.ChannelActivity.Of(trainer.Records));
        TrainingArchive.Save(Path.Combine(folder, ArchiveFile), trainer.Records);
        WriteJson(Path.Combine(folder, ProvenanceFile), JsonSerializer.SerializeToNode(provenance)!);
    }

    private static IEnumerable<(string Name, int[] Shape, float[] Values)> TensorsOf(UpdateRuleWeights weights, string prefix) =>
        weights.Variables.Select(variable =>
            (prefix + variable.Name, variable.Shape, weights.Values.AsSpan(variable.Start, variable.Length).ToArray())
        );

    private static UpdateRuleWeights LoadWeights(string path, string identity, TrainingConfig config, string prefix)
    {
        var (tensors, metadata) = SafeTensors.Load(path);
        if (metadata.GetValueOrDefault(IdentityKey) != identity)
            throw new RunException($"{path} belongs to another run than {ConfigFile} beside it; take an unharmed copy or train again.");
        var weights = new UpdateRuleWeights(config.Channels, config.Hidden);
        foreach (var (name, start, length, _) in weights.Variables)
        {
            var values = Tensor(tensors, prefix + name, path);
            if (values.Length != length)
                throw Damaged(path);
            values.CopyTo(weights.Values, start);
        }

        return weights;
    }

    private static float[] Tensor(IReadOnlyDictionary<string, (int[] Shape, float[] Values)> tensors, string name, string path) =>
        tensors.TryGetValue(name, out var tensor) ? tensor.Values : throw Damaged(path);

    private static JsonElement ReadJson(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, error);
        }
    }

    private static void WriteJson(string path, JsonNode json) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(json, Readable));

    private static RunException Damaged(string path, Exception? cause = null) =>
        new(
            $"{path} is missing or damaged{(cause is null ? "" : $" ({cause.Message.Split('\n')[0].TrimEnd('.')})")}; take an unharmed copy or train again.",
            cause
        );
}
