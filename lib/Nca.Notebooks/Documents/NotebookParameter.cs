namespace Nca.Notebooks.Documents;

/// <summary>A parameter of a notebook: one line <c>var Name = literal; // comment</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Literal">The literal as it stands in the cell.</param>
/// <param name="Type">
/// C# keyword of the literal's type: <c>int</c>, <c>long</c>, <c>float</c>, <c>double</c>, <c>bool</c> or <c>string</c>.
/// </param>
/// <param name="Comment">The comment behind it: unit and range.</param>
/// <param name="Altered">Whether the literal was given from outside.</param>
public sealed record NotebookParameter(string Name, string Literal, string Type, string Comment, bool Altered = false);
