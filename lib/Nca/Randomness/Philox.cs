namespace Nca.Randomness;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
/// (SC 2011): four words for every (counter, key), with no state, so any number can be had in any order on any thread.
/// This is the slow, obviously right form; <see cref="PhiloxBlocks"/> is tested against it.
/// </summary>
public static class Philox
{
    internal const uint MultiplierEven = 0xD2511F53,
        MultiplierOdd = 0xCD9E8D57;
    internal const uint WeylLow = 0x9E3779B9,
        WeylHigh = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>The four words that belong to a counter and a key.</summary>
    /// <param name="counter">128 bits, lowest word first.</param>
    /// <param name="key">64 bits.</param>
    public static (uint First, uint Second, uint Third, uint Fourth) Words((uint A, uint B, uint C, uint D) counter, ulong key)
    {
        var (a, b, c, d) = counter;
        uint low = (uint)key,
            high = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var even = (ulong)MultiplierEven * a;
            var odd = (ulong)MultiplierOdd * c;
            (a, b, c, d) = ((uint)(odd >> 32) ^ b ^ low, (uint)odd, (uint)(even >> 32) ^ d ^ high, (uint)even);
            low += WeylLow;
            high += WeylHigh;
        }

        return (a, b, c, d);
    }
}
