using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Nca.Automaton;
using Nca.Training;

namespace Nca.Runs;

/// <summary>
/// All that a training needs to resume bit for bit: weights, the optimiser's moments, pool, records and snapshots. Random numbers follow
/// from the iteration, so no generator has a state. One file: a mark, the length, the content, and the SHA-256 of all before it, which is
/// checked before anything is believed. The checkpoint before it is kept beside it.
/// </summary>
internal static class Checkpoint
{
    private const string FileName = "checkpoint.bin",
        PreviousName = "checkpoint.previous.bin",
        CountName = "checkpoint.resumptions";
    private const string Mend = "begin again with --retrain, or take an unharmed copy";
    private const int HashLength = 32;
    private const long Uncounted = -1;
    private static ReadOnlySpan<byte> Mark => "nca checkpoint 2"u8;

    // Without the number of operations.
    private static ReadOnlySpan<byte> FirstMark => "nca checkpoint 1"u8;
    private static ReadOnlySpan<byte> MarkOfAnyVersion => "nca checkpoint "u8;

    /// <summary>Path of a folder's checkpoint.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <summary>Path of the checkpoint before it.</summary>
    public static string PreviousIn(string folder) => Path.Combine(folder, PreviousName);

    /// <summary>Whether a folder holds any checkpoint.</summary>
    public static bool IsIn(string folder) => File.Exists(PathIn(folder)) || File.Exists(PreviousIn(folder));

    /// <summary>
    /// Counts one more resumption, on the disk at once: a process that is killed before its first checkpoint has resumed all the same.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="known">How many the checkpoint knows.</param>
    /// <returns>The new count.</returns>
    internal static int CountResumption(string folder, int known)
    {
        var path = Path.Combine(folder, CountName);
        var noted = File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var number) ? number : 0;
        var count = Math.Clamp(Math.Max(known, noted), 0, int.MaxValue - 1) + 1;
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
        return count;
    }

    /// <summary>Writes a training's state; the checkpoint that was there becomes the previous one.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="identity">The run's identity.</param>
    /// <param name="trainer">The training, between two iterations.</param>
    /// <param name="effort">What the training has cost so far.</param>
    public static void Save(string folder, string identity, Trainer trainer, TrainingEffort effort)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var path = PathIn(folder);
        AtomicFile.Write(
            path,
            stream =>
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                using (var hashed = new HashedStream(stream, hash))
                using (var writer = new BinaryWriter(new BufferedStream(hashed, 1 << 16)))
                {
                    writer.Write(Mark);
                    writer.Write(identity);
                    writer.Write(effort.Seconds);
                    writer.Write(effort.Resumptions);
                    writer.Write(effort.Operations ?? Uncounted);
                    Write(writer, trainer);
                }

                stream.Write(hash.GetHashAndReset());
            },
            beforeRename: () =>
            {
                if (File.Exists(path))
                    File.Move(path, PreviousIn(folder), overwrite: true);
            }
        );
    }

    /// <summary>
    /// Brings a training to the state of a folder's checkpoint: the newest, or the previous one where the newest is missing or damaged.
    /// </summary>
    /// <param name="folder">Where from.</param>
    /// <param name="identity">The run's identity.</param>
    /// <param name="trainer">A fresh training of that run.</param>
    /// <param name="warn">Told in one line when the newest could not be used.</param>
    /// <returns>What the training has cost so far.</returns>
    /// <exception cref="RunException">No checkpoint can be used.</exception>
    public static TrainingEffort Restore(string folder, string identity, Trainer trainer, Action<string>? warn = null)
    {
        var newest = PathIn(folder);
        try
        {
            return Load(newest, identity, trainer);
        }
        catch (RunException error) when (File.Exists(PreviousIn(folder)))
        {
            var state = Load(PreviousIn(folder), identity, trainer);
            warn?.Invoke($"{error.Message} Going on from the one before it, at iteration {trainer.Iteration}.");
            return state;
        }
    }

    /// <summary>
    /// Brings a training to the state of one checkpoint file. Nothing of the training is touched before the file's check sum and owner are
    /// known to be right; one that was refused is of no use any more.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">The run's identity.</param>
    /// <param name="trainer">A fresh training of that run.</param>
    /// <exception cref="RunException">The file is missing, damaged, or of another run.</exception>
    public static TrainingEffort Load(string path, string identity, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        try
        {
            using var file = File.OpenRead(path);
            var counted = RequireWhole(file, path);
            file.Position = Mark.Length;
            using var reader = new BinaryReader(new BufferedStream(file, 1 << 16));
            var owner = reader.ReadString();
            if (owner != identity)
                throw new RunException(
                    $"The checkpoint {path} belongs to another run (other hyperparameters, target or engine); resume with the "
                        + "settings it was begun with, or train into another folder."
                );
            var (seconds, resumptions, operations) = (reader.ReadDouble(), reader.ReadInt32(), counted ? reader.ReadInt64() : Uncounted);
            Require(
                double.IsFinite(seconds) && seconds >= 0 && resumptions >= 0 && operations >= Uncounted,
                path,
                "its times are impossible"
            );
            Read(reader, trainer, path);
            Require(reader.BaseStream.Position == file.Length - HashLength, path, "its length does not fit its training");
            return new TrainingEffort(seconds, resumptions, operations == Uncounted ? null : operations);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new RunException($"The checkpoint {path} cannot be used (it ends too early); {Mend}.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"The checkpoint {path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Removes a folder's checkpoints once they are not needed any more.</summary>
    public static void Remove(string folder)
    {
        File.Delete(PathIn(folder));
        File.Delete(PreviousIn(folder));
        File.Delete(Path.Combine(folder, CountName));
    }

    /// <summary>Removes what a killed process was writing.</summary>
    internal static void RemoveLeftovers(string folder)
    {
        AtomicFile.RemoveLeftovers(PathIn(folder));
        AtomicFile.RemoveLeftovers(Path.Combine(folder, CountName));
    }

    private static void Require(bool possible, string path, string why)
    {
        if (!possible)
            throw new RunException($"The checkpoint {path} cannot be used ({why}); {Mend}.");
    }

    // Checks all that can be checked without believing the content; tells whether operations are counted in it.
    private static bool RequireWhole(FileStream file, string path)
    {
        var damaged = new RunException($"The checkpoint {path} is damaged or none; {Mend}.");
        if (file.Length < Mark.Length + HashLength)
            throw damaged;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, left) = (new byte[1 << 16], file.Length - HashLength);
        var (first, counted, known) = (true, false, false);
        while (left > 0)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (first)
            {
                counted = buffer.AsSpan(0, read).StartsWith(Mark);
                known = counted || buffer.AsSpan(0, read).StartsWith(FirstMark);
            }

            if (read == 0 || (first && !buffer.AsSpan(0, read).StartsWith(MarkOfAnyVersion)))
                throw damaged;
            hash.AppendData(buffer, 0, read);
            (left, first) = (left - read, false);
        }

        var expected = new byte[HashLength];
        file.ReadExactly(expected);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
            throw damaged;
        if (!known)
            throw new RunException($"The checkpoint {path} is from another version of this project; use that version.");
        return counted;
    }

    private static void Write(BinaryWriter writer, Trainer trainer)
    {
        writer.Write(trainer.Iteration);
        writer.Write(trainer.Optimiser.Steps);
        Write(writer, trainer.Weights.Values);
        foreach (var numbers in trainer.Optimiser.Memory)
            Write(writer, numbers);
        if (trainer.Average is { } average)
            Write(writer, average.Weights.Values);
        foreach (var state in trainer.Pool.States)
            SparseState.Write(writer, state);
        foreach (var record in trainer.Records)
            Write(writer, record);
        writer.Write(trainer.Snapshots.Count);
        foreach (var snapshot in trainer.Snapshots)
        {
            writer.Write(snapshot.Percent);
            Write(writer, snapshot.Weights.Values);
        }
    }

    private static void Read(BinaryReader reader, Trainer trainer, string path)
    {
        var iteration = reader.ReadInt32();
        var steps = trainer.Config.Steps;
        Require(iteration >= 0 && iteration <= steps, path, $"iteration {iteration} of {steps}");
        trainer.Optimiser.Steps = reader.ReadInt64();
        Require(trainer.Optimiser.Steps == iteration, path, $"{trainer.Optimiser.Steps} steps of the optimiser in {iteration} iterations");
        Array[] all = [trainer.Weights.Values, .. trainer.Optimiser.Memory];
        foreach (var numbers in trainer.Average is { } average ? [.. all, average.Weights.Values] : all)
        {
            Read(reader, numbers);
            Require(IsFinite(numbers), path, "a number is not finite");
        }

        foreach (var state in trainer.Pool.States)
            SparseState.Read(reader, state);
        var records = new TrainingRecord[iteration];
        for (var number = 0; number < iteration; number++)
        {
            records[number] = ReadRecord(reader, trainer.Config, number);
            Require(
                double.IsFinite(records[number].Loss) && records[number].Rollouts.All(length => length >= 1),
                path,
                "a record is impossible"
            );
        }

        int[] due = [.. WeightSnapshot.Moments.Where(percent => WeightSnapshot.DueAfter(percent, steps) <= iteration)];
        Require(reader.ReadInt32() == due.Length, path, "the snapshots do not fit its iteration");
        var snapshots = new WeightSnapshot[due.Length];
        for (var index = 0; index < due.Length; index++)
        {
            Require(reader.ReadInt32() == due[index], path, "the snapshots do not fit its iteration");
            snapshots[index] = new WeightSnapshot(due[index], new UpdateRuleWeights(trainer.Config.Channels, trainer.Config.Hidden));
            Read(reader, snapshots[index].Weights.Values);
        }

        trainer.GoOnFrom(iteration, records, snapshots);
    }

    private static void Write(BinaryWriter writer, TrainingRecord record)
    {
        writer.Write(record.Loss);
        writer.Write(record.GradientNorm);
        writer.Write(record.LearningRate);
        writer.Write(record.LargestHidden);
        writer.Write(record.DeadSamples);
        writer.Write(record.ReplacedStates);
        foreach (var loss in record.SampleLosses)
            writer.Write(loss);
        foreach (var alive in record.AliveCells)
            writer.Write(alive);
        foreach (var rollout in record.Rollouts)
            writer.Write(rollout);
        foreach (var variance in record.ChannelVariance)
            writer.Write(variance);
    }

    private static TrainingRecord ReadRecord(BinaryReader reader, TrainingConfig config, int iteration) =>
        new()
        {
            Iteration = iteration,
            Loss = reader.ReadDouble(),
            GradientNorm = reader.ReadDouble(),
            LearningRate = reader.ReadDouble(),
            LargestHidden = reader.ReadDouble(),
            DeadSamples = reader.ReadInt32(),
            ReplacedStates = reader.ReadInt32(),
            SampleLosses = ReadMany(reader.ReadDouble, config.BatchSize),
            AliveCells = ReadMany(reader.ReadInt32, config.BatchSize),
            Rollouts = ReadMany(reader.ReadInt32, config.BatchSize),
            ChannelVariance = ReadMany(reader.ReadDouble, config.Channels),
        };

    private static T[] ReadMany<T>(Func<T> read, int count)
    {
        var values = new T[count];
        foreach (ref var value in values.AsSpan())
            value = read();
        return values;
    }

    private static void Write(BinaryWriter writer, Array values) => writer.Write(Bytes(values));

    private static void Read(BinaryReader reader, Array values) => reader.BaseStream.ReadExactly(Bytes(values));

    private static Span<byte> Bytes(Array values) =>
        values is double[] doubles ? MemoryMarshal.AsBytes(doubles.AsSpan()) : MemoryMarshal.AsBytes(((float[])values).AsSpan());

    private static bool IsFinite(Array values) =>
        values is double[] doubles ? doubles.All(double.IsFinite) : ((float[])values).All(float.IsFinite);
}
