using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Nca.Notebooks.Markup;

namespace Nca.Notebooks.Comparison;

/// <summary>
/// A figure or an output of a report whose writer is unknown, built anew: known elements and attributes, and of its scripts the data only,
/// which may stand in a block of JSON or in a call of ours with nothing but JSON for its arguments.
/// </summary>
internal static partial class RebuiltMarkup
{
    private const int DeepestData = 64;

    /// <summary>A figure whose ids begin with a prefix, so that two of a kind can stand on one page.</summary>
    /// <param name="html">Its markup.</param>
    /// <param name="prefix">What every id begins with.</param>
    /// <param name="scripts">Gets the calls that were put into it, which a policy must allow.</param>
    public static string Figure(string html, string prefix, ICollection<string> scripts)
    {
        var nodes = SelfContained.Parse(html);
        var ids = nodes
            .OfType<IElement>()
            .SelectMany(node => node.QuerySelectorAll("[id]").Prepend(node))
            .Select(element => element.Id)
            .OfType<string>()
            .ToHashSet();
        var allowed = new AllowedMarkup
        {
            KeepsControls = true,
            Id = id => prefix + id,
            Script = script => Script(script, ids, prefix, scripts),
        };
        return allowed.Write(nodes);
    }

    /// <summary>An output besides figures: text, tables, pictures.</summary>
    /// <param name="html">Its markup.</param>
    public static string Output(string html) => new AllowedMarkup { Id = _ => null }.Write(SelfContained.Parse(html));

    private static string Script(IElement script, HashSet<string> ids, string prefix, ICollection<string> scripts)
    {
        try
        {
            if (script.GetAttribute("type") == "application/json")
                return $"<script type=\"application/json\">{Plain(script.TextContent)}</script>";
            if (script.HasAttribute("type") || Call().Match(script.TextContent) is not { Success: true } call)
                return "";
            using var arguments = JsonDocument.Parse($"[{call.Groups[2].Value}]", new() { MaxDepth = DeepestData });
            var plain = arguments
                .RootElement.EnumerateArray()
                .Select(argument =>
                    argument.ValueKind == JsonValueKind.String && ids.Contains(argument.GetString()!)
                        ? JsonSerializer.Serialize(prefix + argument.GetString())
                        : Plain(argument.GetRawText())
                );
            var text = $"window.{call.Groups[1].Value}({string.Join(", ", plain)});";
            scripts.Add(text);
            return $"<script>{text}</script>";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    // JSON written anew: the writer leaves no character in it that means anything to HTML.
    private static string Plain(string json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = DeepestData });
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            Append(writer, document.RootElement);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Append(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    // In a script this name would set what the object inherits from.
                    if (property.Name is "__proto__" or "constructor" or "prototype")
                        continue;
                    writer.WritePropertyName(property.Name);
                    Append(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Append(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(PlainText(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A chart's words may hold breaks and stresses, and links, which lead away; an address that is not in the page is none of its own.
    private static string PlainText(string text) =>
        Address().IsMatch(text) ? ""
        : text.Contains('<', StringComparison.Ordinal) ? Bracket().Replace(text, "&lt;")
        : text;

    [GeneratedRegex(@"^\s*window\.(nca[A-Za-z]{0,40}\?\.[a-z][A-Za-z]{0,40})\((.*)\);?\s*$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(
        @"^[\x00-\x20]*(?:(?:[a-z][a-z0-9+.-]*:)?//|(?:javascript|blob|file|data:text|data:image/svg)\b)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Address();

    [GeneratedRegex("<(?!/?(?:b|i|br|em|sub|sup)\\s*/?>)")]
    private static partial Regex Bracket();
}
