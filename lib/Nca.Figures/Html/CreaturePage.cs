using System.Net;
using Nca.Figures.Creatures;
using Nca.Figures.Model;

namespace Nca.Figures.Html;

/// <summary>Living creatures as a page of its own.</summary>
internal static class CreaturePage
{
    // Nothing may be asked of the network; scripts and styles are inline.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

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
        figure { margin: 0; }
        figcaption { margin-top: 1rem; max-width: 44rem; color: var(--nca-muted); font-size: .9rem; }
        """;

    /// <summary>The page.</summary>
    /// <param name="figure">The creatures.</param>
    public static string Write(LivingCreatures figure) =>
        $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{WebUtility.HtmlEncode(figure.Title)}</title>
            <link rel="icon" href="data:,">
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <h1>{WebUtility.HtmlEncode(figure.Title)}</h1>
            <figure class="nca-figure">{CreatureHtml.Place(figure)}<figcaption>{WebUtility.HtmlEncode(figure.Caption)}</figcaption></figure>
            </main>
            {CreatureScript.PackedHtml}
            </body>
            </html>

            """;
}
