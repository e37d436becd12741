using System.Globalization;
using System.Text;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>Measurements as a table in a file: one line per run, numbers to five digits.</summary>
public static class EvaluationTable
{
    private const string Header =
        "arm,seed,identity,samples,final_loss,mse_96,mse_200,ssim_200,ssim_box_200,persistent_2000,healed_small,healed_middle,"
        + "healed_large,healed_half,seconds";
    private static readonly int Columns = Header.Split(',').Length;

    /// <summary>Writes a table, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="rows">The lines.</param>
    public static void Save(string path, IEnumerable<EvaluationRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder(Header).Append('\n');
        foreach (var found in rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{found.Arm},{found.Seed},{found.Identity},{found.Samples},{found.FinalLoss:G5},{found.ErrorYoung:G5},"
                    + $"{found.ErrorGrown:G5},{found.Similarity:G5},"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{found.SimilarityInBox:G5},{found.Persistent:G5},"
                    + $"{string.Join(',', found.DiscsHealed.Select(share => share.ToString("G5", CultureInfo.InvariantCulture)))},"
            );
            text.Append(CultureInfo.InvariantCulture, $"{found.HalvesHealed:G5},{found.Seconds:0.#}\n");
        }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>What was found by an experiment, as the data folder tells it.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <exception cref="RunException">There is no data folder, or its table is missing or damaged.</exception>
    public static IReadOnlyList<EvaluationRow> Shipped(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var data = DataFolder.Path
            ?? throw new RunException(
                $"No {DataFolder.Name}/{DataFolder.Marker} is found upwards from here; change into the project's folder."
            );
        return Load(Path.Combine(data, "studies", $"{experiment.Name}.csv"));
    }

    /// <summary>Reads a table.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RunException">The file is missing, or a line is not as it should be.</exception>
    public static IReadOnlyList<EvaluationRow> Load(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read: {error.Message}", error);
        }

        // Tables of version 0.1 call the samples growths.
        if (lines.Length == 0 || lines[0].Replace(",growths,", ",samples,", StringComparison.Ordinal) != Header)
            throw Damaged(path, 1);
        return [.. lines.Skip(1).Select((line, index) => Parse(line, path, index + 2))];
    }

    private static EvaluationRow Parse(string line, string path, int number)
    {
        var parts = line.Split(',');
        if (parts.Length != Columns)
            throw Damaged(path, number);
        try
        {
            return new EvaluationRow
            {
                Arm = parts[0],
                Seed = long.Parse(parts[1], CultureInfo.InvariantCulture),
                Identity = parts[2],
                Samples = int.Parse(parts[3], CultureInfo.InvariantCulture),
                FinalLoss = Number(4),
                ErrorYoung = Number(5),
                ErrorGrown = Number(6),
                Similarity = Number(7),
                SimilarityInBox = Number(8),
                Persistent = Number(9),
                DiscsHealed = [Number(10), Number(11), Number(12)],
                HalvesHealed = Number(13),
                Seconds = Number(14),
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw Damaged(path, number);
        }

        double Number(int column) => double.Parse(parts[column], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static RunException Damaged(string path, int line) =>
        new($"{path} is damaged in line {line}; take an unharmed copy, or measure again.");
}
