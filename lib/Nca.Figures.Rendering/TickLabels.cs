using System.Globalization;

namespace Nca.Figures.Rendering;

/// <summary>Values written at the marks of an axis.</summary>
internal static class TickLabels
{
    /// <summary>A value to four digits, without an exponent where there is room.</summary>
    /// <param name="value">The value.</param>
    public static string Of(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
