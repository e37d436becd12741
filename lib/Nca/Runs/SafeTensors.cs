using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nca.Runs;

/// <summary>
/// Named single-precision tensors in the safetensors format (a length of 8 bytes, a JSON header with type, shape and place of each tensor,
/// then the numbers, little-endian): plain data that Python reads with <c>safetensors.numpy.load_file</c> and that can hold no code.
/// </summary>
internal static class SafeTensors
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
        var bytes = RunFile.Read(path, RunFile.MostNumbers);
        try
        {
            if (bytes.Length < 8)
                throw Damaged(path, "it is cut off");
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (length is < 2 or > LongestHeader || 8 + length > bytes.Length)
                throw Damaged(path, $"it claims a header of {(ulong)length} bytes");
            using var header = JsonDocument.Parse(bytes.AsMemory(8, (int)length));
            var data = bytes.AsSpan(8 + (int)length);
            var tensors = new Dictionary<string, (int[], float[])>();
            var places = new List<(long Start, long End)>();
            var metadata = new Dictionary<string, string>();
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == Metadata)
                {
                    foreach (var text in entry.Value.EnumerateObject())
                        if (!metadata.TryAdd(text.Name, text.Value.GetString() ?? ""))
                            throw Damaged(path, $"it holds {text.Name} twice");
                    continue;
                }

                var tensor = Read(entry, data, path, out var place);
                places.Add(place);
                if (!tensors.TryAdd(entry.Name, tensor))
                    throw Damaged(path, $"it holds {entry.Name} twice");
            }

            RequireGapless(places, data.Length, path);
            return (tensors, metadata);
        }
        catch (Exception error)
            when (error
                    is JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or OverflowException
                        or IndexOutOfRangeException
            )
        {
            throw Damaged(path, "its header cannot be read", error);
        }
    }

    private static (int[] Shape, float[] Values) Read(
        JsonProperty entry,
        ReadOnlySpan<byte> data,
        string path,
        out (long Start, long End) place
    )
    {
        var described = entry.Value;
        if (described.GetProperty("dtype").GetString() != "F32")
            throw new RunException($"{path} holds numbers of type {described.GetProperty("dtype")}; only F32 can be read.");
        int[] shape = [.. described.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];
        var offsets = described.GetProperty("data_offsets");
        place = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (shape.Any(length => length < 0))
            throw Damaged(path, $"{entry.Name} has a negative size");
        var count = shape.Aggregate(1L, (product, length) => checked(product * length));
        if (offsets.GetArrayLength() != 2 || place.Start < 0 || place.End > data.Length || place.End < place.Start)
            throw Damaged(path, $"{entry.Name} does not lie inside it");
        if (place.End - place.Start != checked(count * sizeof(float)))
            throw Damaged(path, $"{entry.Name} has a place that does not fit its shape [{string.Join(", ", shape)}]");
        return (shape, MemoryMarshal.Cast<byte, float>(data[(int)place.Start..(int)place.End]).ToArray());
    }

    // The format allows no byte to belong to two tensors or to none.
    private static void RequireGapless(List<(long Start, long End)> places, long length, string path)
    {
        var end = 0L;
        foreach (var (start, next) in places.Order())
        {
            if (start != end)
                throw Damaged(path, start < end ? "two of its tensors overlap" : "there is a gap between its tensors");
            end = next;
        }

        if (end != length)
            throw Damaged(path, "it holds more than its tensors");
    }

    private static RunException Damaged(string path, string why, Exception? cause = null) =>
        new($"{path} is damaged or no safetensors file ({why}); take an unharmed copy or train again.", cause);
}
