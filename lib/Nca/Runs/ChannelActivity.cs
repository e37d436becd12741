using System.Globalization;
using System.Text;
using Nca.Training;

namespace Nca.Runs;

/// <summary>How lively the channels were during a stretch of a training (tutorial, section 8), a run's <c>channels.csv</c>.</summary>
/// <param name="Iteration">First iteration of the stretch.</param>
/// <param name="Variance">Variance of each channel over batch and canvas, mean over the stretch.</param>
public sealed record ChannelActivity(int Iteration, IReadOnlyList<double> Variance)
{
    private const int MostStretches = 100;

    /// <summary>Sums records up, in at most a hundred stretches of equal length.</summary>
    /// <param name="records">One record per iteration, in order.</param>
    public static IReadOnlyList<ChannelActivity> Of(IReadOnlyList<TrainingRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var length = Math.Max(1, (records.Count + MostStretches - 1) / MostStretches);
        return
        [
            .. records
                .Chunk(length)
                .Select(stretch => new ChannelActivity(
                    stretch[0].Iteration,
                    [
                        .. Enumerable
                            .Range(0, stretch[0].ChannelVariance.Length)
                            .Select(channel => stretch.Average(record => record.ChannelVariance[channel])),
                    ]
                )),
        ];
    }

    /// <summary>Writes the table, under a temporary name first.</summary>
    internal static void Save(string path, IReadOnlyList<ChannelActivity> activity)
    {
        var text = new StringBuilder("iteration");
        for (var channel = 0; channel < activity[0].Variance.Count; channel++)
            text.Append(CultureInfo.InvariantCulture, $",variance_{channel}");
        foreach (var stretch in activity)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{stretch.Iteration}");
            foreach (var variance in stretch.Variance)
                text.Append(CultureInfo.InvariantCulture, $",{variance:G5}");
        }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.Append('\n').ToString()));
    }

    /// <summary>Reads the table; runs from before it was kept have none.</summary>
    internal static IReadOnlyList<ChannelActivity> Load(string path, int channels)
    {
        if (!File.Exists(path))
            return [];
        return
        [
            .. RunFile
                .ReadLines(path)
                .Skip(1)
                .Select(
                    (line, index) =>
                        Parse(line, channels)
                        ?? throw new RunException($"{path}, line {index + 2}, is damaged; take an unharmed copy or train again.")
                ),
        ];
    }

    private static ChannelActivity? Parse(string line, int channels)
    {
        var cells = line.Split(',');
        var numbers = new double[cells.Length];
        for (var cell = 0; cell < cells.Length; cell++)
            if (
                !double.TryParse(cells[cell], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[cell])
                || double.IsInfinity(numbers[cell])
            )
                return null;
        return cells.Length == channels + 1 && numbers[0] is >= 0 and <= int.MaxValue
            ? new ChannelActivity((int)numbers[0], numbers[1..])
            : null;
    }
}
