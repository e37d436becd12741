using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Nca.Notebooks.Markup;

/// <summary>
/// Markup written anew from a parsed tree: elements, attributes and addresses that are known to be harmless, everything else left out. What
/// comes out is closed where it was opened, so nothing reaches beyond it.
/// </summary>
internal sealed partial class AllowedMarkup
{
    private const string Elements =
        "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
        + "figcaption figure "
        + "footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li mark ol p pre q s samp section small span strong sub "
        + "summary sup table "
        + "tbody td tfoot th thead time tr u ul var wbr svg g path circle rect ellipse line polyline polygon text tspan";

    private const string OfFigures = "canvas button output";

    private const string Attributes =
        "alt class colspan dir id lang open reversed role rowspan scope span start tabindex title width height for "
        + "viewbox preserveaspectratio points d cx cy r rx ry x y x1 y1 x2 y2 transform fill stroke stroke-width "
        + "stroke-dasharray stroke-linejoin "
        + "stroke-linecap opacity vector-effect text-anchor";

    // Left out with all that is in them; of other elements the content stays.
    private const string Dropped =
        "script style template noscript iframe frame frameset object embed applet base meta link title head math noembed noframes portal";

    private const string Properties =
        "width height max-width min-width max-height min-height left top bottom right grid-template-columns text-align vertical-align "
        + "color background-color background font-weight font-style font-size font-family white-space display margin padding border "
        + "border-radius opacity float gap list-style image-rendering "
        + "margin-top margin-bottom margin-left margin-right padding-left padding-right padding-top padding-bottom border-collapse";

    private static readonly HashSet<string> KnownElements = Words(Elements),
        FigureElements = Words(OfFigures),
        KnownAttributes = Words(Attributes),
        DroppedElements = Words(Dropped),
        KnownProperties = Words(Properties),
        Void = Words("br col hr img input wbr");

    /// <summary>Whether links may lead out of the page: in a person's own prose they may.</summary>
    public bool LinksLeadOut { get; init; }

    /// <summary>Whether the controls of a figure are kept: buttons, sliders, canvases.</summary>
    public bool KeepsControls { get; init; }

    /// <summary>What an id becomes; null where it is left out.</summary>
    public Func<string, string?> Id { get; init; } = id => id;

    /// <summary>Writes something in the place of a script; gets the element. Nothing by default.</summary>
    public Func<IElement, string>? Script { get; init; }

    /// <summary>Names of elements that were left out, or of which only the content stayed.</summary>
    public HashSet<string> LeftOut { get; } = [];

    /// <summary>Writes nodes and all that is in them.</summary>
    /// <param name="nodes">Of a parsed page or fragment, nested no deeper than <see cref="MarkupDepth.Most"/>.</param>
    public string Write(IEnumerable<INode> nodes)
    {
        var html = new StringBuilder();
        foreach (var node in nodes)
            Append(html, node);
        return html.ToString();
    }

    private void Append(StringBuilder html, INode node)
    {
        if (node is IText text)
            html.Append(Encode(text.Data));
        if (node is not IElement element)
            return;
        var name = element.LocalName;
        if (name == "script" && Script is not null)
        {
            html.Append(Script(element));
            return;
        }

        if (DroppedElements.Contains(name))
        {
            LeftOut.Add(name);
            return;
        }

        var known = KnownElements.Contains(name) || (KeepsControls && FigureElements.Contains(name));
        if (name == "input")
            known = element.GetAttribute("type") == (KeepsControls ? "range" : "checkbox");
        if (!known)
        {
            LeftOut.Add(name);
            html.Append(Write(element.ChildNodes));
            return;
        }

        html.Append('<').Append(name);
        foreach (var attribute in element.Attributes)
            if (Allowed(element, attribute) is { } value)
                html.Append(' ').Append(attribute.Name).Append("=\"").Append(Encode(value)).Append('"');
        if (name == "button")
            html.Append(" type=\"button\"");
        html.Append('>');
        if (Void.Contains(name))
            return;
        foreach (var child in element.ChildNodes)
            Append(html, child);
        html.Append("</").Append(name).Append('>');
    }

    // The value that an attribute keeps, or null.
    private string? Allowed(IElement element, IAttr attribute)
    {
        var (name, value) = (attribute.LocalName.ToLowerInvariant(), attribute.Value);
        return attribute.Prefix is not null ? null
            : name == "id" || (name == "for" && element.LocalName is "label" or "output") ? (PlainId().IsMatch(value) ? Id(value) : null)
            : name is "aria-labelledby" or "aria-describedby" or "aria-controls" or "for"
                ? string.Join(' ', value.Split(' ').Where(id => PlainId().IsMatch(id)).Select(Id).OfType<string>())
            : name.StartsWith("aria-", StringComparison.Ordinal) && AriaName().IsMatch(name) ? value
            : name == "style" ? Style(value)
            : name == "href" && element.LocalName == "a" ? Link(value)
            : name == "src" && element.LocalName == "img" ? (IsPicture(value) ? value : null)
            : name is "type" or "min" or "max" or "step" or "value" or "checked" or "disabled" && element.LocalName == "input" ? value
            : name == "start" && element.LocalName != "ol" ? null
            : KnownAttributes.Contains(name) && !value.Contains("url(", StringComparison.OrdinalIgnoreCase) ? value
            : null;
    }

    private string? Link(string address)
    {
        if (address.StartsWith('#'))
            return PlainId().IsMatch(address[1..]) ? (Id(address[1..]) is { } id ? "#" + id : null)
                : LinksLeadOut ? address
                : null;
        return LinksLeadOut && SafeAddress().IsMatch(address) ? address : null;
    }

    /// <summary>Whether an address is a picture that stands in the page itself, in a format of pixels.</summary>
    /// <param name="address">The address.</param>
    public static bool IsPicture(string address) => Picture().IsMatch(address);

    private static string? Style(string text)
    {
        var kept = text.Split(';')
            .Select(part => part.Split(':', 2))
            .Where(part => part.Length == 2)
            .Select(part => (Name: part[0].Trim().ToLowerInvariant(), Value: part[1].Trim()))
            .Where(part => KnownProperties.Contains(part.Name) && PlainValue().IsMatch(part.Value) && !Negative().IsMatch(part.Value))
            .Select(part => $"{part.Name}:{part.Value}")
            .ToArray();
        return kept.Length == 0 ? null : string.Join(';', kept);
    }

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"^[\w.:-]{1,200}$")]
    private static partial Regex PlainId();

    [GeneratedRegex("^aria-[a-z]+$")]
    private static partial Regex AriaName();

    // Numbers, units, words, colours and functions of those; no address, no escape.
    [GeneratedRegex(@"^(?!.*(?:url|expression|image|element|attr|paint|src)\s*\()[\w\s.%#,()+*/-]*$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainValue();

    // What is moved back by more than itself can lie over its neighbours.
    [GeneratedRegex(@"(^|[\s(,])-\s*\d{2}")]
    private static partial Regex Negative();

    [GeneratedRegex(@"^data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]*$")]
    private static partial Regex Picture();

    // A scheme that is known, or none at all.
    [GeneratedRegex(@"^(?:https?://|mailto:|[^:\x00-\x20/\\]*(?:[/?#][^\\\x00-\x20]*)?$)", RegexOptions.IgnoreCase)]
    private static partial Regex SafeAddress();
}
