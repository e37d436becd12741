using Nca.Notebooks.Documents;

namespace Nca.Notebooks.Execution;

/// <summary>A cell that a kept kernel is to run.</summary>
/// <param name="Number">Which request it is, from 1: what a cell gives after its end is known by it.</param>
/// <param name="Cell">The cell.</param>
internal sealed record CellRequest(int Number, NotebookCell Cell);
