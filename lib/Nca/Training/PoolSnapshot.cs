using Nca.Automaton;

namespace Nca.Training;

/// <summary>A look into the sample pool.</summary>
/// <param name="Iteration">Finished iterations, 0 for the pool of seeds.</param>
/// <param name="Entries">Copies of the pool's first entries.</param>
public sealed record PoolSnapshot(int Iteration, IReadOnlyList<CellState> Entries);
