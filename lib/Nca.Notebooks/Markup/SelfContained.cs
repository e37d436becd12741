using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Nca.Notebooks.Markup;

/// <summary>Markup that ends where it ends: nothing that was left open in it can take in what follows on the page.</summary>
internal static class SelfContained
{
    private const string Mark = "nca-here-it-ends";

    /// <summary>
    /// The markup as it is where it closes what it opens and only that, else written anew so that it does; null where that cannot be had.
    /// </summary>
    /// <param name="html">Markup of a cell, scripts included.</param>
    public static string? Of(string html)
    {
        if (MarkupDepth.Of(html) > MarkupDepth.Most)
            return null;
        return BigStack.Run(() =>
        {
            if (Ends(html))
                return html;
            var rebuilt = string.Concat(Parse(html).Select(node => node.ToHtml()));
            return Ends(rebuilt) ? rebuilt : null;
        });
    }

    /// <summary>The nodes of a piece of markup as they would stand in an element of a page.</summary>
    /// <param name="html">The markup.</param>
    public static IReadOnlyList<INode> Parse(string html)
    {
        // Scripts run in the browser, so what stands in noscript is text there.
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = true });
        var page = parser.ParseDocument("");
        var nodes = parser.ParseFragment(html, page.CreateElement("div")).ToArray();
        foreach (var plain in nodes.OfType<IElement>().SelectMany(node => node.QuerySelectorAll("plaintext").Prepend(node)).ToArray())
            if (plain.LocalName == "plaintext")
            {
                var text = page.CreateElement("pre");
                text.TextContent = plain.TextContent;
                var at = Array.IndexOf(nodes, plain);
                if (at >= 0)
                    nodes[at] = text;
                else
                    plain.Replace(text);
            }

        return nodes;
    }

    // A mark behind the element that holds the markup must stand right there once all is parsed.
    private static bool Ends(string html)
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = true });
        var page = parser.ParseDocument($"<!DOCTYPE html><body><main><div>{html}</div><i id=\"{Mark}\"></i></main></body>");
        return page.Body is { Children.Length: 1 } body
            && body.Children[0] is { LocalName: "main", Children.Length: 2 } main
            && main.Children[0] is IHtmlDivElement
            && main.Children[1].Id == Mark
            && main.ChildNodes.Length == 2;
    }
}
