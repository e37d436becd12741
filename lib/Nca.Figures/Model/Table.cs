using System.Globalization;
using System.Net;
using System.Reflection;
using Nca.Figures.Display;
using Nca.Figures.Embedded;
using Nca.Figures.Text;

namespace Nca.Figures.Model;

/// <summary>Rows of values under headings, shown whole.</summary>
/// <param name="Headings">Names of the columns.</param>
/// <param name="Rows">The cells of each row, as text.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed record Table(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) : IShowsAsHtml
{
    // With more columns a table is set smaller, so that it fits the page.
    private const int Dense = 8;

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
            [.. rows.Select(row => (IReadOnlyList<string>)[.. columns.Select(column => Text(column.GetValue(row)))])]
        );
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var alignments = Enumerable
            .Range(0, Headings.Count)
            .Select(column =>
                Rows.Any(row => IsNumber(row[column])) && Rows.All(row => row[column].Length == 0 || IsNumber(row[column]))
                    ? " class=\"number\""
                    : ""
            )
            .ToArray();
        var head = string.Concat(
            Headings.Select((heading, column) => $"<th scope=\"col\"{alignments[column]}>{WebUtility.HtmlEncode(heading)}</th>")
        );
        var body = string.Concat(
            Rows.Select(
                (row, index) =>
                    "<tr>"
                    + string.Concat(
                        row.Select((cell, column) => $"<td{alignments[column]}>{Cell(cell, Marked.Contains((index, column)))}</td>")
                    )
                    + "</tr>"
            )
        );
        return $"{OutputStyle.Html("tables")}<div class=\"{(Headings.Count > Dense ? "nca-table wide dense" : "nca-table wide")}\" "
            + $"tabindex=\"0\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>";
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    private static string Cell(string text, bool marked) => marked ? $"<strong>{Unbroken.Html(text)}</strong>" : Unbroken.Html(text);

    private static string Text(object? value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
}
