using Nca.Automaton;

namespace Nca.Metrics;

/// <summary>How far apart two states are: root mean squares of their differences over the whole canvas.</summary>
/// <param name="Visible">Over red, green, blue and alpha; its square compares with a mean squared error.</param>
/// <param name="Hidden">Over the hidden channels, which have no scale of their own; 0 where there are none.</param>
public readonly record struct StateDistance(double Visible, double Hidden)
{
    /// <summary>Measures the distance.</summary>
    /// <param name="first">A state.</param>
    /// <param name="second">Another of the same shape.</param>
    public static StateDistance Between(CellState first, CellState second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (!first.HasShapeOf(second))
            throw new ArgumentException($"A {first} has no distance from a {second}.", nameof(second));
        var (visible, hidden) = (0.0, 0.0);
        for (var index = 0; index < first.Values.Length; index++)
        {
            var difference = (double)first.Values[index] - second.Values[index];
            if (index % first.Channels < CellState.VisibleChannels)
                visible += difference * difference;
            else
                hidden += difference * difference;
        }

        var (cells, channels) = (first.Height * first.Width, first.Channels - CellState.VisibleChannels);
        return new StateDistance(
            Math.Sqrt(visible / (cells * CellState.VisibleChannels)),
            channels > 0 ? Math.Sqrt(hidden / (cells * channels)) : 0
        );
    }
}
