namespace Nca.Notebooks.Documents;

/// <summary>A parameter of a notebook: one line <c>var Name = literal; // comment</c>, or with a type in place of <c>var</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Literal">The literal as written in the cell.</param>
/// <param name="Type">
/// C# keyword of its declared type, or with <c>var</c> of the literal's: a number, <c>bool</c>, <c>char</c> or <c>string</c>.
/// </param>
/// <param name="Comment">The comment behind it: unit and range.</param>
/// <param name="Altered">Whether the literal was given from outside.</param>
public sealed record NotebookParameter(string Name, string Literal, string Type, string Comment, bool Altered = false);
