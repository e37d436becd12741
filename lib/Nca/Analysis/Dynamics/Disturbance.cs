using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;

namespace Nca.Analysis.Dynamics;

/// <summary>
/// What becomes of a small difference: grown creatures, and twins of theirs that have the same rule, the same dice and a slightly different
/// state. If twins
/// meet again, the rule draws neighbouring states together and only the dice keep growths apart.
/// </summary>
public sealed record Disturbance
{
    /// <summary>Steps since the disturbance, 0 first.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>How far each twin is from its original at each of <see cref="Steps"/>; shape [growths][looks].</summary>
    public required IReadOnlyList<StateDistance[]> Distances { get; init; }

    /// <summary>How many twins are closer to their originals at the end than at the beginning, in what one sees.</summary>
    public Share Closer => Share.Of([.. Distances.Select(curve => curve[^1].Visible < curve[0].Visible)]);

    /// <summary>Disturbs grown creatures and follows both.</summary>
    /// <param name="automaton">The kind of step.</param>
    /// <param name="weights">The trained rule.</param>
    /// <param name="grid">Rows and columns.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="size">What is added to every number of every living cell, with a sign that alternates from number to number.</param>
    /// <param name="steps">Steps that both are followed, at least 1.</param>
    /// <param name="seeds">Growths, at least 1.</param>
    /// <param name="grown">The step at which they are disturbed.</param>
    /// <param name="dice">Which dice.</param>
    public static Disturbance Follow(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        int grid,
        IRolloutEngine engine,
        float size = 1e-3f,
        int steps = 1_000,
        int seeds = 4,
        int grown = 200,
        long dice = 1_000_003
    )
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(grown);
        var fire = new CounterFireMasks(dice, 0, automaton.FireRate);
        var originals = Enumerable.Range(0, seeds).Select(_ => Seed.Plant(grid, grid, automaton.Channels)).ToArray();
        using var work = LongWork.Begin($"{seeds} disturbed lives over {steps} steps", grown + 2L * steps);
        work.Advance(engine, automaton, weights, originals, grown, fire);
        var twins = originals.Select(state => Disturbed(state, size)).ToArray();
        int[] looks = [0, .. LogSpacing.UpTo(steps)];
        var distances = originals.Select(_ => new StateDistance[looks.Length]).ToArray();
        for (var look = 0; look < looks.Length; look++)
        {
            var before = look == 0 ? 0 : looks[look - 1];
            work.Advance(engine, automaton, weights, originals, looks[look] - before, fire, grown + before);
            work.Advance(engine, automaton, weights, twins, looks[look] - before, fire, grown + before);
            for (var growth = 0; growth < seeds; growth++)
                distances[growth][look] = StateDistance.Between(originals[growth], twins[growth]);
        }

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
