using System.Globalization;
using System.Text;

namespace Nca.Runs;

/// <summary>
/// A run's <c>metrics.csv</c>: one line per <see cref="MetricsWindow"/>, numbers to six digits, which is more than they mean.
/// </summary>
internal static class MetricsTable
{
    private const string Header =
        "iteration,iterations,loss,lowest_loss,highest_loss,gradient_norm,learning_rate,rollout,alive_cells,largest_hidden,"
        + "dead_samples,replaced_states";

    private const string Mend = "take an unharmed copy or train again";

    /// <summary>Writes the table, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="windows">The lines.</param>
    public static void Save(string path, IReadOnlyList<MetricsWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var window in windows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{window.Iteration},{window.Iterations},{window.Loss:G6},{window.LowestLoss:G6},{window.HighestLoss:G6},"
                    + $"{window.GradientNorm:G6},"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{window.LearningRate:G6},{window.Rollout:G6},{window.AliveCells:G6},{window.LargestHidden:G6},"
                    + $"{window.DeadSamples},{window.ReplacedStates}\n"
            );
        }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RunException">The file is missing, or a line is not as it should be.</exception>
    public static IReadOnlyList<MetricsWindow> Load(string path)
    {
        var lines = RunFile.ReadLines(path);
        if (lines.Length == 0 || lines[0] != Header)
            throw new RunException($"{path} does not begin with the line {Header}; {Mend}.");
        if (lines.Length == 1)
            throw new RunException($"{path} has a header and no line; {Mend}.");
        var windows = lines
            .Skip(1)
            .Select((line, index) => Parse(line) ?? throw new RunException($"{path}, line {index + 2}, is damaged; {Mend}."))
            .ToArray();
        var iteration = 0L;
        for (var index = 0; index < windows.Length; index++)
        {
            if (windows[index].Iteration != iteration || windows[index].Iterations < 1)
                throw new RunException($"{path}, line {index + 2}, does not go on where the line before it ends; {Mend}.");
            iteration += windows[index].Iterations;
        }

        return windows;
    }

    private static MetricsWindow? Parse(string line)
    {
        var cells = line.Split(',');
        if (cells.Length != 12)
            return null;
        var numbers = new double[cells.Length];
        for (var cell = 0; cell < cells.Length; cell++)
            if (
                !double.TryParse(cells[cell], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[cell])
                || (cell is 0 or 1 or 10 or 11 && numbers[cell] is not (>= 0 and <= int.MaxValue))
                || (cell is 2 or 3 or 4 && !double.IsFinite(numbers[cell]))
            )
                return null;
        return new MetricsWindow
        {
            Iteration = (int)numbers[0],
            Iterations = (int)numbers[1],
            Loss = numbers[2],
            LowestLoss = numbers[3],
            HighestLoss = numbers[4],
            GradientNorm = numbers[5],
            LearningRate = numbers[6],
            Rollout = numbers[7],
            AliveCells = numbers[8],
            LargestHidden = numbers[9],
            DeadSamples = (int)numbers[10],
            ReplacedStates = (int)numbers[11],
        };
    }
}
