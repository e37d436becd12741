using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Metrics;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Creatures;

/// <summary>
/// A trained automaton: the kind of step, the update rule that was learned, and the picture that it grows. It is what notebooks and
/// studies work with; it holds no state and no engine, so one instance serves many samples and threads.
/// </summary>
/// <remarks>Where an engine may be left out, the growth is computed by a <see cref="FusedRolloutEngine"/> of its own.</remarks>
/// <param name="Automaton">The kind of step, with the fire rate of the training.</param>
/// <param name="Weights">The update rule, with the automaton's channels and hidden units.</param>
/// <param name="Target">What it was trained to become.</param>
public sealed record TrainedAutomaton(AutomatonConfig Automaton, UpdateRuleWeights Weights, Target Target)
{
    /// <summary>The random seed of every evaluation that asks for no other. No training uses it: its fire masks are new to all.</summary>
    public const long EvaluationSeed = 1_000_003;

    /// <summary>The initial state: one seed cell in the middle of an empty grid.</summary>
    /// <param name="grid">Rows and columns; the target's by default.</param>
    public CellState Plant(int? grid = null) => InitialState.Plant(grid ?? Target.Grid, grid ?? Target.Grid, Automaton.Channels);

    /// <summary>Several initial states, for samples that grow side by side.</summary>
    /// <param name="samples">How many, at least 1.</param>
    /// <param name="grid">Rows and columns; the target's by default.</param>
    public CellState[] PlantMany(int samples, int? grid = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return [.. Enumerable.Range(0, samples).Select(_ => Plant(grid))];
    }

    /// <summary>Which cells fire: the same seed and growth give the same masks on every machine.</summary>
    /// <param name="seed">The random seed.</param>
    /// <param name="growth">Tells one growth of the same seed from another.</param>
    /// <param name="fireRate">Fire rate in (0, 1]; the trained one by default.</param>
    public IFireMasks Masks(long seed = EvaluationSeed, uint growth = 0, double? fireRate = null) =>
        new CounterFireMasks(seed, growth, fireRate ?? Automaton.FireRate);

    /// <summary>Grows samples from the seed cell.</summary>
    /// <param name="steps">Steps, at least 0.</param>
    /// <param name="samples">How many, at least 1; each sees fire masks of its own.</param>
    /// <param name="seed">The random seed of the masks.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <returns>The grown states.</returns>
    public CellState[] Grow(int steps, int samples = 1, long seed = EvaluationSeed, IRolloutEngine? engine = null)
    {
        var states = PlantMany(samples);
        Advance(states, steps, Masks(seed), engine);
        return states;
    }

    /// <summary>Copies of states from which damage has taken its cells.</summary>
    /// <param name="states">The states, left as they are.</param>
    /// <param name="damage">What falls on each.</param>
    public static CellState[] Wound(IReadOnlyList<CellState> states, Damage damage)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(damage);
        CellState[] wounded = [.. states.Select(state => state.Clone())];
        foreach (var state in wounded)
            damage.ApplyTo(state);
        return wounded;
    }

    /// <summary>Follows one state step by step.</summary>
    /// <param name="state">The first state, left as it is.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <param name="fire">Which cells fire; <see cref="Masks"/> by default.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <returns>Copies of every state, the first included: one more than steps.</returns>
    public IReadOnlyList<CellState> Trajectory(CellState state, int steps, IFireMasks? fire = null, IRolloutEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        CellState[] current = [state.Clone()];
        return [.. Visit(current, Enumerable.Range(0, steps + 1), fire, engine).Select(_ => current[0].Clone())];
    }

    /// <summary>Advances states in place.</summary>
    /// <param name="states">The states, all of one shape.</param>
    /// <param name="steps">Number of steps, at least 0.</param>
    /// <param name="fire">Which cells fire; <see cref="Masks"/> by default.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="firstStep">The number of the first step, where a growth is continued.</param>
    public void Advance(
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks? fire = null,
        IRolloutEngine? engine = null,
        int firstStep = 0
    )
    {
        using var own = engine is null ? new FusedRolloutEngine() : null;
        LongWork.Advance(engine ?? own!, Automaton, Weights, states, steps, fire ?? Masks(), firstStep);
    }

    /// <summary>
    /// Advances states and stops at given steps: <c>foreach (var step in creature.Visit(states, [0, 100, 200])) …</c> sees them at each.
    /// Nothing is computed beyond the step that was asked for last.
    /// </summary>
    /// <param name="states">The states, all of one shape; advanced in place.</param>
    /// <param name="steps">Where to stop, in ascending order.</param>
    /// <param name="fire">Which cells fire; <see cref="Masks"/> by default.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="start">The step at which the states are now.</param>
    /// <returns>The steps, each when the states have reached it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A step lies before the one before it.</exception>
    public IEnumerable<int> Visit(
        IReadOnlyList<CellState> states,
        IEnumerable<int> steps,
        IFireMasks? fire = null,
        IRolloutEngine? engine = null,
        int start = 0
    )
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(steps);
        return Walk();

        IEnumerable<int> Walk()
        {
            using var own = engine is null ? new FusedRolloutEngine() : null;
            var (masks, now, stops) = (fire ?? Masks(), start, steps.ToArray());
            var total = Math.Max(0, stops.LastOrDefault(start) - start);
            using var work = LongWork.Begin($"{states.Count} creatures over {total} steps", total);
            foreach (var step in stops)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(step, now, nameof(steps));
                LongWork.Advance(engine ?? own!, Automaton, Weights, states, step - now, masks, now);
                now = step;
                yield return step;
            }
        }
    }

    /// <summary>Mean squared error of a state's red, green, blue and alpha against the target.</summary>
    /// <param name="state">A state on the target's canvas.</param>
    public double Error(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return ImageError.MeanSquared(state.Rgba(), Target.Rgba);
    }
}
