using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Nca.Tests;

/// <summary>An array from a little-endian C-order .npy file (NumPy's format, version 1).</summary>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Values">The numbers, as double.</param>
public sealed record NpyArray(int[] Shape, double[] Values)
{
    public float[] Floats => [.. Values.Select(value => (float)value)];

    public byte[] Bytes => [.. Values.Select(value => (byte)value)];

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Reference");

    public static NpyArray Read(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name + ".npy"));
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        var type = header.Split("'descr': '")[1].Split('\'')[0];
        var shape = header
            .Split('(')[1]
            .Split(')')[0]
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(length => int.Parse(length, CultureInfo.InvariantCulture))
            .ToArray();
        var data = bytes.AsSpan(start);
        double[] values = type switch
        {
            "<f4" => [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(value => (double)value)],
            "<f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
            "|u1" => [.. data.ToArray().Select(value => (double)value)],
            _ => throw new NotSupportedException(type),
        };
        Assert.Equal(shape.Aggregate(1, (product, length) => product * length), values.Length);
        return new NpyArray(shape, values);
    }
}
