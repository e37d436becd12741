using Nca.Automaton;
using Nca.Engines;
using Nca.Progress;
using Nca.Runs;
using Nca.Targets;

namespace Nca.Analysis.Healing;

/// <summary>With what damaged creatures are watched.</summary>
/// <param name="Automaton">The kind of step.</param>
/// <param name="Weights">The trained rule.</param>
/// <param name="Target">What they should become again.</param>
/// <param name="Engine">Computes the steps.</param>
/// <param name="Steps">How long, a multiple of <see cref="Healing.Every"/>.</param>
/// <param name="Dice">Which dice, for places and for firing.</param>
public sealed record HealingWatch(
    AutomatonConfig Automaton,
    UpdateRuleWeights Weights,
    Target Target,
    IRolloutEngine Engine,
    int Steps = 200,
    long Dice = 2_000_003
)
{
    /// <summary>Watches a trained run's creatures.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="steps">How long, at least <see cref="Healing.Every"/>; what is left over a multiple of it is not watched.</param>
    public static HealingWatch Of(StoredRun run, IRolloutEngine engine, int steps = 200)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new HealingWatch(run.Config.Automaton, run.Weights, run.Target, engine, steps / Healing.Every * Healing.Every);
    }

    /// <summary>Grows the creatures that will be damaged, each from a seed in the middle and with dice of its own.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="step">How old, in steps, at least 1.</param>
    public IReadOnlyList<CellState> Grow(int count, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        var states = Enumerable.Range(0, count).Select(_ => Seed.Plant(Target.Grid, Target.Grid, Automaton.Channels)).ToArray();
        using var work = LongWork.Begin($"{count} growths over {step} steps", step);
        work.Advance(Engine, Automaton, Weights, states, step, new CounterFireMasks(Dice, 0, Automaton.FireRate));
        return states;
    }
}
