using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Targets;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// A finished training in a folder: <c>config.json</c> (hyperparameters, target, identity), <c>target.safetensors</c>,
/// <c>weights.safetensors</c>,
/// <c>snapshots.safetensors</c>, <c>metrics.csv</c> (at most a thousand stretches of iterations), <c>channels.csv</c>, the tutorial's
/// <c>training_metrics.npz</c>, and <c>provenance.json</c>, which is written last: a folder
/// without it is no finished run.
/// </summary>
public sealed record StoredRun
{
    /// <summary>Iterations at the end of a training over which its final loss is taken.</summary>
    public const int FinalIterations = 100;

    internal const string ConfigFile = "config.json",
        ProvenanceFile = "provenance.json";
    private const int MostWindows = 1000,
        SmallestGrid = 7,
        LargestGrid = 1024;

    // Raised when an older version could misunderstand the file; files without the number are of form 1.
    private const int Form = 1;
    private const string FormKey = "form";
    private const string TargetFile = "target.safetensors",
        WeightsFile = "weights.safetensors",
        SnapshotsFile = "snapshots.safetensors",
        MetricsFile = "metrics.csv",
        ArchiveFile = "training_metrics.npz",
        ChannelsFile = "channels.csv";
    private const string IdentityKey = "identity",
        ArithmeticKey = "arithmetic",
        StagingFolder = ".finishing";
    private const string Mend = "take an unharmed copy or train again";
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

    /// <summary>The trained automaton, to be grown and watched.</summary>
    public TrainedAutomaton Creature => new(Config.Automaton, Weights, Target);

    /// <summary>Mean training loss of the last <see cref="FinalIterations"/> iterations, or of all where there were fewer.</summary>
    public double FinalLoss => MetricsWindow.FinalLoss(Metrics, FinalIterations);

    /// <summary>Names of the files that a training and its run consist of.</summary>
    internal static IReadOnlyList<string> FileNames { get; } =
    [ConfigFile, TargetFile, WeightsFile, SnapshotsFile, MetricsFile, ChannelsFile, ArchiveFile, ProvenanceFile];

    /// <summary>When a folder's run was finished; null where none is.</summary>
    internal static DateTime? FinishedAt(string folder) =>
        IsIn(folder) ? File.GetLastWriteTimeUtc(Path.Combine(folder, ProvenanceFile)) : null;

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
            throw new RunException($"There is no run {folder}; name the folder of one.") { Folder = folder };
        if (!File.Exists(Path.Combine(folder, ConfigFile)))
            throw new RunException($"{folder} holds no run ({ConfigFile} is missing); name the folder of one.") { Folder = folder };
        if (!IsIn(folder))
            throw new RunException($"The training in {folder} is not finished; resume it.") { Folder = folder, IsResumable = true };
        var (config, target, identity, arithmetic) = LoadSettings(folder);
        var metrics = MetricsTable.Load(Path.Combine(folder, MetricsFile));
        if (metrics[^1].Iteration + metrics[^1].Iterations != config.Steps)
            throw new RunException(
                $"{Path.Combine(folder, MetricsFile)} ends at iteration {metrics[^1].Iteration + metrics[^1].Iterations}, not "
                    + $"{config.Steps}; {Mend}."
            );
        return new StoredRun
        {
            Folder = folder,
            Identity = identity,
            Arithmetic = arithmetic,
            Config = config,
            Target = target,
            Weights = WeightTensors.Load(Path.Combine(folder, WeightsFile), identity, config, ""),
            Snapshots = !File.Exists(Path.Combine(folder, SnapshotsFile))
                ? []
                :
                [
                    .. WeightSnapshot.Moments.Select(percent => new WeightSnapshot(
                        percent,
                        WeightTensors.Load(Path.Combine(folder, SnapshotsFile), identity, config, $"{percent}/")
                    )),
                ],
            Metrics = metrics,
            ChannelActivity = Runs.ChannelActivity.Load(Path.Combine(folder, ChannelsFile), config.Channels),
            Provenance = LoadProvenance(Path.Combine(folder, ProvenanceFile)),
        };
    }

    /// <summary>Loads a run by the path of its folder, or by its path below the shipped runs: <c>presets/regenerating</c>.</summary>
    /// <param name="name">One of the two.</param>
    /// <exception cref="RunException">There is no finished run, or a file is damaged or belongs to another run.</exception>
    public static StoredRun Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Load(DataFolder.Path is { } data && !Directory.Exists(name) ? Path.Combine(data, "runs", name) : name);
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
        StartingWeights.Remove(folder);
    }

    /// <summary>Copies the record of every single iteration, the tutorial's <c>training_metrics.npz</c>, to another place.</summary>
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
        RequireKnownForm(json, path);
        try
        {
            var config = TrainingConfigFields.FromJson(Entry(json, "config", path));
            var described = Entry(json, "target", path);
            var (grid, size) = (Entry(described, "grid", path).GetInt32(), Entry(described, "size", path).GetInt32());
            if (grid is < SmallestGrid or > LargestGrid)
                throw new RunException($"{path} has a grid of {grid}; allowed: {SmallestGrid} to {LargestGrid}. It was altered: {Mend}.");
            if (size < 1 || size > grid)
                throw new RunException($"{path} has a picture of size {size}; allowed: 1 to {grid}, its grid. It was altered: {Mend}.");
            var target = new Target
            {
                Name = Entry(described, "name", path).GetString() ?? "",
                Emoji = Entry(described, "emoji", path).GetString() ?? "",
                Grid = grid,
                Size = size,
                AlphaMode = config.AlphaMode,
                Rgba = LoadCanvas(Path.Combine(folder, TargetFile), grid),
            };
            var arithmetic = Entry(json, ArithmeticKey, path).GetString() ?? "";
            var identity = RunIdentity.Of(config, target, arithmetic);
            if (identity != Entry(json, IdentityKey, path).GetString())
                throw new RunException($"{path} was altered or does not belong to {TargetFile} beside it; {Mend}.");
            return (config, target, identity, arithmetic);
        }
        catch (Exception error) when (error is InvalidConfigException or InvalidOperationException or FormatException)
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
                [FormKey] = Form,
                [IdentityKey] = RunIdentity.Of(config, target, arithmetic),
                [ArithmeticKey] = arithmetic,
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

    /// <summary>
    /// Writes what a finished training leaves, the provenance last. Everything is complete on the disk before the first file of an older
    /// run is replaced.
    /// </summary>
    internal static void SaveResults(string folder, string identity, Trainer trainer, Provenance provenance)
    {
        var staging = Path.Combine(folder, StagingFolder);
        RemoveLeftovers(folder);
        var metadata = new Dictionary<string, string> { [IdentityKey] = identity };
        SafeTensors.Save(Path.Combine(staging, WeightsFile), [.. WeightTensors.Of(trainer.Result, "")], metadata);
        SafeTensors.Save(
            Path.Combine(staging, SnapshotsFile),
            [.. trainer.Snapshots.SelectMany(snapshot => WeightTensors.Of(snapshot.Weights, $"{snapshot.Percent}/"))],
            metadata
        );
        MetricsTable.Save(
            Path.Combine(staging, MetricsFile),
            MetricsWindow.Of(trainer.Records, (trainer.Records.Count + MostWindows - 1) / MostWindows)
        );
        Runs.ChannelActivity.Save(Path.Combine(staging, ChannelsFile), Runs.ChannelActivity.Of(trainer.Records));
        TrainingArchive.Save(Path.Combine(staging, ArchiveFile), trainer.Records);
        WriteJson(Path.Combine(staging, ProvenanceFile), JsonSerializer.SerializeToNode(provenance)!);
        foreach (var name in FileNames.Where(name => File.Exists(Path.Combine(staging, name))))
            File.Move(Path.Combine(staging, name), Path.Combine(folder, name), overwrite: true);
        RemoveLeftovers(folder);
    }

    /// <summary>Removes what a killed process was writing into a folder: files of our own names, nothing else.</summary>
    /// <param name="folder">The folder; no other process may be training there.</param>
    internal static void RemoveLeftovers(string folder)
    {
        var staging = Path.Combine(folder, StagingFolder);
        foreach (var name in FileNames)
        {
            AtomicFile.RemoveLeftovers(Path.Combine(folder, name));
            if (!Directory.Exists(staging))
                continue;
            AtomicFile.RemoveLeftovers(Path.Combine(staging, name));
            File.Delete(Path.Combine(staging, name));
        }

        if (Directory.Exists(staging) && !Directory.EnumerateFileSystemEntries(staging).Any())
            Directory.Delete(staging);
    }

    private static float[] LoadCanvas(string path, int grid)
    {
        var rgba = WeightTensors.Take(SafeTensors.Load(path).Tensors, "rgba", [grid, grid, CellState.VisibleChannels], path);
        if (rgba.Any(value => value is not (>= 0 and <= 1)))
            throw new RunException($"{path} holds a colour outside 0 to 1; {Mend}.");
        return rgba;
    }

    private static Provenance LoadProvenance(string path)
    {
        try
        {
            var provenance = ReadJson(path).Deserialize<Provenance>() ?? throw Damaged(path);
            return provenance.IsPossible ? provenance : throw new RunException($"{path} tells what cannot be; {Mend}.");
        }
        catch (JsonException error)
        {
            throw Damaged(path, error);
        }
    }

    // What this version does not know was written by a later one; what it misses, by an earlier one or by nobody.
    private static void RequireKnownForm(JsonElement json, string path)
    {
        const string Later = "is from a later version of this project";
        if (json.ValueKind != JsonValueKind.Object)
            throw Damaged(path);
        if (json.TryGetProperty(FormKey, out var form))
        {
            if (form.ValueKind != JsonValueKind.Number || !form.TryGetInt32(out var number) || number < 1)
                throw Damaged(path);
            if (number > Form)
                throw new RunException($"{path} {Later} (form {number}; this one reads {Form}); open it with that version.");
        }

        if (!json.TryGetProperty("config", out var config) || config.ValueKind != JsonValueKind.Object)
            return;
        foreach (var field in config.EnumerateObject())
            if (!TrainingConfigFields.Knows(field.Name))
                throw new RunException(
                    $"{path} {Later}, or was altered: this one knows no hyperparameter {field.Name}; open it with that version."
                );
    }

    private static JsonElement Entry(JsonElement json, string name, string path) =>
        json.TryGetProperty(name, out var entry)
            ? entry
            : throw new RunException($"{path} is from an earlier version of this project, or damaged: it has no entry {name}; {Mend}.");

    private static JsonElement ReadJson(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(RunFile.Read(path, RunFile.MostText));
        }
        catch (Exception error) when (error is JsonException or RunException)
        {
            throw Damaged(path, error);
        }
    }

    private static void WriteJson(string path, JsonNode json) =>
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(json, Readable));

    private static RunException Damaged(string path, Exception? cause = null) =>
        new($"{path} is missing or damaged{(cause is null ? "" : $" ({cause.Message.Split('\n')[0].TrimEnd('.')})")}; {Mend}.", cause);
}
