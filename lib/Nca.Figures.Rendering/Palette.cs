namespace Nca.Figures.Rendering;

/// <summary>
/// Colours that people with any colour vision can tell apart (after Okabe and Ito, with a grey for their lightest blue), ordered so that
/// neighbours differ most. Each has a contrast of at least 3 to 1 against white.
/// </summary>
internal static class Palette
{
    public static readonly string[] Lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#666d75", "#7a5195", "#8c6d31"];

    /// <summary>A line over a map: stands out from every colour of Viridis and from any paper.</summary>
    public const string Outline = "#d55e00";

    public static string Of(int index) => Lines[index % Lines.Length];

    /// <summary>How opaque a line on white must be to stand out by 3 to 1, from 0.5 to 1 (WCAG 2, non-text contrast).</summary>
    /// <param name="colour">Its colour, as <c>#rrggbb</c>.</param>
    public static double FaintShare(string colour)
    {
        for (var share = 0.5; share < 1; share += 0.05)
            if (1.05 / (Luminance(colour, share) + 0.05) >= 3)
                return share;
        return 1;
    }

    /// <summary>Relative luminance of a colour over white, from 0 to 1.</summary>
    /// <param name="colour">The colour, as <c>#rrggbb</c>.</param>
    /// <param name="share">How opaque it is, from 0 to 1.</param>
    public static double Luminance(string colour, double share = 1)
    {
        return 0.2126 * Linear(1) + 0.7152 * Linear(3) + 0.0722 * Linear(5);

        double Linear(int at)
        {
            var value = Convert.ToInt32(colour[at..(at + 2)], 16) / 255.0 * share + 1 - share;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }
}
