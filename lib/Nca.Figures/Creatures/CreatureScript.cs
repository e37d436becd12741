using System.IO.Compression;
using System.Text;
using Nca.Figures.Embedded;

namespace Nca.Figures.Creatures;

/// <summary>
/// The page's script and style, put together from readable files: comments and indentation stay behind, everything else is as written.
/// </summary>
internal static class CreatureScript
{
    private static readonly string[] Parts =
    [
        "philox",
        "rule",
        "plain-engine",
        "graphics",
        "webgl-engine",
        "habitat",
        "wounds",
        "badge",
        "player",
    ];

    private static readonly Lazy<string> Plain = new(() => $"<script id=\"nca-creatures-script\">{Script()}</script>");
    private static readonly Lazy<string> Packed = new(() =>
        $"{Style()}<script id=\"nca-creatures-script\">{Unpacking(Script() + "window.ncaCreatures.mount();")}</script>"
    );

    /// <summary>The script as it can be read, once for a page however many creatures are on it.</summary>
    public static string Html => Plain.Value;

    /// <summary>The same deflated to a third, with its style: for a page that is sent around.</summary>
    public static string PackedHtml => Packed.Value;

    private static string Style() => OutputStyle.Html("controls", "creatures/creatures");

    private static string Script()
    {
        var script = new StringBuilder("(() => {\nif (window.ncaCreatures) return;\n");
        foreach (var part in Parts)
            script.Append(EmbeddedAsset.Bare($"creatures/{part}.js"));
        return script.Append("})();").ToString();
    }

    // The browser inflates the text and runs it as any other inline script; nothing is evaluated that a policy of inline scripts would
    // forbid.
    private static string Unpacking(string script)
    {
        using var packed = new MemoryStream();
        using (var deflating = new ZLibStream(packed, CompressionLevel.SmallestSize))
            deflating.Write(Encoding.UTF8.GetBytes(script));
        return $$"""
            (async () => {
            const bytes = Uint8Array.from(atob("{{Convert.ToBase64String(packed.ToArray())}}"), letter => letter.charCodeAt(0));
            const script = document.createElement("script");
            script.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
            document.head.append(script);
            })();
            """;
    }
}
