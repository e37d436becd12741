using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nca.Notebooks.Documents;

/// <summary>
/// The parameters of a notebook: the literals of the one of its first three code cells that begins with <c>// parameters</c> (as papermill
/// has a cell tagged so). Values from outside are checked against the literal's type and written in its place.
/// </summary>
public static class NotebookParameters
{
    private const string Mark = "// parameters";

    /// <summary>The parameters in the order of the cell; none where there is no such cell.</summary>
    /// <param name="document">The notebook.</param>
    public static IReadOnlyList<NotebookParameter> Of(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return CellOf(document) is { } cell ? [.. Declared(cell.Text).Select(found => found.Parameter)] : [];
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
        foreach (var name in values.Keys)
            if (known.All(parameter => parameter.Name != name))
                throw new NotebookException(UnknownName(name, known));
        if (values.Count == 0)
            return (document, known);

        var cell = CellOf(document)!;
        var text = cell.Text;
        foreach (var (parameter, span) in Enumerable.Reverse(Declared(text)))
            if (values.TryGetValue(parameter.Name, out var value))
                text = string.Concat(text.AsSpan(0, span.Start), LiteralFor(parameter, value), text.AsSpan(span.End));
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

    private static List<(NotebookParameter Parameter, Microsoft.CodeAnalysis.Text.TextSpan Span)> Declared(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetRoot();
        var found = new List<(NotebookParameter, Microsoft.CodeAnalysis.Text.TextSpan)>();
        foreach (var variable in root.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (variable.Initializer?.Value is not { } value || TypeOf(value) is not { } type)
                continue;
            var line = text[variable.Span.End..].Split('\n')[0];
            var comment = line.Contains("//", StringComparison.Ordinal)
                ? line[(line.IndexOf("//", StringComparison.Ordinal) + 2)..].Trim()
                : "";
            found.Add((new NotebookParameter(variable.Identifier.Text, value.ToString(), type, comment), value.Span));
        }

        return found;
    }

    private static string? TypeOf(ExpressionSyntax value)
    {
        if (value is PrefixUnaryExpressionSyntax { OperatorToken.RawKind: (int)SyntaxKind.MinusToken } negative)
            value = negative.Operand;
        return value is LiteralExpressionSyntax literal
            ? literal.Token.Value switch
            {
                int => "int",
                long => "long",
                float => "float",
                double => "double",
                bool => "bool",
                string => "string",
                _ => null,
            }
            : null;
    }

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
            "bool" => bool.TryParse(value, out var truth) ? (truth ? "true" : "false") : null,
            _ => SymbolDisplay.FormatLiteral(value, quote: true),
        };
        return literal
            ?? throw new NotebookException(
                $"{parameter.Name} = {value} is not possible: {parameter.Name} is {Article(parameter.Type)} {parameter.Type} (now {parameter.Literal})."
            );
    }

    // "1" would turn a double parameter into an int one.
    private static string WithPoint(string number) => number.AsSpan().ContainsAny(".eE") ? number : number + ".0";

    private static string Article(string type) => type == "int" ? "an" : "a";
}
