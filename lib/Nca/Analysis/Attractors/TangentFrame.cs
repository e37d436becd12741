namespace Nca.Analysis.Attractors;

/// <summary>
/// Tangent vectors that are made orthonormal again and again (Gram–Schmidt, in their order), so that the first grows like the fastest
/// direction, the first two together like the fastest area, and so on (Benettin et al. 1980).
/// </summary>
internal sealed class TangentFrame
{
    /// <summary>Draws vectors at random and makes them orthonormal.</summary>
    /// <param name="count">How many, at least 1 and no more than the dimension.</param>
    /// <param name="dimension">Numbers of a state.</param>
    /// <param name="seed">Random seed.</param>
    public TangentFrame(int count, int dimension, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, dimension);
        Vectors = [.. Enumerable.Range(0, count).Select(index => RandomDirection.Of(dimension, seed, index))];
        Orthonormalise();
    }

    /// <summary>The vectors, each as long as a state; a <see cref="TangentMap"/> moves them in place.</summary>
    public IReadOnlyList<double[]> Vectors { get; }

    /// <summary>Makes the vectors orthonormal.</summary>
    /// <returns>
    /// The logarithm of what each was too long by, once the parts along those before it were taken away; −∞ where nothing was left, and the
    /// vector is then zero.
    /// </returns>
    public double[] Orthonormalise()
    {
        var logarithms = new double[Vectors.Count];
        for (var index = 0; index < Vectors.Count; index++)
        {
            var vector = Vectors[index];
            var whole = Length(vector);
            for (var earlier = 0; earlier < index; earlier++)
                TakeAway(vector, Vectors[earlier]);
            var length = Length(vector);

            // What rounding leaves of a vector that lies in the span of the others is no direction.
            var isNothing = !(length > 1e-14 * whole);
            logarithms[index] = isNothing ? double.NegativeInfinity : Math.Log(length);
            for (var place = 0; place < vector.Length; place++)
                vector[place] = isNothing ? 0 : vector[place] / length;
        }

        return logarithms;
    }

    private static void TakeAway(double[] vector, double[] direction)
    {
        var along = 0.0;
        for (var place = 0; place < vector.Length; place++)
            along += vector[place] * direction[place];
        for (var place = 0; place < vector.Length; place++)
            vector[place] -= along * direction[place];
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
