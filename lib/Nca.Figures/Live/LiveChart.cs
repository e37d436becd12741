using System.Globalization;
using System.Net;
using System.Text;
using Nca.Figures.Display;
using Nca.Figures.Drawing;
using Nca.Figures.Embedded;
using Nca.Figures.Html;
using Nca.Figures.Model;

namespace Nca.Figures.Live;

/// <summary>
/// A curve that grows while something runs, drawn as a plain SVG so that it may be replaced many times a second. It shows
/// itself below the running cell, each picture in the place of the one before.
/// </summary>
/// <param name="title">Title.</param>
/// <param name="yTitle">What the curve is.</param>
/// <param name="total">Number of points to come.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class LiveChart(string title, string yTitle, int total) : IShowsAsHtml
{
    // The plot is stretched to the space it gets; it holds only lines, so nothing is distorted. Words are text around it.
    private const int Width = 600,
        Height = 170,
        MostPoints = 600;

    private readonly List<double> _values = [];
    private DateTime _shown = DateTime.MinValue;

    /// <summary>Where it is shown.</summary>
    internal DisplayPlace Place { get; init; } = new();

    /// <summary>A line of text above the curve: what is done, how long it will take.</summary>
    public string Heading { get; set; } = "";

    /// <summary>A line of text below the curve.</summary>
    public string Status { get; set; } = "";

    /// <summary>A picture beside the curve, one screen pixel per cell and more where there is room, and what it shows.</summary>
    internal (Pixels Pixels, string Caption)? Picture { get; set; }

    /// <summary>
    /// Adds the next value and shows it, at most four times a second; the axis is logarithmic, so only values above 0 are drawn.
    /// </summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        _values.Add(value);
        if (_values.Count < total && (DateTime.UtcNow - _shown).TotalMilliseconds < 250)
            return;
        Refresh();
    }

    /// <summary>Adds the values known from before, for a training that was resumed.</summary>
    /// <param name="values">The values.</param>
    public void AddKnown(IEnumerable<double> values) => _values.AddRange(values);

    /// <summary>Shows the picture as it is now, below the cell that runs when it is called first.</summary>
    public void Refresh()
    {
        _shown = DateTime.UtcNow;
        Place.Show(this);
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"nca-live\">");
        html.Append($"<p class=\"title\"><strong>{Encode(title)}</strong> {Encode(Heading)}</p>");
        if (_values.Count > 0)
            Plot(html);
        var progress = string.Create(CultureInfo.InvariantCulture, $"{100.0 * _values.Count / Math.Max(1, total):0.##}");
        html.Append(
            $"<div class=\"progress\" role=\"progressbar\" aria-label=\"{Encode(title)}\" aria-valuemin=\"0\" "
                + $"aria-valuemax=\"100\" aria-valuenow=\"{progress}\"><span style=\"width:{progress}%\"></span></div>"
        );
        html.Append(
            $"<p class=\"status\"><span>iteration {_values.Count} of "
                + $"{total}</span><span>{Encode(Status)}</span></p>{OutputStyle.Html("live")}</div>"
        );
        return html.ToString();
    }

    private void Plot(StringBuilder html)
    {
        var drawn = _values.Where(IsDrawn).ToArray();
        var (low, high) =
            drawn.Length > 0 ? (Math.Floor(Math.Log10(drawn.Min())), Math.Ceiling(Math.Log10(drawn.Max()) + 1e-9)) : (-1.0, 0.0);
        html.Append($"<p class=\"axis\">{Encode(yTitle)}, logarithmic</p><div class=\"beside\"><div class=\"plot\">");
        for (var power = low; power <= high; power++)
            html.Append(Text($"<span style=\"top:{100 * (high - power) / (high - low):0.##}%\">{Label(power)}</span>"));
        html.Append(
            $"<svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{Encode(title)}: "
                + $"{Encode(yTitle)} over {_values.Count} of {total} iterations\">"
        );
        for (var power = low; power <= high; power++)
            html.Append(Text($"<line class=\"grid\" x1=\"0\" x2=\"{Width}\" y1=\"{Y(power):0.#}\" y2=\"{Y(power):0.#}\"/>"));
        html.Append($"<polyline class=\"raw\" points=\"{Points(_values)}\"/>");
        html.Append($"<polyline class=\"mean\" points=\"{Points(Smoothed())}\"/></svg></div>");
        if (Picture is { } picture)
        {
            var source = StripHtml.DataUri(RenderingPlugin.Renderer.Png(picture.Pixels, 1));
            html.Append($"<figure><img alt=\"{Encode(picture.Caption)}\" src=\"{source}\">");
            html.Append($"<figcaption>{Encode(picture.Caption)}</figcaption></figure>");
        }

        html.Append("</div>");

        double Y(double power) => Height * (high - power) / (high - low);

        string Points(IReadOnlyList<double> values)
        {
            var stride = Math.Max(1, (values.Count + MostPoints - 1) / MostPoints);
            return string.Join(
                ' ',
                Enumerable
                    .Range(0, values.Count)
                    .Where(index => index % stride == 0 && IsDrawn(values[index]))
                    .Select(index => Text($"{Width * (double)index / Math.Max(1, total - 1):0.#},{Y(Math.Log10(values[index])):0.#}"))
            );
        }
    }

    // A running mean over the last twentieth of what there is; means of drawn values stay within their range.
    private double[] Smoothed()
    {
        var window = Math.Max(1, _values.Count / 20);
        var means = new double[_values.Count];
        var sum = 0.0;
        for (var index = 0; index < _values.Count; index++)
        {
            sum += _values[index] - (index >= window ? _values[index - window] : 0);
            means[index] = sum / Math.Min(window, index + 1);
        }

        return means;
    }

    private static bool IsDrawn(double value) => value > 0 && double.IsFinite(value);

    private static string Label(double power) =>
        power is >= -3 and <= 3 ? Math.Pow(10, power).ToString("0.###", CultureInfo.InvariantCulture) : Text($"1e{power:0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
