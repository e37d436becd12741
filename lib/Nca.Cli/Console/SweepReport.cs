using System.Diagnostics;
using Nca.Figures.Live;
using Nca.Sweeps.Cells;
using Nca.Sweeps.Grid;

namespace Nca.Cli.Console;

/// <summary>Tells on the console how a sweep goes: a line when a cell ends, and now and then one for each training and for all.</summary>
internal sealed class SweepReport(SweepFolder folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Dictionary<int, WorkerEvent> _training = [];
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _ended = folder.Cells.Count(cell => folder.StatusOf(cell) is CellStatus.Done or CellStatus.Failed);
    private int _trained;

    public void Hear(WorkerEvent news)
    {
        if (news.Ended is { } status)
        {
            End(folder.Cell(news.Cell), status);
            return;
        }

        _training[news.Cell] = news;
        if (_sinceLine.Elapsed < Pause)
            return;
        _sinceLine.Restart();
        foreach (var (cell, value) in _training)
            if (value.Iteration > 0)
                System.Console.WriteLine(
                    $"  cell {cell}: {value.Iteration} of {value.Steps}, loss {value.Loss:0.0000}, "
                        + $"{SpokenTime.Of(TimeSpan.FromSeconds(value.SecondsLeft))} left"
                );
        System.Console.WriteLine($"  {_ended} of {folder.Cells.Count} ended{Left()}");
    }

    private void End(SweepCell cell, CellStatus status)
    {
        // What another worker holds is that one's to tell.
        _training.Remove(cell.Index);
        if (status == CellStatus.Training)
            return;
        _ended++;
        _trained++;
        System.Console.WriteLine($"  cell {cell.Index} ({cell.Label}): {Said(cell, status)}; {_ended} of {folder.Cells.Count}{Left()}");
    }

    private string Said(SweepCell cell, CellStatus status) =>
        status == CellStatus.Failed ? $"failed: {folder.FailureOf(cell)}" : $"done, error {folder.RowOf(cell)?.ErrorGrown:G4}";

    private string Left() =>
        _trained == 0 || _ended == folder.Cells.Count
            ? ""
            : $", about {SpokenTime.Of(_clock.Elapsed / _trained * (folder.Cells.Count - _ended))} left";
}
