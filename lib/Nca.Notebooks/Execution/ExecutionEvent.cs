using System.Text.Json.Serialization;

namespace Nca.Notebooks.Execution;

/// <summary>What the child process tells its parent, one JSON line each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(CellBegan), "began")]
[JsonDerivedType(typeof(CellGave), "gave")]
[JsonDerivedType(typeof(CellEnded), "ended")]
public abstract record ExecutionEvent;

/// <summary>A cell began.</summary>
/// <param name="Cell">Its index in the document.</param>
public sealed record CellBegan(int Cell) : ExecutionEvent;

/// <summary>A cell gave out something, or changed what it gave (same id).</summary>
/// <param name="Cell">Its index in the document.</param>
/// <param name="Output">The output.</param>
public sealed record CellGave(int Cell, CellOutput Output) : ExecutionEvent;

/// <summary>A cell ended.</summary>
/// <param name="Cell">Its index in the document.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Failed">Whether it ended with an error.</param>
public sealed record CellEnded(int Cell, double Seconds, bool Failed) : ExecutionEvent;
