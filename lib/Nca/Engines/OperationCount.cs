using System.Globalization;

namespace Nca.Engines;

/// <summary>Numbers of multiplications and additions as one says them.</summary>
internal static class OperationCount
{
    private static readonly (double Size, string Unit)[] Units = [(1e15, "PFLOP"), (1e12, "TFLOP"), (1e9, "GFLOP"), (1e6, "MFLOP")];

    /// <summary>Three digits and a unit, say <c>184 TFLOP</c>, <c>3.27 GFLOP</c>, or all digits below a million: <c>960 FLOP</c>.</summary>
    /// <param name="operations">How many, at least 0.</param>
    public static string Text(double operations)
    {
        // Half a unit of the third digit below the unit rounds up to it.
        foreach (var (size, unit) in Units)
        {
            var amount = operations / size;
            if (amount >= 0.9995)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Math.Round(amount, amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2)} {unit}"
                );
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(operations)} FLOP");
    }
}
