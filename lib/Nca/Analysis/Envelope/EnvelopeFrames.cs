using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;

namespace Nca.Analysis.Envelope;

/// <summary>What the first sample of a creature looks like along one axis.</summary>
/// <param name="Axis">The axis's name.</param>
/// <param name="Text">What is changed, in words, with its unit.</param>
/// <param name="Age">The age, as in training, at which it is shown.</param>
/// <param name="States">The values in ascending order, and the state at each.</param>
public sealed record EnvelopeFrames(string Axis, string Text, int Age, IReadOnlyList<(double Value, CellState State)> States)
{
    /// <summary>Grows the first sample at some values of an axis, spread evenly over those that are measured.</summary>
    /// <param name="creature">The creature as trained.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="frames">How many values, at least 1.</param>
    /// <param name="age">The age at which it is shown, as in training, at least 0.</param>
    /// <param name="seed">Random seed of fire masks and noise.</param>
    public static EnvelopeFrames Of(
        TrainedAutomaton creature,
        EnvelopeAxis axis,
        IRolloutEngine engine,
        int frames = 6,
        int age = Keeping.Until,
        long seed = TrainedAutomaton.EvaluationSeed
    )
    {
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        var last = axis.Values.Count - 1;
        var values = Enumerable
            .Range(0, frames)
            .Select(frame => axis.Values[(int)Math.Round(frame * last / Math.Max(1.0, frames - 1))])
            .Distinct();
        return new(axis.Name, axis.Text, age, [.. values.Select(value => (value, StateAt(value)))]);

        CellState StateAt(double value)
        {
            var growth = new ConditionedGrowth(creature, axis.At(value), samples: 1, seed, engine);
            growth.AdvanceTo(age);
            return growth.StateOf(0);
        }
    }
}
