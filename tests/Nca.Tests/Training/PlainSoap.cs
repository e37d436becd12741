namespace Nca.Tests.Training;

/// <summary>One layer of SOAP as the paper writes it (Vyas et al. 2024, algorithm 3), in plain loops over two-dimensional arrays.</summary>
internal sealed class PlainSoap(int rows, int inputs)
{
    private readonly int _columns = inputs + 1;
    private readonly double[,] _left = new double[rows, rows],
        _right = new double[inputs + 1, inputs + 1],
        _mean = new double[rows, inputs + 1];
    private double[,] _leftVectors = Identity(rows),
        _rightVectors = Identity(inputs + 1),
        _square = new double[rows, inputs + 1];
    private int _steps;

    public void Step(Span<float> weights, Span<float> biases, ReadOnlySpan<float> slopes, ReadOnlySpan<float> biasSlopes, double rate)
    {
        var gradient = new double[rows, _columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < _columns; column++)
                gradient[row, column] = column < inputs ? slopes[row * inputs + column] : biasSlopes[row];
        _steps++;
        Remember(_left, Product(gradient, Transpose(gradient)));
        Remember(_right, Product(Transpose(gradient), gradient));
        for (
            var turn = 0;
            turn
                < (
                    _steps == 1 ? 20
                    : _steps <= 20 || _steps % 10 == 0 ? 1
                    : 0
                );
            turn++
        )
            Turn();
        Remember(_mean, gradient);
        // Columns of the vectors are the eigenvectors here: G' = Qₗᵀ G Qᵣ.
        var turned = Product(Product(Transpose(_leftVectors), gradient), _rightVectors);
        var mean = Product(Product(Transpose(_leftVectors), _mean), _rightVectors);
        var total = 0.0;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < _columns; column++)
            {
                _square[row, column] = 0.95 * _square[row, column] + 0.05 * turned[row, column] * turned[row, column];
                total += _square[row, column];
            }

        var correction = 1 - Math.Pow(0.95, _steps);
        var typical = Math.Sqrt(total / (rows * _columns) / correction);
        var damping = typical * (_steps <= 400 ? 0.01 : 0.01 / Math.Pow(2, (_steps - 400) / 100.0));
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < _columns; column++)
                mean[row, column] = mean[row, column] / correction / (Math.Sqrt(_square[row, column] / correction) + damping);
        var step = Product(Product(_leftVectors, mean), Transpose(_rightVectors));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < inputs; column++)
                weights[row * inputs + column] -= (float)(rate * step[row, column]);
            biases[row] -= (float)(rate * step[row, inputs]);
        }
    }

    private static void Remember(double[,] mean, double[,] now)
    {
        for (var row = 0; row < mean.GetLength(0); row++)
            for (var column = 0; column < mean.GetLength(1); column++)
                mean[row, column] = 0.95 * mean[row, column] + 0.05 * now[row, column];
    }

    private void Turn()
    {
        int[] left,
            right;
        (_leftVectors, left) = Turned(_left, _leftVectors);
        (_rightVectors, right) = Turned(_right, _rightVectors);
        var square = new double[rows, _columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < _columns; column++)
                square[row, column] = _square[left[row], right[column]];
        _square = square;
    }

    private static (double[,] Vectors, int[] Order) Turned(double[,] mean, double[,] vectors)
    {
        var size = mean.GetLength(0);
        var image = Product(mean, vectors);
        var values = new double[size];
        var trace = 0.0;
        for (var column = 0; column < size; column++)
        {
            trace += mean[column, column];
            for (var row = 0; row < size; row++)
                values[column] += image[row, column] * vectors[row, column];
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(column => values[column])];
        var next = new double[size, size];
        for (var column = 0; column < size; column++)
        {
            for (var row = 0; row < size; row++)
                next[row, column] = image[row, order[column]] + 1e-9 * trace * vectors[row, order[column]];
            for (var pass = 0; pass < 2; pass++)
                for (var other = 0; other < column; other++)
                {
                    var dot = 0.0;
                    for (var row = 0; row < size; row++)
                        dot += next[row, column] * next[row, other];
                    for (var row = 0; row < size; row++)
                        next[row, column] -= dot * next[row, other];
                }

            var length = 0.0;
            for (var row = 0; row < size; row++)
                length += next[row, column] * next[row, column];
            for (var row = 0; row < size; row++)
                next[row, column] /= Math.Sqrt(length);
        }

        return (next, order);
    }

    private static double[,] Product(double[,] left, double[,] right)
    {
        var product = new double[left.GetLength(0), right.GetLength(1)];
        for (var row = 0; row < product.GetLength(0); row++)
            for (var column = 0; column < product.GetLength(1); column++)
                for (var index = 0; index < left.GetLength(1); index++)
                    product[row, column] += left[row, index] * right[index, column];
        return product;
    }

    private static double[,] Transpose(double[,] matrix)
    {
        var transposed = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (var row = 0; row < matrix.GetLength(0); row++)
            for (var column = 0; column < matrix.GetLength(1); column++)
                transposed[column, row] = matrix[row, column];
        return transposed;
    }

    private static double[,] Identity(int size)
    {
        var identity = new double[size, size];
        for (var index = 0; index < size; index++)
            identity[index, index] = 1;
        return identity;
    }
}
