using Nca.Analysis.Attractors;

namespace Nca.Tests.Analysis.Attractors;

/// <summary>Lyapunov exponents of maps that are known.</summary>
public sealed class LyapunovTests
{
    [Fact]
    public void A_linear_map_has_the_logarithms_of_its_eigenvalues()
    {
        // Upper triangular: the eigenvalues stand on the diagonal.
        double[,] matrix =
        {
            { 0.5, 0.3, -0.2 },
            { 0, 2, 0.7 },
            { 0, 0, -0.1 },
        };
        var exponents = LyapunovExponents.Of(
            (_, state, tangents) =>
            {
                foreach (var vector in tangents.Append(state))
                    Multiply(matrix, vector);
            },
            new double[3],
            count: 3,
            steps: 300,
            settling: 100
        );

        // After a hundred steps the directions have converged like (0.5 / 2)^100.
        Assert.All(exponents.Values.Zip(new[] { Math.Log(2), Math.Log(0.5), Math.Log(0.1) }), pair =>
            Assert.Equal(pair.Second, pair.First, 1e-10)
        );
        Assert.All(exponents.Deviations, deviation => Assert.Equal(0, deviation, 1e-10));
        Assert.Equal((60, 300, 100), (exponents.Steps.Count, exponents.Steps[^1], exponents.Settling));
    }

    [Fact]
    public void The_logistic_map_doubles_distances()
    {
        // ln 2 at r = 4; the standard deviation of the mean of 100,000 terms of variance π² / 12 is 0.003, and correlations shrink it.
        var exponents = LyapunovExponents.Of(Logistic, [0.3], count: 1, steps: 100_000, settling: 100, every: 1);
        Assert.Equal(Math.Log(2), exponents.Values[0], 0.005);
        Assert.InRange(exponents.Deviations[0], 1e-6, 0.005);
    }

    [Fact]
    public void Henons_map_has_the_published_exponents()
    {
        // a = 1.4, b = 0.3: 0.419 and −1.623; their sum is ln 0.3, since every step shrinks areas by just that.
        var exponents = LyapunovExponents.Of(Henon, [0.1, 0.1], count: 2, steps: 100_000, settling: 100);
        Assert.Equal(0.419, exponents.Values[0], 0.005);
        Assert.Equal(-1.623, exponents.Values[1], 0.005);
        Assert.Equal(Math.Log(0.3), exponents.Values.Sum(), 1e-9);
    }

    [Fact]
    public void A_rotation_has_none()
    {
        var (sine, cosine) = Math.SinCos(0.7);
        double[,] turn =
        {
            { cosine, -sine },
            { sine, cosine },
        };
        var exponents = LyapunovExponents.Of((_, _, tangents) => tangents.ToList().ForEach(v => Multiply(turn, v)), [1, 0], 2, 100);
        Assert.All(exponents.Values, value => Assert.Equal(0, value, 1e-12));
    }

    [Fact]
    public void What_is_forgotten_at_once_is_minus_infinity()
    {
        // The second number is overwritten, the first halved.
        var exponents = LyapunovExponents.Of(
            (_, _, tangents) =>
            {
                foreach (var vector in tangents)
                    (vector[0], vector[1]) = (vector[0] / 2, 0);
            },
            [1, 1],
            count: 2,
            steps: 50
        );
        Assert.Equal(-Math.Log(2), exponents.Values[0], 0.05);
        Assert.Equal(double.NegativeInfinity, exponents.Values[1]);
    }

    [Fact]
    public void The_map_is_told_its_step()
    {
        var seen = new List<int>();
        LyapunovExponents.Of((step, _, _) => seen.Add(step), [0], 1, steps: 23, settling: 7, every: 2);
        Assert.Equal(Enumerable.Range(0, 30), seen);
    }

    [Fact]
    public void Thinned_estimates_end_alike()
    {
        var all = LyapunovExponents.Of(Logistic, [0.3], count: 1, steps: 1000, every: 1);
        var some = all.Thinned(100);
        Assert.Equal((100, 1000), (some.Steps.Count, some.Steps[^1]));
        Assert.Equal(all.Values, some.Values);
        Assert.Equal(all.Running[9], some.Running[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => all.Thinned(1));
    }

    [Fact]
    public void A_frame_is_orthonormal()
    {
        var frame = new TangentFrame(4, 50, seed: 1);
        for (var first = 0; first < 4; first++)
            for (var second = 0; second < 4; second++)
                Assert.Equal(
                    first == second ? 1 : 0,
                    frame.Vectors[first].Zip(frame.Vectors[second]).Sum(pair => pair.First * pair.Second),
                    1e-12
                );
    }

    [Fact]
    public void Random_directions_are_normal_numbers()
    {
        var numbers = RandomDirection.Of(100_001, seed: 2, index: 3);

        // Standard errors: 1 / √n, √2 / √n and √96 / √n.
        Assert.Equal(0, numbers.Average(), 0.016);
        Assert.Equal(1, numbers.Average(value => value * value), 0.022);
        Assert.Equal(3, numbers.Average(value => Math.Pow(value, 4)), 0.16);
        Assert.NotEqual(numbers[0], RandomDirection.Of(1, seed: 2, index: 4)[0]);
    }

    private static void Logistic(int step, double[] state, IReadOnlyList<double[]> tangents)
    {
        foreach (var vector in tangents)
            vector[0] *= 4 - 8 * state[0];
        state[0] = 4 * state[0] * (1 - state[0]);
    }

    private static void Henon(int step, double[] state, IReadOnlyList<double[]> tangents)
    {
        foreach (var vector in tangents)
            (vector[0], vector[1]) = (-2.8 * state[0] * vector[0] + vector[1], 0.3 * vector[0]);
        (state[0], state[1]) = (1 - 1.4 * state[0] * state[0] + state[1], 0.3 * state[0]);
    }

    private static void Multiply(double[,] matrix, double[] vector)
    {
        var old = (double[])vector.Clone();
        for (var row = 0; row < vector.Length; row++)
            vector[row] = old.Select((value, column) => matrix[row, column] * value).Sum();
    }
}
