using Nca.Randomness;

namespace Nca.Analysis.Attractors;

/// <summary>Directions without preference: independent normal numbers (Box and Muller 1958).</summary>
public static class RandomDirection
{
    /// <summary>Numbers of mean 0 and variance 1.</summary>
    /// <param name="length">How many, not negative.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="index">Which of the seed's directions.</param>
    public static double[] Of(int length, long seed, long index)
    {
        var random = new RandomSequence(seed, RandomPurpose.Directions, index);
        var numbers = new double[length];
        for (var place = 0; place < length; place += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            numbers[place] = radius * cosine;
            if (place + 1 < length)
                numbers[place + 1] = radius * sine;
        }

        return numbers;
    }
}
