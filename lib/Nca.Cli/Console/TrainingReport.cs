using System.Diagnostics;
using Nca.Runs;

namespace Nca.Cli.Console;

/// <summary>Tells on the console how a training goes: a line that moves on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class TrainingReport : IProgress<TrainingProgress>
{
    private const int BarLength = 24;
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(200),
        PlainPause = TimeSpan.FromSeconds(15);
    private readonly bool _terminal = !System.Console.IsOutputRedirected;
    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();
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
        var text =
            $"{done,6} of {value.Steps}  loss {_smoothed:0.000000}  log10 {Math.Log10(_smoothed):0.00}{probe}  {value.Rate:0.0} it/s  {value.Left:h\\:mm\\:ss} left";
        if (!_terminal)
        {
            System.Console.WriteLine(text);
            return;
        }

        var filled = (int)((long)done * BarLength / value.Steps);
        var line = $"{new string('━', filled)}{new string('─', BarLength - filled)} {text}";
        Terminal.Raw.Write("\r" + line[..Math.Min(line.Length, Math.Max(10, System.Console.WindowWidth - 1))] + "\u001b[K");
    }

    /// <summary>Leaves the moving line.</summary>
    public void End()
    {
        if (_terminal && _begun)
            System.Console.WriteLine();
    }
}
