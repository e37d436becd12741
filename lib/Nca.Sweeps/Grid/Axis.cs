using System.Globalization;

namespace Nca.Sweeps.Grid;

/// <summary>One axis of a grid: a hyperparameter, the seed or the picture, and the values that it takes.</summary>
/// <param name="Field">Name of the hyperparameter; <see cref="Picture"/> for the picture.</param>
/// <param name="Values">Its values as a person types them, one or more, all different.</param>
internal sealed record Axis(string Field, IReadOnlyList<string> Values)
{
    /// <summary>The axis of pictures.</summary>
    public const string Picture = "Picture";

    /// <summary>The axis of random seeds.</summary>
    public const string Seed = "Seed";

    private const int Most = 10_000;

    /// <summary>Reads <c>Field=v1,v2,…</c> or <c>Field=from..to</c> or <c>Field=from..to:step</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="SweepException">It is none of these; the message names the field.</exception>
    public static Axis Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign < 1)
            throw new SweepException($"'{text}' is no axis; write Field=v1,v2 or Field=from..to:step.");
        return Of(text[..sign].Trim(), text[(sign + 1)..]);
    }

    /// <summary>Reads the values of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">Values between commas, each alone or a range <c>from..to</c> or <c>from..to:step</c>.</param>
    /// <exception cref="SweepException">There is no value, one stands twice, or a range is none.</exception>
    public static Axis Of(string field, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Any(part => part.Length == 0))
            throw new SweepException($"{field}={text} has an empty value; write {field}=v1,v2 or {field}=from..to:step.");
        string[] values = [.. parts.SelectMany(part => part.Contains("..", StringComparison.Ordinal) ? Range(field, part) : [part])];
        if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SweepException($"{field}={text} names {twice.Key} twice.");
        return new Axis(field, values);
    }

    // Computed in decimals, so that 0.1..0.3:0.1 ends with 0.3.
    private static IEnumerable<string> Range(string field, string text)
    {
        var (ends, step) = text.Split(':') switch
        {
            [var bare] => (bare, "1"),
            [var bare, var given] => (bare, given),
            _ => ("", ""),
        };
        var limits = ends.Split("..");
        if (
            limits.Length != 2
            || !Number(limits[0], out var from)
            || !Number(limits[1], out var to)
            || !Number(step, out var by)
            || by <= 0
            || to < from
        )
            throw new SweepException($"{field}={text} is no range; write {field}=from..to or {field}=from..to:step, rising, step above 0.");
        if ((to - from) / by >= Most)
            throw new SweepException($"{field}={text} has more than {Most} values.");
        for (var value = from; value <= to; value += by)
            yield return value.ToString("0.############", CultureInfo.InvariantCulture);
    }

    private static bool Number(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
