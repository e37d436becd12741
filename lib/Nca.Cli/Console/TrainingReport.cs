using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines;
using Nca.Figures.Text;
using Nca.Runs;
using Spectre.Console;

namespace Nca.Cli.Console;

/// <summary>
/// Tells on the console how a training goes: a line that moves on a terminal, under the probe's picture where the terminal knows colours;
/// a plain line now and then elsewhere.
/// </summary>
/// <param name="plain">Whether to leave the picture out.</param>
internal sealed class TrainingReport(bool plain) : IProgress<TrainingProgress>
{
    private const int BarLength = 24,
        MosaicColumns = 40;
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(200),
        PlainPause = TimeSpan.FromSeconds(15);
    private readonly bool _terminal = !System.Console.IsOutputRedirected;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
    private readonly bool _pictures = !plain && AnsiConsole.Profile.Capabilities.ColorSystem == ColorSystem.TrueColor;
    private CellState? _shown;
    private int _mosaicLines;
    private bool _begun;
    private double _smoothed = double.NaN;

    public void Report(TrainingProgress value)
    {
        _smoothed = double.IsNaN(_smoothed) ? value.Record.Loss : 0.95 * _smoothed + 0.05 * value.Record.Loss;
        var done = value.Record.Iteration + 1;
        if (_begun && done < value.Steps && _sinceLine.Elapsed < (_terminal ? TerminalPause : PlainPause))
            return;
        _begun = true;
        _sinceLine.Restart();
        var probe = value.ProbeSimilarity is { } similarity ? $"  SSIM {similarity:0.000}" : "";
        var cost = value.Operations is { } operations ? $"  {OperationCount.Text(operations)}" : "";
        var text =
            $"{done,6} of {value.Steps}  loss {_smoothed:0.000000}  log10 {Math.Log10(_smoothed):0.00}{probe}{cost}  "
                + $"{value.Rate:0.0} it/s  {value.Left:h\\:mm\\:ss} left";
        if (!_terminal)
        {
            System.Console.WriteLine(text);
            return;
        }

        if (_pictures && value.Probe is { } grown && !ReferenceEquals(grown, _shown))
            Show(grown);
        var filled = (int)((long)done * BarLength / value.Steps);
        var line = $"{new string('━', filled)}{new string('─', BarLength - filled)} {text}";
        Terminal.Raw.Write("\r" + line[..Math.Min(line.Length, Math.Max(10, System.Console.WindowWidth - 1))] + "\u001b[K");
    }

    // The picture stands above the moving line; the next one is drawn over it.
    private void Show(CellState grown)
    {
        var lines = HalfBlocks.Of(grown, Math.Max(1, Math.Min(MosaicColumns, System.Console.WindowWidth - 1)));
        Terminal.Raw.Write("\r\u001b[K" + (_mosaicLines > 0 ? $"\u001b[{_mosaicLines}A" : ""));
        foreach (var line in lines)
            Terminal.Raw.Write(line + "\u001b[K\n");
        (_shown, _mosaicLines) = (grown, lines.Count);
    }

    /// <summary>Leaves the moving line.</summary>
    public void End()
    {
        if (_terminal && _begun)
            System.Console.WriteLine();
    }
}
