using Nca.Creatures;
using Nca.Engines;
using Nca.Progress;

namespace Nca.Analysis.Envelope;

/// <summary>
/// Grows a creature under other conditions and counts who keeps its claims (<see cref="Keeping"/>). Every set of conditions sees the same
/// seed; who has lost its claims is not followed any further. Not for several threads at once.
/// </summary>
public sealed class EnvelopeProtocol
{
    private readonly IRolloutEngine _engine;

    /// <summary>Prepares it.</summary>
    /// <param name="creature">The creature as trained.</param>
    /// <param name="samples">Creatures for each set of conditions, at least 1.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="seed">Random seed of fire masks and noise.</param>
    public EnvelopeProtocol(TrainedAutomaton creature, int samples, IRolloutEngine engine, long seed = TrainedAutomaton.EvaluationSeed)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (Creature, Samples, Seed, _engine) = (creature, samples, seed, engine);
    }

    /// <summary>The creature as trained.</summary>
    public TrainedAutomaton Creature { get; }

    /// <summary>Creatures for each set of conditions.</summary>
    public int Samples { get; }

    /// <summary>Random seed of fire masks and noise.</summary>
    public long Seed { get; }

    /// <summary>Measures one set of conditions.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="value">The value on an axis that stands for them.</param>
    public EnvelopePoint Measure(Conditions conditions, double value = 0)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var growth = new ConditionedGrowth(Creature, conditions, Samples, Seed, _engine);
        using var work = LongWork.Begin($"{Samples} creatures under other conditions", growth.StepsTo(Keeping.Until));
        var grown = new double[Samples];
        foreach (var look in Keeping.Looks)
        {
            growth.AdvanceTo(look);
            foreach (var sample in growth.Followed.ToArray())
            {
                var error = Keeping.Error(growth.Creature, growth.StateOf(sample), Creature.Target.Grid);
                if (look == Keeping.GrownAt)
                    grown[sample] = error;
                if (!(error <= Keeping.Bound))
                    growth.Leave(sample);
            }
        }

        return new(value, growth.Followed.Count, Samples, Median(grown));
    }

    /// <summary>Measures the values of an axis, then halves the way between inside and outside.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="halvings">Values that are added at each border, at least 0.</param>
    public EnvelopeCurve Follow(EnvelopeAxis axis, int halvings = 2)
    {
        ArgumentNullException.ThrowIfNull(axis);
        var points = axis.Values.Select(value => Measure(axis.At(value), value)).ToList();
        foreach (var direction in new[] { -1, +1 })
            for (var halving = 0; halving < halvings; halving++)
            {
                var trained = EnvelopeBorder.IndexOfTrained(points, axis.Trained);
                if (EnvelopeBorder.Bracket(points, trained, direction) is not var (inside, outside))
                    break;
                if (axis.Between(inside.Value, outside.Value) is not { } between)
                    break;
                points.Add(Measure(axis.At(between), between));
                points.Sort((a, b) => a.Value.CompareTo(b.Value));
            }

        return new(axis.Name, axis.Text, axis.IsLogarithmic, axis.IsWhole, axis.Trained, points);
    }

    /// <summary>Measures a plane of two conditions.</summary>
    /// <param name="x">The axis along the columns.</param>
    /// <param name="y">The axis along the rows.</param>
    /// <param name="both">The conditions at a value of each.</param>
    public EnvelopePlane Cross(EnvelopeAxis x, EnvelopeAxis y, Func<double, double, Conditions> both)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(both);
        int[] kept = [.. y.Values.SelectMany(row => x.Values.Select(column => Measure(both(column, row)).Kept))];
        return new(x.Text, y.Text, x.Values, y.Values, [x.Trained, y.Trained], Samples, kept);
    }

    private static double Median(double[] errors)
    {
        var sorted = errors.Select(error => double.IsNaN(error) ? double.PositiveInfinity : error).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
