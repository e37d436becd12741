using System.Globalization;
using System.Text.RegularExpressions;
using Nca.Automaton;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary>Damage as typed: SHAPE:SIZE@STEP, say <c>circle:8@100</c>.</summary>
internal static partial class DamageArgument
{
    private const string Form = "circle:RADIUS@STEP, square:SIDE@STEP or half:DEGREES@STEP, say circle:8@100";

    /// <summary>Reads the text; discs and squares fall on the middle of the grid, halves on one side of it.</summary>
    public static (Damage Damage, int Step) Parse(string text, int grid, int steps)
    {
        var parts = Pattern().Match(text);
        if (!parts.Success)
            throw new InvalidConfigException($"--damage {text} is not possible; allowed: {Form}.");
        var size = double.Parse(parts.Groups["size"].Value, CultureInfo.InvariantCulture);
        if (!int.TryParse(parts.Groups["step"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step >= steps)
            throw new InvalidConfigException(
                $"--damage {text} falls at step {parts.Groups["step"].Value}; allowed: 0 to {steps - 1}, the last but one of --steps."
            );
        var middle = grid / 2;
        if (parts.Groups["shape"].Value == "half")
            return (Damage.HalfPlane(middle, middle, size), step);
        if (size <= 0 || size > grid)
            throw new InvalidConfigException($"--damage {text} has size {size}; allowed: above 0 up to {grid}, the grid.");
        if (parts.Groups["shape"].Value == "circle")
            return (Damage.Circle(middle, middle, size), step);
        var side = Math.Max(1, (int)size);
        return (Damage.Rectangle(middle - side / 2, middle - side / 2, side, side), step);
    }

    [GeneratedRegex(@"^(?<shape>circle|square|half):(?<size>\d{1,4}(\.\d{1,4})?)@(?<step>\d{1,9})$")]
    private static partial Regex Pattern();
}
