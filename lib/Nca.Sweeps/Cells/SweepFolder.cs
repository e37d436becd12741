using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nca.Runs;
using Nca.Studies;
using Nca.Sweeps.Grid;

namespace Nca.Sweeps.Cells;

/// <summary>
/// A sweep on the disk, which several machines may share: <c>sweep.json</c> says what it asks for, and every cell has a folder of its own
/// under <c>cells</c> with its lease, its run, what it grew and what was measured.
/// </summary>
internal sealed class SweepFolder
{
    private const string Manifest = "sweep.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private SweepFolder(string path, SweepSpecification sweep) => (Path, Sweep, Cells) = (path, sweep, sweep.Cells());

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What the sweep asks for.</summary>
    public SweepSpecification Sweep { get; }

    /// <summary>Its cells.</summary>
    public IReadOnlyList<SweepCell> Cells { get; }

    /// <summary>Begins a sweep, or goes on with the same one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="sweep">What it asks for.</param>
    /// <exception cref="SweepException">The folder holds another sweep, or something else.</exception>
    public static SweepFolder Begin(string path, SweepSpecification sweep)
    {
        var folder = new SweepFolder(path, sweep);
        var manifest = System.IO.Path.Combine(path, Manifest);
        var text = JsonSerializer.Serialize(sweep, Readable);
        if (File.Exists(manifest))
            return JsonSerializer.Serialize(Open(path).Sweep, Readable) == text
                ? folder
                : throw new SweepException($"{path} holds another sweep; name another folder with --out.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new SweepException($"{path} holds other things than a sweep; name another folder with --out.");
        AtomicFile.Write(manifest, Encoding.UTF8.GetBytes(text));
        return folder;
    }

    /// <summary>Opens a sweep.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="SweepException">It holds none, or a damaged one.</exception>
    public static SweepFolder Open(string path)
    {
        var manifest = System.IO.Path.Combine(path, Manifest);
        try
        {
            return new SweepFolder(
                path,
                JsonSerializer.Deserialize<SweepSpecification>(File.ReadAllText(manifest))
                    ?? throw new SweepException($"{manifest} is empty; begin the sweep again in another folder.")
            );
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SweepException($"{path} holds no sweep: there is no {Manifest} in it.", error);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new SweepException($"{manifest} cannot be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    /// <summary>The cell of a number.</summary>
    /// <param name="index">The number.</param>
    /// <exception cref="SweepException">There is none.</exception>
    public SweepCell Cell(int index) =>
        index >= 0 && index < Cells.Count
            ? Cells[index]
            : throw new SweepException($"There is no cell {index} in {Path}; it has cells 0 to {Cells.Count - 1}.");

    /// <summary>A cell's folder.</summary>
    /// <param name="cell">The cell.</param>
    public string FolderOf(SweepCell cell) =>
        System.IO.Path.Combine(Path, "cells", cell.Index.ToString("00000", CultureInfo.InvariantCulture));

    /// <summary>Folder of a cell's run.</summary>
    /// <param name="cell">The cell.</param>
    public string RunOf(SweepCell cell) => System.IO.Path.Combine(FolderOf(cell), "run");

    /// <summary>Picture of what a cell grew, a PNG.</summary>
    /// <param name="cell">The cell.</param>
    public string PictureOf(SweepCell cell) => System.IO.Path.Combine(FolderOf(cell), "grown.png");

    /// <summary>How far a cell is.</summary>
    /// <param name="cell">The cell.</param>
    public CellStatus StatusOf(SweepCell cell)
    {
        var folder = FolderOf(cell);
        return !Directory.Exists(folder) ? CellStatus.Waiting
            : File.Exists(TableOf(cell)) ? CellStatus.Done
            : File.Exists(FailureIn(folder)) ? CellStatus.Failed
            : CellLease.IsAlive(folder) ? CellStatus.Training
            : Checkpoint.IsIn(RunOf(cell)) ? CellStatus.Interrupted
            : CellStatus.Waiting;
    }

    /// <summary>What was measured of a cell; null where nothing is yet, or its table is damaged.</summary>
    /// <param name="cell">The cell.</param>
    public EvaluationRow? RowOf(SweepCell cell)
    {
        try
        {
            return File.Exists(TableOf(cell)) && EvaluationTable.Load(TableOf(cell)) is [var row] ? row : null;
        }
        catch (RunException)
        {
            return null;
        }
    }

    /// <summary>Why a cell failed; null where it did not.</summary>
    /// <param name="cell">The cell.</param>
    public string? FailureOf(SweepCell cell) =>
        File.Exists(FailureIn(FolderOf(cell))) ? File.ReadAllText(FailureIn(FolderOf(cell))).Trim() : null;

    /// <summary>Keeps what was measured of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="row">What was measured.</param>
    public void Keep(SweepCell cell, EvaluationRow row) => EvaluationTable.Save(TableOf(cell), [row]);

    /// <summary>Keeps why a cell failed.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="reason">The reason, one line.</param>
    public void KeepFailure(SweepCell cell, string reason) =>
        AtomicFile.Write(FailureIn(FolderOf(cell)), Encoding.UTF8.GetBytes(reason.ReplaceLineEndings(" ") + "\n"));

    private string TableOf(SweepCell cell) => System.IO.Path.Combine(FolderOf(cell), "measured.csv");

    private static string FailureIn(string folder) => System.IO.Path.Combine(folder, "failed.txt");
}
