using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nca.Runs;

/// <summary>
/// Named single-precision tensors in the safetensors format (a length of 8 bytes, a JSON header with type, shape and place of each tensor,
/// then the
/// numbers, little-endian): plain data that Python reads with <c>safetensors.numpy.load_file</c> and that can hold no code.
/// </summary>
public static class SafeTensors
{
    private const int LongestHeader = 1 << 20;
    private const string Metadata = "__metadata__";

    /// <summary>Writes tensors, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="tensors">Name, shape and numbers of each.</param>
    /// <param name="metadata">Texts to keep beside them.</param>
    public static void Save(
        string path,
        IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        var header = new JsonObject
        {
            [Metadata] = new JsonObject(metadata.Select(text => KeyValuePair.Create<string, JsonNode?>(text.Key, text.Value))),
        };
        long place = 0;
        foreach (var (name, shape, values) in tensors)
        {
            var end = place + (long)values.Length * sizeof(float);
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(place, end),
            };
            place = end;
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = new byte[(text.Length + 7) / 8 * 8];
        padded.AsSpan().Fill((byte)' ');
        text.CopyTo(padded, 0);
        AtomicFile.Write(
            path,
            stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
                stream.Write(length);
                stream.Write(padded);
                foreach (var (_, _, values) in tensors)
                    stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
            }
        );
    }

    /// <summary>Reads tensors.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The tensors by name, and the texts.</returns>
    /// <exception cref="RunException">The file is missing, damaged, or holds something else than single-precision numbers.</exception>
    public static (IReadOnlyDictionary<string, (int[] Shape, float[] Values)> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(
        string path
    )
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read: {error.Message}", error);
        }

        try
        {
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (length is < 2 or > LongestHeader || 8 + length > bytes.Length)
                throw Damaged(path);
            using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)length));
            var data = bytes.AsSpan(8 + (int)length);
            var tensors = new Dictionary<string, (int[], float[])>();
            var metadata = new Dictionary<string, string>();
            long covered = 0;
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == Metadata)
                {
                    foreach (var text in entry.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                var tensor = Read(entry.Value, data, path);
                covered += (long)tensor.Values.Length * sizeof(float);
                tensors[entry.Name] = tensor;
            }

            return covered == data.Length ? (tensors, metadata) : throw Damaged(path);
        }
        catch (Exception error)
            when (error
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or OverflowException
            )
        {
            throw Damaged(path, error);
        }
    }

    private static (int[] Shape, float[] Values) Read(JsonElement entry, ReadOnlySpan<byte> data, string path)
    {
        if (entry.GetProperty("dtype").GetString() != "F32")
            throw new RunException($"{path} holds numbers of type {entry.GetProperty("dtype")}; only F32 can be read.");
        int[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        var (start, end) = (entry.GetProperty("data_offsets")[0].GetInt64(), entry.GetProperty("data_offsets")[1].GetInt64());
        var count = shape.Aggregate(1L, (product, length) => checked(product * length));
        if (start < 0 || end > data.Length || end - start != count * sizeof(float))
            throw Damaged(path);
        return (shape, MemoryMarshal.Cast<byte, float>(data[(int)start..(int)end]).ToArray());
    }

    private static RunException Damaged(string path, Exception? cause = null) =>
        new($"{path} is damaged or no safetensors file; delete its folder and train again, or take an unharmed copy.", cause);
}
