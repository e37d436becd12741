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
        var (directions, projections) = Decomposed(Centred(observations));
        var variances = projections.Select(projection => projection.Sum(value => value * value)).ToArray();
        var total = variances.Sum();
        if (!(total > 1e-20))
            throw new ArgumentException(
                "The observations do not vary: a dead or motionless run has no principal components.",
                nameof(observations)
            );

        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(index => variances[index]).Take(count)];
        var (scores, components) = (new double[rows, count], new double[count, columns]);
        for (var component = 0; component < count; component++)
        {
            var (direction, projection) = (directions[order[component]], projections[order[component]]);
            var sign = Math.Sign(direction.MaxBy(Math.Abs));
            for (var feature = 0; feature < columns; feature++)
                components[component, feature] = sign * direction[feature];
            for (var row = 0; row < rows; row++)
                scores[row, component] = sign * projection[row];
        }

        return new PrincipalComponents(
            scores,
            components,
            [.. order.Select(index => variances[index] / (rows - 1))],
            [.. order.Select(index => variances[index] / total)]
        );
    }

    // The columns, each less its mean.
    private static double[][] Centred(double[,] observations)
    {
        var (rows, columns) = (observations.GetLength(0), observations.GetLength(1));
        var centred = new double[columns][];
        for (var column = 0; column < columns; column++)
        {
            var values = new double[rows];
            for (var row = 0; row < rows; row++)
                values[row] = observations[row, column];
            var mean = values.Average();
            centred[column] = [.. values.Select(value => value - mean)];
        }

        return centred;
    }

    // One-sided Jacobi (Hestenes 1958): columns are rotated in pairs until all are orthogonal. The rotations, gathered, are the directions;
    // what became of the columns are the projections onto them, whose lengths are the singular values.
    private static (double[][] Directions, double[][] Projections) Decomposed(double[][] columns)
    {
        const int mostSweeps = 60;
        var directions = columns.Select((_, index) => columns.Select((_, other) => index == other ? 1.0 : 0.0).ToArray()).ToArray();
        for (var (sweep, turned) = (0, true); turned && sweep < mostSweeps; sweep++)
        {
            turned = false;
            for (var first = 0; first < columns.Length; first++)
                for (var second = first + 1; second < columns.Length; second++)
                {
                    var (a, b) = (Product(columns[first], columns[first]), Product(columns[second], columns[second]));
                    var along = Product(columns[first], columns[second]);
                    if (Math.Abs(along) <= 1e-14 * Math.Sqrt(a * b))
                        continue;
                    turned = true;
                    var half = (b - a) / (2 * along);
                    var tangent = (half < 0 ? -1 : 1) / (Math.Abs(half) + Math.Sqrt(1 + half * half));
                    var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
                    Turn(columns[first], columns[second], cosine, cosine * tangent);
                    Turn(directions[first], directions[second], cosine, cosine * tangent);
                }
        }

        return (directions, columns);
    }

    private static double Product(double[] first, double[] second)
    {
        var sum = 0.0;
        for (var index = 0; index < first.Length; index++)
            sum += first[index] * second[index];
        return sum;
    }

    private static void Turn(double[] first, double[] second, double cosine, double sine)
    {
        for (var index = 0; index < first.Length; index++)
            (first[index], second[index]) = (cosine * first[index] - sine * second[index], sine * first[index] + cosine * second[index]);
    }
}
