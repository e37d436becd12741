using System.Diagnostics;
using Nca.Figures.Live;
using Nca.Runs;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Grid;

namespace Nca.Cli.Console;

/// <summary>Tells on the console how a sweep goes: a line when a cell ends, and now and then one for each training and for all.</summary>
internal sealed class SweepReport(SweepFolder folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Dictionary<SweepCell, TrainingProgress> _training = [];
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _ended;
    private int _trained;

    public void Hear(SweepCell cell, TrainingProgress progress)
    {
        lock (_gate)
        {
            _training[cell] = progress;
            if (_sinceLine.Elapsed < Pause)
                return;
            _sinceLine.Restart();
            foreach (var (at, value) in _training)
                System.Console.WriteLine(
                    $"  cell {at.Index}: {value.Record.Iteration + 1} of {value.Steps}, loss {value.Record.Loss:0.0000}, "
                        + $"{SpokenTime.Of(value.Left)} left"
                );
            System.Console.WriteLine($"  {_ended} of {folder.Cells.Count} ended{Left()}");
        }
    }

    public void End(SweepCell cell, CellStatus status)
    {
        lock (_gate)
        {
            _ended++;
            if (_training.Remove(cell))
                _trained++;
            System.Console.WriteLine($"  cell {cell.Index} ({cell.Label}): {Said(cell, status)}; {_ended} of {folder.Cells.Count}{Left()}");
        }
    }

    private string Said(SweepCell cell, CellStatus status) =>
        status switch
        {
            CellStatus.Done => $"done, error {folder.RowOf(cell)?.ErrorGrown:G4}",
            CellStatus.Failed => $"failed: {folder.FailureOf(cell)}",
            _ => $"held by {CellLease.HolderOf(folder.FolderOf(cell)) ?? "another process"}",
        };

    private string Left() =>
        _trained == 0 || _ended == folder.Cells.Count
            ? ""
            : $", about {SpokenTime.Of(_clock.Elapsed / _trained * (folder.Cells.Count - _ended))} left";
}
