namespace Nca.Training;

/// <summary>One layer of <see cref="Soap"/>: weights [rows, inputs] and biases [rows] as one matrix G of rows × (inputs + 1).</summary>
internal sealed class SoapLayer
{
    private const double Beta = 0.95,
        Smallest = 1e-30;

    // A direction along which nearly nothing was seen would otherwise be stepped along as far as all others, led by noise: of 13 small
    // trainings without damping four died or overgrew the canvas. Later it fades quickly, because fine detail lies there.
    private const int DampedSteps = 400,
        HalfLife = 100;
    private const double Damping = 0.01;
    private const int StepsBetweenTurns = 10,
        StepsOfTheStart = 20;

    private readonly int _rows,
        _columns,
        _weights,
        _biases;
    private readonly EigenBasis _left,
        _right;
    private readonly double[] _firstMoment,
        _secondMoment;

    // Steps with a gradient so far. A count is exact in a double.
    private readonly double[] _steps = new double[1];

    /// <summary>Makes a layer before its first step.</summary>
    /// <param name="rows">Rows of the weights.</param>
    /// <param name="inputs">Columns of the weights.</param>
    /// <param name="weights">Where the weights begin in the flat array.</param>
    /// <param name="biases">Where the biases begin.</param>
    public SoapLayer(int rows, int inputs, int weights, int biases)
    {
        (_rows, _columns, _weights, _biases) = (rows, inputs + 1, weights, biases);
        (_left, _right) = (new EigenBasis(_rows), new EigenBasis(_columns));
        _firstMoment = new double[_rows * _columns];
        _secondMoment = new double[_rows * _columns];
    }

    /// <summary>All that it remembers.</summary>
    public IEnumerable<Array> Memory => [_steps, _firstMoment, _secondMoment, .. _left.Memory, .. _right.Memory];

    /// <summary>One step of this layer's parameters; none where its whole gradient is 0, as the first layer's at the start.</summary>
    public void Move(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        var slopes = Gather(gradient);
        if (slopes.All(slope => slope == 0))
            return;
        var steps = ++_steps[0];
        var across = DenseProduct.Transpose(slopes, _rows, _columns);
        _left.Add(DenseProduct.Of(slopes, across, _rows, _columns, _rows), Beta);
        _right.Add(DenseProduct.Of(across, slopes, _columns, _rows, _columns), Beta);
        if (steps <= StepsOfTheStart || steps % StepsBetweenTurns == 0)
            Turn(times: steps == 1 ? StepsOfTheStart : 1);

        for (var index = 0; index < slopes.Length; index++)
            _firstMoment[index] = Beta * _firstMoment[index] + (1 - Beta) * slopes[index];
        var right = DenseProduct.Transpose(_right.Vectors, _columns, _columns);
        var turned = Rotate(slopes, right);
        var step = Rotate(_firstMoment, right);
        for (var index = 0; index < step.Length; index++)
            _secondMoment[index] = Beta * _secondMoment[index] + (1 - Beta) * turned[index] * turned[index];
        var correction = 1 - Math.Pow(Beta, steps);
        var typical = Math.Sqrt(_secondMoment.Sum() / _secondMoment.Length / correction);
        var damping = Damping * Math.Pow(0.5, Math.Max(0, steps - DampedSteps) / HalfLife) * typical + Smallest;
        for (var index = 0; index < step.Length; index++)
            step[index] = step[index] / correction / (Math.Sqrt(_secondMoment[index] / correction) + damping);

        Subtract(RotateBack(step), learningRate, parameters);
    }

    // The second moment belongs to directions, which change places when their order by size changes.
    private void Turn(int times)
    {
        for (var time = 0; time < times; time++)
        {
            var (rows, columns) = (_left.Turn(), _right.Turn());
            var before = _secondMoment.ToArray();
            for (var row = 0; row < _rows; row++)
                for (var column = 0; column < _columns; column++)
                    _secondMoment[row * _columns + column] = before[rows[row] * _columns + columns[column]];
        }
    }

    // Qₗ G Qᵣᵀ, where the rows of Qₗ and Qᵣ are the eigenvectors; Qᵣᵀ is given.
    private double[] Rotate(double[] matrix, double[] right) =>
        DenseProduct.Of(DenseProduct.Of(_left.Vectors, matrix, _rows, _rows, _columns), right, _rows, _columns, _columns);

    // Qₗᵀ G Qᵣ.
    private double[] RotateBack(double[] matrix) =>
        DenseProduct.Of(
            DenseProduct.Of(DenseProduct.Transpose(_left.Vectors, _rows, _rows), matrix, _rows, _rows, _columns),
            _right.Vectors,
            _rows,
            _columns,
            _columns
        );

    private double[] Gather(ReadOnlySpan<float> gradient)
    {
        var matrix = new double[_rows * _columns];
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < _columns - 1; column++)
                matrix[row * _columns + column] = gradient[_weights + row * (_columns - 1) + column];
            matrix[row * _columns + _columns - 1] = gradient[_biases + row];
        }

        return matrix;
    }

    private void Subtract(double[] step, double rate, Span<float> parameters)
    {
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < _columns - 1; column++)
                parameters[_weights + row * (_columns - 1) + column] -= (float)(rate * step[row * _columns + column]);
            parameters[_biases + row] -= (float)(rate * step[row * _columns + _columns - 1]);
        }
    }
}
