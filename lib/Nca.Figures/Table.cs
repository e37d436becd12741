using System.Globalization;
using System.Net;
using System.Reflection;
using Nca.Figures.Display;

namespace Nca.Figures;

/// <summary>Rows of values under headings, shown whole.</summary>
/// <param name="Headings">Names of the columns.</param>
/// <param name="Rows">The cells of each row, as text.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed record Table(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) : IShowsAsHtml
{
    /// <summary>Cells that are set off, by row and column.</summary>
    public IReadOnlySet<(int Row, int Column)> Marked { get; init; } = new HashSet<(int, int)>();

    /// <summary>A table of objects: a column for each property, an underscore in its name standing for a space.</summary>
    /// <typeparam name="T">Type of the rows; anonymous types serve well.</typeparam>
    /// <param name="rows">The rows.</param>
    public static Table Of<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        return new Table(
            [.. columns.Select(column => column.Name.Replace('_', ' '))],
            [.. rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(column => Text(column.GetValue(row)))])]);
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var head = string.Concat(Headings.Select(heading => $"<th scope=\"col\">{WebUtility.HtmlEncode(heading)}</th>"));
        var body = string.Concat(Rows.Select((row, index) => $"<tr>{string.Concat(row.Select((cell, column) => $"<td>{Cell(cell, Marked.Contains((index, column)))}</td>"))}</tr>"));
        return $"<div class=\"wide\" tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>";
    }

    private static string Cell(string text, bool marked) => marked ? $"<strong>{WebUtility.HtmlEncode(text)}</strong>" : WebUtility.HtmlEncode(text);

    private static string Text(object? value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
}
