using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Dynamics;

/// <summary>
/// What becomes of a small difference: grown creatures and their twins, which have the same rule, the same fire masks and a slightly
/// different state. If twins meet again, the rule draws neighbouring states together and only the fire masks keep samples apart.
/// </summary>
public sealed record Disturbance
{
    /// <summary>Steps since the disturbance, 0 first.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>How far each twin is from its original at each of <see cref="Steps"/>; shape [samples][looks].</summary>
    public required IReadOnlyList<StateDistance[]> Distances { get; init; }

    /// <summary>How many twins are closer to their originals at the end than at the beginning, in what one sees.</summary>
    public Proportion Closer => Proportion.Of([.. Distances.Select(curve => curve[^1].Visible < curve[0].Visible)]);

    /// <summary>Disturbs grown creatures and follows both.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="size">What is added to every number of every living cell, with a sign that alternates from number to number.</param>
    /// <param name="steps">Steps that both are followed, at least 1.</param>
    /// <param name="samples">Samples, at least 1.</param>
    /// <param name="grown">The step at which they are disturbed.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <param name="engine">Computes the steps.</param>
    public static Disturbance Follow(
        TrainedAutomaton creature,
        float size = 1e-3f,
        int steps = 1_000,
        int samples = 4,
        int grown = 200,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        var originals = creature.Grow(grown, samples, seed, engine);
        var twins = originals.Select(state => Disturbed(state, size)).ToArray();
        int[] looks = [0, .. LogSpacing.UpTo(steps)];
        var distances = originals.Select(_ => new StateDistance[looks.Length]).ToArray();
        var (fire, ages) = (creature.Masks(seed), looks.Select(step => grown + step).ToArray());
        var both = creature.Visit(originals, ages, fire, engine, grown).Zip(creature.Visit(twins, ages, fire, engine, grown));
        foreach (var (look, _) in both.Index())
            for (var sample = 0; sample < samples; sample++)
                distances[sample][look] = StateDistance.Between(originals[sample], twins[sample]);
        return new Disturbance { Steps = looks, Distances = distances };
    }

    private static CellState Disturbed(CellState state, float size)
    {
        var twin = state.Clone();
        for (var start = 0; start < twin.Values.Length; start += twin.Channels)
        {
            if (!(twin.Values[start + CellState.Alpha] > AutomatonConfig.AliveThreshold))
                continue;
            for (var index = start; index < start + twin.Channels; index++)
                twin.Values[index] += index % 2 == 0 ? size : -size;
        }

        return twin;
    }
}
