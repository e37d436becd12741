using System.Text.Json.Serialization;

namespace Nca.Notebooks.Execution;

/// <summary>What the child process tells its parent, one JSON line each.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(CellBegan), "began")]
[JsonDerivedType(typeof(CellGave), "gave")]
[JsonDerivedType(typeof(CellEnded), "ended")]
[JsonDerivedType(typeof(LastCellEnded), "finished")]
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

/// <summary>The last cell ended without an error. Without this a run did not come to its end, whatever the exit code.</summary>
public sealed record LastCellEnded : ExecutionEvent;

/// <summary>What the child process is to run.</summary>
/// <param name="File">Full path of the notebook, for what its cells load.</param>
/// <param name="Text">The notebook, parameters altered; null where the parent sends its cells one by one.</param>
/// <param name="Patience">Seconds that a cell may go on after it was asked to stop.</param>
internal sealed record ExecutionRequest(string File, string? Text, double Patience);
