using System.Security.Cryptography;
using System.Text;

namespace Nca.Notebooks.Report;

/// <summary>
/// Content security policies: nothing is asked of the network, nothing is sent, no address is the base of another, and where we know all
/// scripts, no other runs.
/// </summary>
internal static class PagePolicy
{
    private const string Closed =
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; media-src data:; font-src data:";

    /// <summary>Of a report: its cells' outputs bring scripts and styles of their own, as in every notebook.</summary>
    public const string OfReport = Closed + "; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:";

    /// <summary>Of a page that holds text and pictures only.</summary>
    /// <param name="styles">Its one style sheet.</param>
    /// <param name="scripts">Its scripts.</param>
    public static string OfText(string styles, params string[] scripts) =>
        $"{Closed}; style-src {Hash(styles)}; script-src {Hashes(scripts)}";

    /// <summary>Of a page that shows what others' reports hold: only the scripts that we put there run.</summary>
    /// <param name="scripts">All scripts of the page.</param>
    public static string OfFigures(IEnumerable<string> scripts) => $"{Closed}; style-src 'unsafe-inline'; script-src {Hashes(scripts)}";

    /// <summary>A text as a browser reads it, which counts for its hash.</summary>
    /// <param name="text">A script or style.</param>
    public static string AsRead(string text) => text.ReplaceLineEndings("\n");

    private static string Hashes(IEnumerable<string> scripts) => string.Join(' ', scripts.Select(Hash).Distinct());

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
