using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nca.Randomness;

/// <summary>
/// <see cref="Philox"/> for many counters at once, and its words turned into masks: eight counters lie in the eight 64-bit lanes of a
/// vector, each 32-bit word in the lower half of its lane, so that a product of two words fits. Tested against the scalar form.
/// </summary>
internal static class PhiloxBlocks
{
    /// <summary>Cells that one call of the vector form decides.</summary>
    public const int Cells = 64;

    /// <summary>Whether the vector form pays on this machine.</summary>
    public static bool IsFast => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated;

    /// <summary>
    /// Decides 64 cells: byte 4 i + j is 1 where word j of counter (first + i, b, c, d) is below the threshold, else 0.
    /// </summary>
    /// <param name="first">First word of the first of 16 counters.</param>
    /// <param name="rest">The other three words, the same for all.</param>
    /// <param name="key">The key.</param>
    /// <param name="threshold">0 to 2³².</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<byte> Below(uint first, (uint B, uint C, uint D) rest, ulong key, ulong threshold)
    {
        var lower = Vector512.Create(first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, (ulong)(first + 7));
        var upper = Vector512.Create(first + 8, first + 9, first + 10, first + 11, first + 12, first + 13, first + 14, (ulong)(first + 15));
        return Vector512.Narrow(Below(lower, rest, key, threshold), Below(upper, rest, key, threshold)).AsByte();
    }

    // In each lane four bytes, one per word of the counter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Below(Vector512<ulong> a, (uint B, uint C, uint D) rest, ulong key, ulong threshold)
    {
        var word = Vector512.Create((ulong)uint.MaxValue);
        Vector512<ulong> b = Vector512.Create((ulong)rest.B),
            c = Vector512.Create((ulong)rest.C),
            d = Vector512.Create((ulong)rest.D);
        Vector512<ulong> evenMultiplier = Vector512.Create((ulong)Philox.MultiplierEven),
            oddMultiplier = Vector512.Create((ulong)Philox.MultiplierOdd);
        uint low = (uint)key,
            high = (uint)(key >> 32);
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var even = evenMultiplier * a;
            var odd = oddMultiplier * c;
            a = (odd >>> 32) ^ b ^ Vector512.Create((ulong)low);
            b = odd & word;
            c = (even >>> 32) ^ d ^ Vector512.Create((ulong)high);
            d = even & word;
            low += Philox.WeylLow;
            high += Philox.WeylHigh;
        }

        var limit = Vector512.Create(threshold);
        return (Vector512.LessThan(a, limit) & Vector512.Create(1ul))
            | (Vector512.LessThan(b, limit) & Vector512.Create(1ul << 8))
            | (Vector512.LessThan(c, limit) & Vector512.Create(1ul << 16))
            | (Vector512.LessThan(d, limit) & Vector512.Create(1ul << 24));
    }
}
