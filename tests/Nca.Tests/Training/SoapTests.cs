using Nca.Automaton;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>SOAP against a twin in plain loops, against Adam where both must agree, and against what it promises.</summary>
public sealed class SoapTests
{
    private const int Channels = 4,
        Hidden = 6;

    // Sums of a few numbers in another order: some units in the last place of a float.
    private const float Close = 2e-6f;

    [Fact]
    public void It_steps_as_its_slow_twin()
    {
        var (fast, slow) = (new UpdateRuleWeights(Channels, Hidden), new UpdateRuleWeights(Channels, Hidden));
        var soap = new Soap(Channels, Hidden);
        PlainSoap[] twins = [new(Hidden, 3 * Channels), new(Channels, Hidden)];
        var random = new Random(5);
        for (var step = 0; step < 550; step++) // beyond 400 the damping fades
        {
            var gradient = Gradient(random);
            soap.Step(fast.Values, gradient.Values, 0.01);
            twins[0].Step(slow.HiddenWeights, slow.HiddenBiases, gradient.HiddenWeights, gradient.HiddenBiases, 0.01);
            twins[1].Step(slow.OutputWeights, slow.OutputBiases, gradient.OutputWeights, gradient.OutputBiases, 0.01);
        }

        Assert.Equal(550, soap.Steps);
        Assert.True(fast.Values.Max(MathF.Abs) > 0.05f, "the weights moved");
        for (var index = 0; index < fast.Values.Length; index++)
            Assert.Equal(slow.Values[index], fast.Values[index], Close * 100);
    }

    // One row of weights whose gradient is ±g along one input: the eigenvectors are the axes, and each step is the whole rate.
    [Fact]
    public void The_first_step_has_the_learning_rate_along_a_gradient_and_is_none_beside_it()
    {
        var weights = new UpdateRuleWeights(Channels, Hidden);
        var gradient = new UpdateRuleWeights(Channels, Hidden);
        gradient.HiddenWeights[7] = -0.25f;
        new Soap(Channels, Hidden).Step(weights.Values, gradient.Values, 0.01);
        // Root mean square of one number among 6 · 13 is |g| / √78; a hundredth of it damps the step.
        var expected = 0.01 / (1 + 0.01 / Math.Sqrt(Hidden * (3 * Channels + 1)));
        Assert.Equal(expected, weights.HiddenWeights[7], 1e-6);
        Assert.Equal(1, weights.Values.Count(value => Math.Abs(value) > 1e-12));
    }

    // What Adam cannot: its axes are the weights', so that a turned problem is another problem for it. The bases follow the eigenvectors
    // and are not there at once, so that SOAP's steps are not quite the turned ones either.
    [Fact]
    public void A_turned_problem_is_nearly_the_same_problem()
    {
        var (soap, adam) = (
            Difference(() => new Soap(Channels, Hidden)),
            Difference(() => new Adam(UpdateRuleWeights.CountFor(Channels, Hidden)))
        );
        Assert.InRange(soap, 0, 0.2);
        Assert.InRange(soap, 0, adam / 3);

        static double Difference(Func<Optimiser> optimiser)
        {
            var random = new Random(8);
            var turn = Rotation(3 * Channels, random);
            var (plain, turned) = (new UpdateRuleWeights(Channels, Hidden), new UpdateRuleWeights(Channels, Hidden));
            var (first, second) = (optimiser(), optimiser());
            for (var step = 0; step < 60; step++)
            {
                var gradient = Gradient(random);
                gradient.HiddenBiases.Clear();
                var other = gradient.Clone();
                Turn(gradient.HiddenWeights, turn, other.HiddenWeights);
                first.Step(plain.Values, gradient.Values, 0.01);
                second.Step(turned.Values, other.Values, 0.01);
            }

            var expected = new float[plain.HiddenWeights.Length];
            Turn(plain.HiddenWeights, turn, expected);
            var (error, size) = (0.0, 0.0);
            for (var index = 0; index < expected.Length; index++)
            {
                error += Math.Pow(expected[index] - turned.HiddenWeights[index], 2);
                size += Math.Pow(expected[index], 2);
            }

            return Math.Sqrt(error / size);
        }
    }

    // ½ tr((W − W*) A (W − W*)ᵀ) with A = turned diag(1 … 10⁻⁴), and a little noise: Adam's axes do not fit A's.
    [Fact]
    public void It_goes_down_a_narrow_turned_valley_faster_than_Adam()
    {
        Assert.InRange(LossAfter(new Soap(Channels, Hidden)) / LossAfter(new Adam(UpdateRuleWeights.CountFor(Channels, Hidden))), 0, 0.5);

        static double LossAfter(Optimiser optimiser)
        {
            var random = new Random(3);
            const int inputs = 3 * Channels;
            var turn = Rotation(inputs, random);
            var goal = Gradient(random).HiddenWeights.ToArray();
            var weights = new UpdateRuleWeights(Channels, Hidden);
            var gradient = new UpdateRuleWeights(Channels, Hidden);
            var loss = 0.0;
            for (var step = 0; step < 400; step++)
            {
                var (difference, along) = (new float[goal.Length], new float[goal.Length]);
                for (var index = 0; index < goal.Length; index++)
                    difference[index] = weights.HiddenWeights[index] - goal[index];
                Turn(difference, turn, along);
                loss = 0;
                for (var index = 0; index < goal.Length; index++)
                {
                    var curvature = Math.Pow(10, -4.0 * (index % inputs) / (inputs - 1));
                    loss += curvature * along[index] * along[index] / 2;
                    along[index] *= (float)curvature;
                }

                Turn(along, turn, gradient.HiddenWeights, back: true);
                optimiser.Step(weights.Values, gradient.Values, 0.02 * (1 - step / 400.0));
            }

            return loss;
        }
    }

    [Fact]
    public void A_layer_without_a_gradient_stays_where_it_is()
    {
        var weights = InitialWeights.Draw(new AutomatonConfig { Channels = Channels, Hidden = Hidden }, 1);
        var before = weights.Clone();
        var gradient = new UpdateRuleWeights(Channels, Hidden);
        gradient.OutputBiases[0] = 1;
        var soap = new Soap(Channels, Hidden);
        for (var step = 0; step < 3; step++)
            soap.Step(weights.Values, gradient.Values, 0.01);
        Assert.Equal(before.HiddenWeights.ToArray(), weights.HiddenWeights.ToArray());
        Assert.Equal(before.HiddenBiases.ToArray(), weights.HiddenBiases.ToArray());
        Assert.Equal(-0.03, weights.OutputBiases[0] - before.OutputBiases[0], 1e-4);
    }

    [Fact]
    public void Another_number_of_parameters_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Soap(Channels, Hidden).Step(new float[5], new float[5], 0.1));
        Assert.Equal($"This optimiser has {UpdateRuleWeights.CountFor(Channels, Hidden)} parameters, not 5 with 5 slopes.", error.Message);
    }

    [Fact]
    public void A_layer_is_normalised_as_a_whole()
    {
        var gradient = new UpdateRuleWeights(Channels, Hidden);
        (gradient.HiddenWeights[3], gradient.HiddenBiases[1]) = (3, -4);
        (gradient.OutputWeights[5], gradient.OutputBiases[0]) = (0, 0.5f);
        var config = new TrainingConfig { GradientControl = GradientControl.NormalisePerLayer };
        Assert.Equal(Math.Sqrt(25.25), GradientNorm.Apply(gradient, config), 1e-12);
        // 3/5, 4/5 and 1, within a unit in the last place of a float.
        Assert.Equal(0.6, gradient.HiddenWeights[3], 1e-7);
        Assert.Equal(-0.8, gradient.HiddenBiases[1], 1e-7);
        Assert.Equal(1, gradient.OutputBiases[0], 1e-7);
        Assert.Equal(3, gradient.Values.Count(value => value != 0));
    }

    // A side longer than any perception or hidden layer in use keeps the weights' axes instead of a basis of hundreds of megabytes.
    [Fact]
    public void A_long_side_keeps_its_axes()
    {
        var basis = new EigenBasis(1025);
        Assert.Empty(basis.Memory);
        Assert.Equal(Enumerable.Range(0, 1025), basis.Turn());
    }

    [Fact]
    public void The_basis_finds_the_eigenvectors()
    {
        // Eigenvalues 9, 4, 1 along a turned frame.
        var frame = Rotation(3, new Random(1));
        var product = new double[9];
        double[] values = [9, 4, 1];
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 3; column++)
                for (var index = 0; index < 3; index++)
                    product[row * 3 + column] += values[index] * frame[index, row] * frame[index, column];
        var basis = new EigenBasis(3);
        basis.Add(product, 0);
        for (var turn = 0; turn < 60; turn++)
            basis.Turn();
        for (var index = 0; index < 3; index++)
        {
            var along = 0.0;
            for (var column = 0; column < 3; column++)
                along += basis.Vectors[index * 3 + column] * frame[index, column];
            // (4/9)^60 and (1/4)^60 of the other directions are left.
            Assert.Equal(1, Math.Abs(along), 1e-9);
        }
    }

    private static UpdateRuleWeights Gradient(Random random)
    {
        var gradient = new UpdateRuleWeights(Channels, Hidden);
        // Columns of very different size that hang together, as perceived numbers do.
        var common = random.NextDouble() - 0.5;
        for (var index = 0; index < gradient.Values.Length; index++)
            gradient.Values[index] = (float)(common + (random.NextDouble() - 0.5) * Math.Pow(0.7, index % 13));
        return gradient;
    }

    private static double[,] Rotation(int size, Random random)
    {
        var rows = new double[size, size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
                rows[row, column] = random.NextDouble() - 0.5;
            for (var other = 0; other < row; other++)
            {
                var dot = Enumerable.Range(0, size).Sum(column => rows[row, column] * rows[other, column]);
                for (var column = 0; column < size; column++)
                    rows[row, column] -= dot * rows[other, column];
            }

            var length = Math.Sqrt(Enumerable.Range(0, size).Sum(column => rows[row, column] * rows[row, column]));
            for (var column = 0; column < size; column++)
                rows[row, column] /= length;
        }

        return rows;
    }

    // Every row of a matrix, turned.
    private static void Turn(ReadOnlySpan<float> matrix, double[,] turn, Span<float> turned, bool back = false)
    {
        var size = turn.GetLength(0);
        for (var row = 0; row < matrix.Length / size; row++)
            for (var column = 0; column < size; column++)
            {
                var sum = 0.0;
                for (var index = 0; index < size; index++)
                    sum += matrix[row * size + index] * (back ? turn[index, column] : turn[column, index]);
                turned[row * size + column] = (float)sum;
            }
    }
}
