using System.Net;

namespace Nca.Figures.Html;

/// <summary>What stands around a page that is no notebook's report: head, policy, and colours that follow the reader's theme.</summary>
internal static class BarePage
{
    /// <summary>How it ends, after what it holds and its scripts.</summary>
    public const string End = "</body>\n</html>\n";

    private const string Style = """
        :root {
            color-scheme: light dark; --nca-paper: #fbfaf7; --nca-raised: #fff; --nca-ink: #1c2226; --nca-muted: #586068;
            --nca-line: #dcd8d0; --nca-edge: #857f74; --nca-accent: #0a6560; --nca-error: #a3211d;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --nca-paper: #14171a; --nca-raised: #1b1f23; --nca-ink: #e4e2dd; --nca-muted: #a2a9af;
                --nca-line: #343a40; --nca-edge: #7d868e; --nca-accent: #5cc8bd; --nca-error: #ff9a92;
            }
        }
        body {
            margin: 0 auto; max-width: 70rem; padding: 1.2rem; box-sizing: border-box;
            background: var(--nca-paper); color: var(--nca-ink); font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif;
        }
        h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 1rem; }
        """;

    /// <summary>How it begins, up to its heading.</summary>
    /// <param name="title">Title of the window, and the heading.</param>
    /// <param name="policy">What the page may do, as a content security policy.</param>
    /// <param name="style">Styles of its own.</param>
    /// <param name="head">More for the head.</param>
    public static string Begin(string title, string policy, string style, string head = "") =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="icon" href="data:,">
            <style>
            {Style}
            {style}
            </style>
            {head}
            </head>
            <body>
            <main>
            <h1>{WebUtility.HtmlEncode(title)}</h1>

            """;
}
