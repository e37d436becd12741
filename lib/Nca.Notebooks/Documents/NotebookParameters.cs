using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace Nca.Notebooks.Documents;

/// <summary>
/// The parameters of a notebook: the literals of the one of its first three code cells that begins with <c>// parameters</c> (as papermill
/// has a cell tagged so). Values from outside are checked against the parameter's type and written in the literal's place.
/// </summary>
public static class NotebookParameters
{
    private const string Mark = "// parameters";

    /// <summary>The parameters in the order of the cell; none where there is no such cell.</summary>
    /// <param name="document">The notebook.</param>
    public static IReadOnlyList<NotebookParameter> Of(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return CellOf(document) is { } cell ? [.. ParameterDeclarations.In(cell.Text).Select(found => found.Parameter)] : [];
    }

    /// <summary>The notebook with altered parameters.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="values">Value by name, as a person types them: <c>500</c>, <c>0.8</c>, <c>true</c>, <c>lizard</c>.</param>
    /// <returns>The altered notebook, and its parameters with the altered ones marked.</returns>
    /// <exception cref="NotebookException">A name is unknown, or a value is not of the parameter's type.</exception>
    public static (NotebookDocument Document, IReadOnlyList<NotebookParameter> Parameters) Alter(
        NotebookDocument document,
        IReadOnlyDictionary<string, string> values
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        var known = Of(document);
        if (known.CountBy(parameter => parameter.Name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
            throw new NotebookException($"The parameter {twice} is declared twice; give each a name of its own.");
        foreach (var name in values.Keys)
            if (known.All(parameter => parameter.Name != name))
                throw new NotebookException(UnknownName(name, known));
        if (values.Count == 0)
            return (document, known);

        var cell = CellOf(document)!;
        var text = cell.Text;
        foreach (var (parameter, start, length) in Enumerable.Reverse(ParameterDeclarations.In(text)))
            if (values.TryGetValue(parameter.Name, out var value))
                text = string.Concat(text.AsSpan(0, start), LiteralFor(parameter, value), text.AsSpan(start + length));
        var altered = cell.WithText(text);
        var result = new NotebookDocument([.. document.Cells.Select(other => ReferenceEquals(other, cell) ? altered : other)]);
        return (result, [.. Of(result).Select(parameter => parameter with { Altered = values.ContainsKey(parameter.Name) })]);
    }

    /// <summary>Those of some values whose names are parameters of a notebook.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="values">Value by name.</param>
    public static IReadOnlyDictionary<string, string> Among(NotebookDocument document, IReadOnlyDictionary<string, string> values)
    {
        var own = Of(document).Select(parameter => parameter.Name).ToHashSet();
        return values.Where(pair => own.Contains(pair.Key)).ToDictionary();
    }

    /// <summary>The message for a name that no parameter has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The parameters that there are.</param>
    public static string UnknownName(string name, IEnumerable<NotebookParameter> known)
    {
        var names = known.Select(parameter => parameter.Name).Distinct().ToArray();
        return names.Length == 0
            ? $"There is no parameter {name}: this notebook has none."
            : $"There is no parameter {name}; known: {string.Join(", ", names)}.";
    }

    private static NotebookCell? CellOf(NotebookDocument document) =>
        document.CodeCells.Take(3).FirstOrDefault(cell => cell.Text.StartsWith(Mark, StringComparison.Ordinal));

    private static string LiteralFor(NotebookParameter parameter, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        var literal = parameter.Type switch
        {
            "int" => int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) ? number.ToString(culture) : null,
            "long" => long.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) ? number.ToString(culture) + "L" : null,
            "float" => float.TryParse(value, NumberStyles.Float, culture, out var number) && float.IsFinite(number)
                ? number.ToString("R", culture) + "f"
                : null,
            "double" => double.TryParse(value, NumberStyles.Float, culture, out var number) && double.IsFinite(number)
                ? WithPoint(number.ToString("R", culture))
                : null,
            "decimal" => decimal.TryParse(value, NumberStyles.Float, culture, out var number) ? number.ToString(culture) + "m" : null,
            "uint" => uint.TryParse(value, NumberStyles.None, culture, out var number) ? number.ToString(culture) + "u" : null,
            "ulong" => ulong.TryParse(value, NumberStyles.None, culture, out var number) ? number.ToString(culture) + "UL" : null,
            "short" => short.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) ? number.ToString(culture) : null,
            "ushort" => ushort.TryParse(value, NumberStyles.None, culture, out var number) ? number.ToString(culture) : null,
            "byte" => byte.TryParse(value, NumberStyles.None, culture, out var number) ? number.ToString(culture) : null,
            "sbyte" => sbyte.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) ? number.ToString(culture) : null,
            "char" => value.Length == 1 ? SymbolDisplay.FormatLiteral(value[0], quote: true) : null,
            "bool" => bool.TryParse(value, out var truth) ? (truth ? "true" : "false") : null,
            _ => SymbolDisplay.FormatLiteral(value, quote: true),
        };
        return literal
            ?? throw new NotebookException(
                $"{parameter.Name} = {value} is not possible: {parameter.Name} is {Article(parameter.Type)} {parameter.Type} "
                    + $"(now {parameter.Literal})."
            );
    }

    // "1" would turn a double parameter into an int one.
    private static string WithPoint(string number) => number.AsSpan().ContainsAny(".eE") ? number : number + ".0";

    private static string Article(string type) => type is "int" or "sbyte" ? "an" : "a";
}
