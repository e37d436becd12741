using TorchSharp;

namespace Nca.Metrics;

/// <summary>Principal components of observations, by singular value decomposition of the centred matrix, as scikit-learn's PCA.</summary>
/// <param name="Scores">Coordinates of each observation, shape [n, k].</param>
/// <param name="Components">Directions, shape [k, features]; the largest entry of each is positive, which fixes the sign.</param>
/// <param name="ExplainedVariance">Variance along each, n − 1 in the denominator.</param>
/// <param name="ExplainedVarianceRatio">Share of the total variance.</param>
public sealed record PrincipalComponents(
    double[,] Scores,
    double[,] Components,
    double[] ExplainedVariance,
    double[] ExplainedVarianceRatio
)
{
    /// <summary>
    /// Standardises each column: (x − mean) / (population deviation + 1e-6), clipped to ±10 (tutorial, section 8). Values that are not
    /// finite are an error here, not a zero.
    /// </summary>
    /// <param name="observations">Shape [n, features].</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double[,] Standardised(double[,] observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var (rows, columns) = (observations.GetLength(0), observations.GetLength(1));
        var result = new double[rows, columns];
        for (var column = 0; column < columns; column++)
        {
            double sum = 0,
                squares = 0;
            for (var row = 0; row < rows; row++)
            {
                if (!double.IsFinite(observations[row, column]))
                    throw new ArgumentException(
                        $"Observation {row}, feature {column} is {observations[row, column]}: the trajectory diverged.",
                        nameof(observations)
                    );
                sum += observations[row, column];
            }

            var mean = sum / rows;
            for (var row = 0; row < rows; row++)
                squares += (observations[row, column] - mean) * (observations[row, column] - mean);
            var deviation = Math.Sqrt(squares / rows);
            for (var row = 0; row < rows; row++)
                result[row, column] = Math.Clamp((observations[row, column] - mean) / (deviation + 1e-6), -10, 10);
        }

        return result;
    }

    /// <summary>Finds the components.</summary>
    /// <param name="observations">Shape [n, features], n at least 2.</param>
    /// <param name="count">How many, at most min(n, features).</param>
    /// <exception cref="ArgumentException">There is no variance (a dead run), or too few observations.</exception>
    public static PrincipalComponents Of(double[,] observations, int count = 2)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var (rows, columns) = (observations.GetLength(0), observations.GetLength(1));
        if (rows < 2 || count < 1 || count > Math.Min(rows, columns))
            throw new ArgumentException($"{count} components cannot be had from {rows} observations of {columns} features.");
        NativeLibraries.Require();
        using var scope = torch.NewDisposeScope();
        var matrix = torch.tensor(observations);
        var centred = matrix - matrix.mean([0L], keepdim: true);
        var (left, singular, right) = torch.linalg.svd(centred, fullMatrices: false);
        var (s, v) = (singular.data<double>().ToArray(), right.contiguous().data<double>().ToArray());
        var total = s.Sum(value => value * value);
        if (!(total > 1e-20))
            throw new ArgumentException(
                "The observations do not vary: a dead or motionless run has no principal components.",
                nameof(observations)
            );

        var (scores, components) = (new double[rows, count], new double[count, columns]);
        for (var component = 0; component < count; component++)
        {
            var direction = v.AsSpan(component * columns, columns);
            var largest = 0;
            for (var feature = 1; feature < columns; feature++)
                if (Math.Abs(direction[feature]) > Math.Abs(direction[largest]))
                    largest = feature;
            var sign = direction[largest] < 0 ? -1 : 1;
            for (var feature = 0; feature < columns; feature++)
                components[component, feature] = sign * direction[feature];
            for (var row = 0; row < rows; row++)
                scores[row, component] = sign * left[row, component].item<double>() * s[component];
        }

        return new PrincipalComponents(
            scores,
            components,
            [.. s.Take(count).Select(value => value * value / (rows - 1))],
            [.. s.Take(count).Select(value => value * value / total)]
        );
    }
}
