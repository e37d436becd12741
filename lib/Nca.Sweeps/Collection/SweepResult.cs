using Nca.Studies;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Collection;

/// <summary>What became of a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Row">What was measured; null where nothing is yet.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
internal sealed record SweepResult(SweepCell Cell, CellStatus Status, EvaluationRow? Row, string? Problem)
{
    /// <summary>Reads a sweep's results, cell by cell; no run is loaded.</summary>
    /// <param name="folder">The sweep.</param>
    public static IEnumerable<SweepResult> Of(SweepFolder folder) =>
        folder.Cells.Select(cell =>
        {
            var status = folder.StatusOf(cell);
            var row = status == CellStatus.Done ? folder.RowOf(cell) : null;
            return status == CellStatus.Done && row is null
                ? new SweepResult(cell, CellStatus.Failed, null, "its measured.csv is damaged; delete it and run the sweep again")
                : new SweepResult(cell, status, row, folder.FailureOf(cell));
        });
}
