using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>Stored studies as files: JSON, numbers to four digits.</summary>
internal static class StudyFile
{
    private static readonly JsonSerializerOptions Compact = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Paths of the stored studies of one kind, in alphabetical order; none where the data folder has none.</summary>
    /// <param name="folder">Name of the kind's folder, within the folder of studies.</param>
    public static IReadOnlyList<string> In(string folder) =>
        DataFolder.Path is { } data && Path.Combine(data, "studies", folder) is var path && Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Reads a study.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="path">Path of the file.</param>
    /// <param name="isComplete">Whether all of it is there.</param>
    /// <exception cref="RunException">It cannot be read, or is not what it should be.</exception>
    public static T Load<T>(string path, Func<T, bool> isComplete)
        where T : class
    {
        try
        {
            var study = JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Compact);
            return study is not null && isComplete(study) ? study : throw new JsonException();
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or NotSupportedException or ArgumentException)
        {
            throw new RunException($"{path} is damaged; take an unharmed copy, or measure again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Writes a study under a temporary name first.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="path">Path of the file.</param>
    /// <param name="study">The study.</param>
    public static void Save<T>(string path, T study)
    {
        var json = JsonSerializer.SerializeToNode(study, Compact)!;
        Round(json);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(json, Compact));
    }

    // Errors need no more digits than a reader compares.
    private static void Round(JsonNode node)
    {
        foreach (var child in ChildrenOf(node))
        {
            if (child is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) && number % 1 != 0)
                value.ReplaceWith(double.Parse(number.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            else if (child is not null)
                Round(child);
        }
    }

    private static JsonNode?[] ChildrenOf(JsonNode node) =>
        node switch
        {
            JsonObject entries => [.. entries.Select(entry => entry.Value)],
            JsonArray list => [.. list],
            _ => [],
        };
}
