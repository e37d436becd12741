using System.Globalization;
using System.Net;
using Nca.Notebooks.Report;

namespace Nca.Notebooks.Watching;

/// <summary>
/// A report as it is served while its notebook is watched: it loads itself anew and says what runs. The file has none of this.
/// </summary>
internal static class ReloadingPage
{
    private const string Script = """
        (() => {
          const badge = document.createElement("div");
          badge.id = "nca-watch";
          badge.setAttribute("role", "status");
          document.body.append(badge);
          const events = new EventSource("events");
          events.onmessage = message => {
            const { version, state } = JSON.parse(message.data);
            if (version !== shown) location.reload();
            badge.textContent = state;
          };
          events.onerror = () => { badge.textContent = "nca run --watch has ended, or starts again"; };
          addEventListener("pagehide", () => events.close());
        })();
        """;

    private const string Style = """
        #nca-watch { position: fixed; right: 1rem; bottom: 1rem; z-index: 9; padding: .3rem .8rem; border-radius: 1rem;
          font: .85rem var(--sans); background: var(--nca-raised); color: var(--nca-ink); border: 1px solid var(--nca-edge); }
        #nca-watch:empty { display: none; }
        @media print { #nca-watch { display: none; } }
        """;

    /// <summary>A report, made to load itself anew.</summary>
    /// <param name="report">Its HTML.</param>
    /// <param name="version">Which version of it this is.</param>
    public static string Of(string report, int version)
    {
        var number = version.ToString(CultureInfo.InvariantCulture);
        var addition = $"<style>{Style}</style><script>{{ const shown = {number};\n{Script} }}</script>";
        var page = Replace(report, PagePolicy.OfReport, PagePolicy.OfReport + "; connect-src 'self'", last: false);
        return Replace(page, "</body>", addition + "</body>", last: true);
    }

    /// <summary>What is shown before the first report is written.</summary>
    /// <param name="name">The notebook's name.</param>
    public static string Empty(string name) =>
        PageFrame.Html(name, "", $"<h1>{WebUtility.HtmlEncode(name)}</h1><p>The report comes when the cells have run.</p>");

    // Outputs may hold the same words: the head's come first, the frame's last.
    private static string Replace(string text, string old, string later, bool last)
    {
        var at = last ? text.LastIndexOf(old, StringComparison.Ordinal) : text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 ? text : text.Remove(at, old.Length).Insert(at, later);
    }
}
