namespace Nca.Randomness;

/// <summary>
/// A sequence of random numbers that is fully determined by (seed, purpose, index). Streams need no state on disk: an
/// interrupted training asks again for the stream of its iteration.
/// </summary>
public sealed class RandomSequence
{
    private readonly ulong _key;
    private readonly (uint Low, uint High) _index;
    private readonly uint[] _words = new uint[4];
    private uint _block;
    private int _used = 4;

    /// <summary>Begins the stream.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="index">Which of the purpose's streams, say the iteration.</param>
    public RandomSequence(long seed, RandomPurpose purpose, long index = 0)
    {
        _key = KeyFor(seed, purpose);
        _index = ((uint)index, (uint)(index >> 32));
    }

    /// <summary>
    /// The generator's key for a seed and a purpose: their mixture by the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    /// </summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    public static ulong KeyFor(long seed, RandomPurpose purpose)
    {
        var mixed = unchecked((ulong)seed + (ulong)purpose * 0x9E3779B97F4A7C15ul);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul);
        return mixed ^ (mixed >> 31);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextWord()
    {
        if (_used == 4)
        {
            (_words[0], _words[1], _words[2], _words[3]) = Philox.Words((_block++, 0, _index.Low, _index.High), _key);
            _used = 0;
        }

        return _words[_used++];
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => ((((ulong)NextWord() << 32) | NextWord()) >> 11) * (1.0 / (1ul << 53));

    /// <summary>A whole number in [low, high], both inclusive, without bias (rejection).</summary>
    /// <param name="low">Smallest result.</param>
    /// <param name="high">Largest result, not below <paramref name="low"/>.</param>
    public int NextInteger(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        var count = (ulong)((long)high - low) + 1;
        var limit = (1ul << 32) / count * count;
        while (true)
        {
            var word = NextWord();
            if (word < limit)
                return (int)(low + (long)(word % count));
        }
    }

    /// <summary>A number uniform in [low, high).</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();
}
