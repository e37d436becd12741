namespace Nca.Figures.Rendering;

/// <summary>
/// Colours that people with any colour vision can tell apart (after Okabe and Ito), in an order that keeps neighbours far from each other.
/// </summary>
internal static class Palette
{
    public static readonly string[] Lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a5195", "#8c6d31"];

    /// <summary>A line over a map: stands out from every colour of Viridis and from any paper.</summary>
    public const string Outline = "#d55e00";

    public static string Of(int index) => Lines[index % Lines.Length];
}
