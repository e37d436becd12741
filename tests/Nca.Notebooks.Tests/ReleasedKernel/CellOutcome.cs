using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>What a cell has given so far in the released kernel.</summary>
/// <param name="token">The token of its command.</param>
internal sealed class CellOutcome(string token)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>What is shown: values by display id, each as it was last, and those without an id.</summary>
    public List<ShownValue> Shown { get; } = [];

    /// <summary>What was printed.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>All that is shown, as one text.</summary>
    public string Html => string.Concat(Shown.Select(value => value.Content));

    /// <summary>Takes in an event of the kernel, if it is this cell's.</summary>
    /// <param name="happened">The event.</param>
    public void Take(JsonObject happened)
    {
        if (((string?)happened["command"]?["token"])?.Split('.')[0] != token)
            return;
        var (type, details) = ((string?)happened["eventType"], happened["event"]!);
        switch (type)
        {
            case "CommandSucceeded":
            case "CommandFailed":
                if ((string?)happened["command"]!["token"] != token)
                    break;
                (HasEnded, Time) = (true, _clock.Elapsed);
                if (type == "CommandFailed")
                    Failure = (string?)details["message"];
                break;
            case "StandardOutputValueProduced":
            case "StandardErrorValueProduced":
                Printed += (string?)details["formattedValues"]![0]!["value"];
                break;
            case "DisplayedValueProduced":
            case "ReturnValueProduced":
            case "DisplayedValueUpdated":
                var (id, first) = ((string?)details["valueId"], details["formattedValues"]![0]!);
                var place = id is null ? -1 : Shown.FindIndex(value => value.Id == id);
                var updates = place < 0 ? 0 : Shown[place].Updates + 1;
                var value = new ShownValue(id, (string)first["mimeType"]!, (string)first["value"]!, updates);
                if (place < 0)
                    Shown.Add(value);
                else
                    Shown[place] = value;
                break;
        }
    }
}

/// <summary>A value that a cell shows.</summary>
/// <param name="Id">Its id, if it may be updated.</param>
/// <param name="MimeType">Its type.</param>
/// <param name="Content">Its content.</param>
/// <param name="Updates">How often it was updated in place.</param>
internal sealed record ShownValue(string? Id, string MimeType, string Content, int Updates);
