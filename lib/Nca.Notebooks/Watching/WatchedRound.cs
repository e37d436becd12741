using Nca.Notebooks.Execution;

namespace Nca.Notebooks.Watching;

/// <summary>How one round of a watched notebook stands.</summary>
/// <param name="Run">All cells: those that ran in this round, and those above them as they were.</param>
/// <param name="First">Number of the first cell of code that runs in this round, from 1; one more than there are where none does.</param>
/// <param name="Total">How many cells of code there are.</param>
/// <param name="Running">Number of the cell of code that begins now; null at the end of the round.</param>
public sealed record WatchedRound(NotebookRun Run, int First, int Total, int? Running = null);
