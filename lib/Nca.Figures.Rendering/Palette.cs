namespace Nca.Figures.Rendering;

/// <summary>Colours that people with any colour vision can tell apart (after Okabe and Ito), in an order that keeps neighbours far from each other.</summary>
internal static class Palette
{
    public static readonly string[] Lines = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7a5195", "#8c6d31"];

    public static string Of(int index) => Lines[index % Lines.Length];
}
