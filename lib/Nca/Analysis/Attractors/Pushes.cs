using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Progress;

namespace Nca.Analysis.Attractors;

/// <summary>Pushes grown creatures away from where they are, and counts who returns.</summary>
public static class Pushes
{
    // Steps in which a tangent finds the leading direction; it forgets its beginning much sooner.
    private const int Settling = 200;

    /// <summary>Sizes by default: close together where the border was found to be.</summary>
    public static IReadOnlyList<double> DefaultSizes { get; } = [0.01, 0.03, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1, 2];

    /// <summary>
    /// Pushes in random directions (an independent normal number on every number of every living cell) and along the leading Lyapunov
    /// direction of each creature under its own fire masks, with alternating sign. A creature is back when its error is within
    /// <see cref="Persistence.Bound"/> at the end.
    /// </summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">Creatures, at least 1, each with fire masks of its own.</param>
    /// <param name="sizes">Sizes, see <see cref="ReturnCurve"/>; <see cref="DefaultSizes"/> by default.</param>
    /// <param name="steps">Steps to return, at least 1.</param>
    /// <param name="grown">The step at which they are pushed, above 200.</param>
    /// <param name="seed">Random seed of masks and directions.</param>
    /// <param name="engine">Computes the steps.</param>
    public static IReadOnlyList<ReturnCurve> Of(
        TrainedAutomaton creature,
        int samples = 32,
        IReadOnlyList<double>? sizes = null,
        int steps = 600,
        int grown = SynchronousLife.DefaultGrown,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(grown, Settling);
        var tried = sizes ?? DefaultSizes;
        using var work = LongWork.Begin(
            $"Pushes of {tried.Count} sizes, {samples} creatures each",
            grown + samples * Settling + 2L * tried.Count * steps
        );
        var (states, fire) = (creature.PlantMany(samples), creature.Masks(seed));
        creature.Advance(states, grown - Settling, fire, engine);
        double[][] leading = [.. states.Select((state, sample) => Leading(work, creature, state, fire, grown, sample, seed))];
        creature.Advance(states, Settling, fire, engine, grown - Settling);
        double[][] random = [.. states.Select((state, sample) => Anywhere(state, seed, sample))];
        return [Curve("random directions", random), Curve("leading Lyapunov direction", leading)];

        ReturnCurve Curve(string direction, double[][] directions) =>
            new(direction, tried, [.. tried.Select(size => Returned(size, directions))], samples, steps);

        int Returned(double size, double[][] directions)
        {
            CellState[] pushed = [.. states.Select((state, sample) => Pushed(state, directions[sample], sample % 2 == 0 ? size : -size))];
            creature.Advance(pushed, steps, fire, engine, grown);
            return pushed.Count(state => creature.Error(state) <= Persistence.Bound);
        }
    }

    /// <summary>A state moved along a direction.</summary>
    /// <param name="state">The state, left as it is.</param>
    /// <param name="direction">As long as the state; its own length does not matter.</param>
    /// <param name="size">See <see cref="ReturnCurve"/>; a negative one moves the other way.</param>
    public static CellState Pushed(CellState state, double[] direction, double size)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(direction);
        var length = Math.Sqrt(direction.Sum(value => value * value));
        var moved = state.Clone();
        if (!(length > 0))
            return moved;
        var factor = size * Math.Sqrt((double)state.AliveCells() * state.Channels) / length;
        for (var place = 0; place < moved.Values.Length; place++)
            moved.Values[place] += (float)(factor * direction[place]);
        return moved;
    }

    /// <summary>A random direction: an independent normal number on every number of every living cell, 0 elsewhere.</summary>
    /// <param name="state">The state.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="index">Which of the seed's directions.</param>
    public static double[] Anywhere(CellState state, long seed, long index)
    {
        ArgumentNullException.ThrowIfNull(state);
        var direction = RandomDirection.Of(state.Values.Length, seed, index);
        for (var place = 0; place < direction.Length; place++)
            if (!(state.Values[place / state.Channels * state.Channels + CellState.Alpha] > AutomatonConfig.AliveThreshold))
                direction[place] = 0;
        return direction;
    }

    private static double[] Leading(
        LongWork work,
        TrainedAutomaton creature,
        CellState state,
        IFireMasks fire,
        int grown,
        int sample,
        long seed
    )
    {
        var map = CreatureMap.Of(creature, fire, grown - Settling, sample);
        var (numbers, frame) = (PlainStep.Doubles(state), new TangentFrame(1, state.Values.Length, seed));
        for (var step = 0; step < Settling; step++)
        {
            map(step, numbers, frame.Vectors);
            frame.Orthonormalise();
            work.Report(1);
        }

        return frame.Vectors[0];
    }
}
