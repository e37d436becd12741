using System.Globalization;
using System.Net;
using System.Text;
using Nca.Figures.Display;

namespace Nca.Figures;

/// <summary>
/// A curve that grows while something runs, drawn as a plain SVG so that it may be replaced many times a second. The host's own handle
/// puts the new picture in the old one's place: <c>live.Show = html =&gt; handle.Update(html)</c>.
/// </summary>
/// <param name="title">Title.</param>
/// <param name="yTitle">What the curve is.</param>
/// <param name="total">Number of points to come.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class LiveChart(string title, string yTitle, int total) : IShowsAsHtml
{
    private const int Width = 640, Height = 220, Left = 64, Bottom = 34, Top = 26;

    private readonly List<double> _values = [];
    private DateTime _shown = DateTime.MinValue;

    /// <summary>Receives the new picture, at most four times a second, and at the end.</summary>
    public Action<string>? Show { get; set; }

    /// <summary>A line of text below the curve.</summary>
    public string Status { get; set; } = "";

    /// <summary>Adds the next value; the axis is logarithmic, so only values above 0 are drawn.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        _values.Add(value);
        if (_values.Count < total && (DateTime.UtcNow - _shown).TotalMilliseconds < 250) return;
        _shown = DateTime.UtcNow;
        Show?.Invoke(ToHtml());
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var drawn = _values.Where(value => value > 0 && double.IsFinite(value)).ToArray();
        var (low, high) = drawn.Length > 0 ? (Math.Floor(Math.Log10(drawn.Min())), Math.Ceiling(Math.Log10(drawn.Max()) + 1e-9)) : (-1.0, 0.0);
        var svg = new StringBuilder($"<div class=\"nca-live\"><svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\" aria-label=\"{Encode(title)}: {_values.Count} of {total}\">");
        svg.Append($"<text x=\"{Left}\" y=\"14\">{Encode(title)}: {Encode(yTitle)}, logarithmic</text>");
        for (var power = low; power <= high; power++)
            svg.Append(Text($"<line x1=\"{Left}\" x2=\"{Width - 8}\" y1=\"{Y(power):0.#}\" y2=\"{Y(power):0.#}\" stroke=\"var(--nca-line, #ccc)\"/><text x=\"{Left - 6}\" y=\"{Y(power) + 4:0.#}\" text-anchor=\"end\">1e{power:0}</text>"));
        var stride = Math.Max(1, _values.Count / 600);
        var points = Enumerable.Range(0, _values.Count).Where(index => index % stride == 0 && _values[index] > 0)
            .Select(index => Text($"{Left + (Width - 8.0 - Left) * index / Math.Max(1, total - 1):0.#},{Y(Math.Log10(_values[index])):0.#}"));
        svg.Append($"<polyline fill=\"none\" stroke=\"var(--nca-accent, #0a6560)\" stroke-width=\"1.6\" points=\"{string.Join(' ', points)}\"/>");
        svg.Append($"<text x=\"{Width - 8}\" y=\"{Height - 10}\" text-anchor=\"end\">{Encode(Status)}</text><text x=\"{Left}\" y=\"{Height - 10}\">iteration {_values.Count} of {total}</text></svg></div>");
        return svg.ToString();

        double Y(double power) => Top + (Height - Top - Bottom) * (high - power) / Math.Max(1, high - low);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
