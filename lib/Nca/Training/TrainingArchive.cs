using System.IO.Compression;
using System.Text;

namespace Nca.Training;

/// <summary>The tutorial's <c>training_metrics.npz</c>: arrays <c>loss</c>, <c>grad_norm</c> and <c>alive_cells</c> for NumPy.</summary>
internal static class TrainingArchive
{
    /// <summary>Saves the records, under a temporary name first.</summary>
    /// <param name="path">Path of the .npz file.</param>
    /// <param name="records">The records.</param>
    public static void Save(string path, IReadOnlyList<TrainingRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "loss", records.Select(record => record.Loss));
            Add(archive, "grad_norm", records.Select(record => record.GradientNorm));

            // Per sample, not the batch's total as the listing has it.
            Add(archive, "alive_cells", records.Select(record => record.MeanAliveCells));
        }

        AtomicFile.Write(path, content.ToArray());
    }

    private static void Add(ZipArchive archive, string name, IEnumerable<double> values)
    {
        var numbers = values.ToArray();
        var header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({numbers.Length},), }}";
        header = header.PadRight((10 + header.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        using var entry = new BinaryWriter(archive.CreateEntry(name + ".npy").Open());
        entry.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        entry.Write((ushort)header.Length);
        entry.Write(Encoding.ASCII.GetBytes(header));
        foreach (var number in numbers)
            entry.Write(number);
    }
}
