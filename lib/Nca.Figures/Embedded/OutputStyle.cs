using System.Collections.Concurrent;

namespace Nca.Figures.Embedded;

/// <summary>
/// The styles that an output brings along. Every output has all that it needs, because a notebook shows outputs in any order and may take
/// any of them away; where many stand on one page, each style has an id by which it may be kept once.
/// </summary>
internal static class OutputStyle
{
    private static readonly ConcurrentDictionary<string, string> Elements = new();

    /// <summary>The style elements, a few kilobytes, the colours of the host first.</summary>
    /// <param name="names">Names of style sheets below <c>Assets/</c>, without their ending.</param>
    public static string Html(params IEnumerable<string> names) => string.Concat(names.Prepend("colours").Distinct().Select(Element));

    private static string Element(string name) =>
        Elements.GetOrAdd(name, name => $"<style id=\"nca-style-{Path.GetFileName(name)}\">{EmbeddedAsset.Bare(name + ".css")}</style>");
}
