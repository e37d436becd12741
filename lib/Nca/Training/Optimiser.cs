namespace Nca.Training;

/// <summary>Turns gradients into steps of the weights. What it remembers lies in plain arrays, so that a checkpoint can hold it.</summary>
public abstract class Optimiser
{
    private protected Optimiser(int parameters) => Parameters = parameters;

    /// <summary>Length of the flat array that it changes.</summary>
    internal int Parameters { get; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; internal set; }

    /// <summary>All that it remembers between two steps, besides their number: arrays of float or of double.</summary>
    internal abstract IReadOnlyList<Array> Memory { get; }

    /// <summary>One step along a gradient.</summary>
    /// <param name="parameters">The parameters, changed in place.</param>
    /// <param name="gradient">Their gradient, same length; every number finite.</param>
    /// <param name="learningRate">The step size.</param>
    /// <exception cref="ArgumentException">Another length than this optimiser was made for.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        if (parameters.Length != Parameters || gradient.Length != Parameters)
            throw new ArgumentException(
                $"This optimiser has {Parameters} parameters, not {parameters.Length} with {gradient.Length} slopes."
            );
        Steps++;
        Move(parameters, gradient, learningRate);
    }

    // The step itself; Steps counts it already.
    private protected abstract void Move(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate);
}
