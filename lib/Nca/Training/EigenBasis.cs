namespace Nca.Training;

/// <summary>
/// The running mean S of n × n products of gradients, and its eigenvectors, followed by orthogonal iteration: one product with S and
/// one orthogonalisation at each turn, from the vectors of the turn before (Vyas et al. 2024, algorithm 4). A new one is the axes.
/// </summary>
internal sealed class EigenBasis
{
    // Above this, a turn would cost more than an iteration of the training; the paper leaves long sides alone, too.
    private const int Longest = 1024;

    // Keeps vectors apart along which nothing was seen yet, far below what matters beside S.
    private const double Ridge = 1e-9,
        SmallestNormal = 2.2250738585072014e-308;

    private readonly int _size;
    private readonly bool _turns;
    private readonly double[] _mean;

    /// <summary>Makes the basis of the axes.</summary>
    /// <param name="size">n, at least 1; above 1,024 it stays that of the axes.</param>
    public EigenBasis(int size)
    {
        (_size, _turns) = (size, size <= Longest);
        _mean = new double[_turns ? size * size : 0];
        Vectors = new double[size * size];
        for (var index = 0; index < size; index++)
            Vectors[index * size + index] = 1;
    }

    /// <summary>The eigenvectors as rows, shape [n, n], the largest eigenvalue's first.</summary>
    public double[] Vectors { get; }

    /// <summary>All that it remembers.</summary>
    public IEnumerable<Array> Memory => _turns ? [_mean, Vectors] : [];

    /// <summary>Takes one more product into the mean: S ← β S + (1 − β) P.</summary>
    /// <param name="product">P, symmetric, shape [n, n].</param>
    /// <param name="beta">β.</param>
    public void Add(double[] product, double beta)
    {
        for (var index = 0; index < _mean.Length; index++)
            _mean[index] = beta * _mean[index] + (1 - beta) * product[index];
    }

    /// <summary>Turns the basis once towards the eigenvectors.</summary>
    /// <returns>For each new vector the place of the old one that it comes from.</returns>
    public int[] Turn()
    {
        int[] order = [.. Enumerable.Range(0, _size)];
        if (!_turns)
            return order;
        var images = DenseProduct.Of(Vectors, _mean, _size, _size, _size);
        var sizes = order.Select(index => DenseProduct.Dot(Row(images, index), Row(Vectors, index))).ToArray();
        order = [.. order.OrderByDescending(index => sizes[index])];
        var ridge = Ridge * Enumerable.Range(0, _size).Sum(index => _mean[index * _size + index]) + SmallestNormal;
        var next = new double[_size * _size];
        for (var row = 0; row < _size; row++)
        {
            var vector = Row(next, row);
            Row(images, order[row]).CopyTo(vector);
            DenseProduct.AddScaled(ridge, Row(Vectors, order[row]), vector);
            Orthogonalise(next, row);
        }

        next.CopyTo(Vectors, 0);
        return order;
    }

    // Gram and Schmidt, twice: once is not enough for vectors that lie close together.
    private void Orthogonalise(double[] vectors, int row)
    {
        var vector = Row(vectors, row);
        for (var pass = 0; pass < 2; pass++)
            for (var other = 0; other < row; other++)
                DenseProduct.AddScaled(-DenseProduct.Dot(vector, Row(vectors, other)), Row(vectors, other), vector);
        var length = Math.Sqrt(DenseProduct.Dot(vector, vector));
        foreach (ref var value in vector)
            value /= length;
    }

    private Span<double> Row(double[] matrix, int row) => matrix.AsSpan(row * _size, _size);
}
