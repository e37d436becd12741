using Nca.Automaton;
using Nca.Engines;
using Nca.Imaging;
using Nca.Metrics;
using Nca.Randomness;

namespace Nca.Study;

/// <summary>What a healing test found for one creature.</summary>
/// <param name="Damage">What fell on it.</param>
/// <param name="Before">Error just before.</param>
/// <param name="Errors">Error after 0, 1, 2, … times <see cref="Healing.Every"/> steps.</param>
/// <param name="Steps">Steps until it was back, or null where it was not within the time given.</param>
public sealed record HealingTrial(Damage Damage, double Before, IReadOnlyList<double> Errors, int? Steps);

/// <summary>
/// Damages grown creatures at random places of their own pattern and watches whether they come back (document, section 7): to at most twice the error
/// before the damage, or to <see cref="Growth.Healed"/>.
/// </summary>
public static class Healing
{
    /// <summary>Steps between two looks.</summary>
    public const int Every = 5;

    /// <summary>Cuts discs out, each around a living cell drawn at random.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="radius">Radius in cells.</param>
    /// <param name="watch">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterDiscs(IReadOnlyList<CellState> grown, double radius, HealingWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return Watch(grown, watch, (state, random) =>
        {
            var alive = LivingCells(state);
            var (y, x) = alive[random.NextInteger(0, alive.Count - 1)];
            return Damage.Circle(y, x, radius);
        });
    }

    /// <summary>Cuts halves away, on a random side of a line through the middle of the living cells.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="watch">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterHalves(IReadOnlyList<CellState> grown, HealingWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return Watch(grown, watch, (state, random) =>
        {
            var alive = LivingCells(state);
            return Damage.HalfPlane(alive.Average(cell => cell.Y), alive.Average(cell => cell.X), random.NextUniform(0, 360));
        });
    }

    /// <summary>How many came back.</summary>
    public static Share Share(IReadOnlyList<HealingTrial> trials) => Study.Share.Of([.. trials.Select(trial => trial.Steps is not null)]);

    private static HealingTrial[] Watch(IReadOnlyList<CellState> grown, HealingWatch watch, Func<CellState, RandomSequence, Damage> draw)
    {
        ArgumentNullException.ThrowIfNull(grown);
        var states = grown.Select(state => state.Clone()).ToArray();
        var damages = new Damage?[states.Length];
        var (before, errors) = (new double[states.Length], states.Select(_ => new List<double>()).ToArray());
        for (var trial = 0; trial < states.Length; trial++)
        {
            before[trial] = Error(states[trial]);

            // A creature that died before it was damaged has nothing to lose and nothing to heal.
            if (states[trial].AliveCells() == 0) continue;
            damages[trial] = draw(states[trial], new RandomSequence(watch.Dice, RandomPurpose.Damage, trial));
            damages[trial]!.ApplyTo(states[trial]);
        }

        var fire = new CounterFireMasks(watch.Dice, 1, watch.Automaton.FireRate);
        for (var step = 0; step <= watch.Steps; step += Every)
        {
            if (step > 0) watch.Engine.Advance(watch.Automaton, watch.Weights, states, Every, fire, step - Every);
            for (var trial = 0; trial < states.Length; trial++) errors[trial].Add(Error(states[trial]));
        }

        return [.. states.Select((_, trial) => new HealingTrial(damages[trial] ?? Damage.Circle(0, 0, 1), before[trial], errors[trial], damages[trial] is null ? null : BackAfter(errors[trial], before[trial])))];

        double Error(CellState state) => ImageError.MeanSquared(state.Rgba(), watch.Target.Rgba);
    }

    private static int? BackAfter(List<double> errors, double before)
    {
        var index = errors.FindIndex(1, error => error <= Math.Max(2 * before, Growth.Healed));
        return index < 0 ? null : index * Every;
    }

    private static List<(int Y, int X)> LivingCells(CellState state)
    {
        var cells = new List<(int, int)>();
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                if (state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold) cells.Add((y, x));
        return cells;
    }
}
