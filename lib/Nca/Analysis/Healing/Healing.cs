using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;
using Nca.Randomness;

namespace Nca.Analysis.Healing;

/// <summary>
/// Damages grown creatures at random places of their own pattern and watches whether they come back (document, section 7): to at most twice
/// the error
/// before the damage, or to <see cref="Growth.Growth.Healed"/>.
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
        return Draw(
            grown,
            watch,
            (state, random) =>
            {
                var alive = LivingCells(state);
                var (y, x) = alive[random.NextInteger(0, alive.Count - 1)];
                return Damage.Circle(y, x, radius);
            }
        );
    }

    /// <summary>Cuts halves away, on a random side of a line through the middle of the living cells.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="watch">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterHalves(IReadOnlyList<CellState> grown, HealingWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return Draw(grown, watch, (state, random) => Half(state, random.NextUniform(0, 360)));
    }

    /// <summary>Cuts the half on one side away, along a line through the middle of the living cells.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="degrees">The side: 0 the right one, 90 the lower, 180 the left, 270 the upper.</param>
    /// <param name="watch">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterHalves(IReadOnlyList<CellState> grown, double degrees, HealingWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        return Draw(grown, watch, (state, _) => Half(state, degrees));
    }

    /// <summary>Lets a given damage fall on each creature.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="damages">As many; null for a creature that nothing falls on, which then counts as never back.</param>
    /// <param name="watch">What to watch them with.</param>
    /// <param name="dice">
    /// Which of several growths under the same <see cref="HealingWatch.Dice"/>, so that trials in batches do not share theirs.
    /// </param>
    /// <exception cref="ArgumentException">There is not one damage for each creature.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is too short for a single look.</exception>
    public static IReadOnlyList<HealingTrial> After(
        IReadOnlyList<CellState> grown,
        IReadOnlyList<Damage?> damages,
        HealingWatch watch,
        uint dice = 1
    )
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(damages);
        ArgumentNullException.ThrowIfNull(watch);
        ArgumentOutOfRangeException.ThrowIfLessThan(watch.Steps, Every, nameof(watch.Steps));
        if (damages.Count != grown.Count)
            throw new ArgumentException($"{damages.Count} damages do not fit {grown.Count} creatures.", nameof(damages));
        var states = grown.Select(state => state.Clone()).ToArray();
        var before = states.Select(Error).ToArray();
        var erased = states.Select((state, trial) => damages[trial]?.ApplyTo(state) ?? 0).ToArray();
        var errors = states.Select(_ => new List<double>()).ToArray();
        var fire = new CounterFireMasks(watch.Dice, dice, watch.Automaton.FireRate);
        using var work = LongWork.Begin($"{states.Length} wounds, {watch.Steps} steps to heal", watch.Steps);
        for (var step = 0; step <= watch.Steps; step += Every)
        {
            if (step > 0)
                work.Advance(watch.Engine, watch.Automaton, watch.Weights, states, Every, fire, step - Every);
            for (var trial = 0; trial < states.Length; trial++)
                errors[trial].Add(Error(states[trial]));
        }

        return
        [
            .. states.Select(
                (state, trial) =>
                    new HealingTrial(
                        damages[trial] ?? Damage.Circle(0, 0, 1),
                        before[trial],
                        errors[trial],
                        damages[trial] is null ? null : BackAfter(errors[trial], before[trial])
                    )
                    {
                        Erased = erased[trial],
                        Last = state,
                    }
            ),
        ];

        double Error(CellState state) => ImageError.MeanSquared(state.Rgba(), watch.Target.Rgba);
    }

    /// <summary>How many came back.</summary>
    public static Share Share(IReadOnlyList<HealingTrial> trials) => Metrics.Share.Of([.. trials.Select(trial => trial.Steps is not null)]);

    // A creature that died before it was damaged has nothing to lose and nothing to heal.
    private static IReadOnlyList<HealingTrial> Draw(
        IReadOnlyList<CellState> grown,
        HealingWatch watch,
        Func<CellState, RandomSequence, Damage> draw
    )
    {
        ArgumentNullException.ThrowIfNull(grown);
        return After(
            grown,
            [
                .. grown.Select(
                    (state, trial) =>
                        state.AliveCells() == 0 ? null : draw(state, new RandomSequence(watch.Dice, RandomPurpose.Damage, trial))
                ),
            ],
            watch
        );
    }

    private static Damage Half(CellState state, double degrees)
    {
        var alive = LivingCells(state);
        return Damage.HalfPlane(alive.Average(cell => cell.Y), alive.Average(cell => cell.X), degrees);
    }

    private static int? BackAfter(List<double> errors, double before)
    {
        var index = errors.FindIndex(1, error => error <= Math.Max(2 * before, Growth.Growth.Healed));
        return index < 0 ? null : index * Every;
    }

    private static List<(int Y, int X)> LivingCells(CellState state)
    {
        var cells = new List<(int, int)>();
        for (var y = 0; y < state.Height; y++)
            for (var x = 0; x < state.Width; x++)
                if (state[y, x, CellState.Alpha] > AutomatonConfig.AliveThreshold)
                    cells.Add((y, x));
        return cells;
    }
}
