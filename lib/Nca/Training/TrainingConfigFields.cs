using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nca.Training;

/// <summary>The fields of <see cref="TrainingConfig"/> by name: to alter one from text, and to keep a config in JSON.</summary>
internal static class TrainingConfigFields
{
    // The automaton and the schedules are left out: their fields are the config's own, under flat names.
    private static readonly PropertyInfo[] All =
    [
        .. typeof(TrainingConfig)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && (property.PropertyType.IsValueType || property.PropertyType == typeof(string)))
            .OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    // Files and identities keep the names that fields had when the first runs were stored, in the order of those names.
    private static readonly Dictionary<string, string> StoredNames = new()
    {
        [nameof(TrainingConfig.AlphaMode)] = "CanvasForm",
        [nameof(TrainingConfig.ReseedPolicy)] = "WorstSample",
    };

    private static readonly PropertyInfo[] AllAsStored = [.. All.OrderBy(StoredName, StringComparer.Ordinal)];

    private static readonly TrainingConfig Default = new();

    /// <summary>Names of all fields, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(field => field.Name)];

    /// <summary>Whether a field has this name, its own or that in files; upper or lower case.</summary>
    /// <param name="name">The name.</param>
    public static bool Knows(string name) => Find(name) is not null;

    /// <summary>A config with one field altered.</summary>
    /// <param name="config">The config.</param>
    /// <param name="name">Name of the field, its own or that in files; upper or lower case.</param>
    /// <param name="text">The value as a person types it, with a decimal point.</param>
    /// <exception cref="InvalidConfigException">There is no such field, or the text is no such value.</exception>
    public static TrainingConfig Alter(TrainingConfig config, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(text);
        var field =
            Find(name) ?? throw new InvalidConfigException($"There is no hyperparameter {name}; known: {string.Join(", ", Names)}.");
        var altered = config with { };
        field.SetValue(altered, Parse(field, text.Trim()));
        return altered;
    }

    /// <summary>
    /// All fields as JSON, under the names and in the alphabetical order that files have: the same config gives the same text everywhere.
    /// </summary>
    /// <param name="config">The config.</param>
    public static JsonObject ToJson(TrainingConfig config) => ToJson(config, AllAsStored);

    /// <summary>Value of a field, as <see cref="ToJson(TrainingConfig)"/> writes it.</summary>
    /// <param name="config">The config.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string TextOf(TrainingConfig config, string name)
    {
        ArgumentNullException.ThrowIfNull(config);
        return JsonOf(All.Single(field => field.Name == name).GetValue(config)).ToString();
    }

    /// <summary>
    /// The fields that differ from <c>new TrainingConfig()</c>, as JSON in alphabetical order. It says as much as all of them and stays the
    /// same when a later version knows one more hyperparameter, whose default then means what was done before.
    /// </summary>
    /// <param name="config">The config.</param>
    public static JsonObject AlteredToJson(TrainingConfig config) =>
        ToJson(config, AllAsStored.Where(field => !Equals(field.GetValue(config), field.GetValue(Default))));

    private static JsonObject ToJson(TrainingConfig config, IEnumerable<PropertyInfo> fields)
    {
        var json = new JsonObject();
        foreach (var field in fields)
            json[StoredName(field)] = JsonOf(field.GetValue(config));
        return json;
    }

    private static PropertyInfo? Find(string name) =>
        All.FirstOrDefault(field =>
            field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || StoredName(field).Equals(name, StringComparison.OrdinalIgnoreCase)
        );

    private static JsonNode JsonOf(object? value) =>
        value switch
        {
            bool flag => flag,
            int number => number,
            long number => number,
            double number => number,
            var choice => choice!.ToString()!,
        };

    private static string StoredName(PropertyInfo field) => StoredNames.GetValueOrDefault(field.Name, field.Name);

    /// <summary>A config from <see cref="ToJson(TrainingConfig)"/>.</summary>
    /// <param name="json">An object of fields; one that is missing has its default, as in files from before it was invented.</param>
    /// <exception cref="InvalidConfigException">A field is unknown, or has a value that cannot be.</exception>
    public static TrainingConfig FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidConfigException("A config is a JSON object with one entry per hyperparameter.");
        var config = new TrainingConfig();
        foreach (var entry in json.EnumerateObject())
            config = Alter(config, entry.Name, entry.Value.ToString());
        return config.Validated();
    }

    /// <summary>What differs between two configs: field, value here, value there.</summary>
    /// <param name="first">One config.</param>
    /// <param name="second">The other.</param>
    public static IReadOnlyList<(string Field, string First, string Second)> Differences(TrainingConfig first, TrainingConfig second) =>
        [
            .. All.Select(field => (field.Name, Text(field.GetValue(first)), Text(field.GetValue(second))))
                .Where(field => field.Item2 != field.Item3),
        ];

    private static object Parse(PropertyInfo field, string text)
    {
        var type = field.PropertyType;
        if (type == typeof(string))
            return text;
        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            return large;
        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        if (type == typeof(bool) && bool.TryParse(text, out var flag))
            return flag;
        if (
            type.IsEnum
            && Enum.GetNames(type).FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
        )
            return Enum.Parse(type, known);
        var wanted =
            type.IsEnum ? string.Join(", ", Enum.GetNames(type))
            : type == typeof(bool) ? "true, false"
            : type == typeof(double) ? "a number with a decimal point"
            : "a whole number";
        throw new InvalidConfigException($"{field.Name} = {text} is not possible; allowed: {wanted}.");
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
