using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Randomness;

namespace Nca.Analysis.Healing;

/// <summary>
/// Damages grown creatures at random places of their own pattern and watches whether they come back (tutorial, section 7): to at most twice
/// the error before the damage, or to <see cref="HealingBound.Least"/>.
/// </summary>
public static class HealingTest
{
    /// <summary>Steps between two looks.</summary>
    public const int Every = 5;

    /// <summary>Cuts discs out, each around a living cell drawn at random.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="radius">Radius in cells.</param>
    /// <param name="protocol">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterDiscs(IReadOnlyList<CellState> grown, double radius, HealingProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return Draw(grown, protocol, (state, random) =>
        {
            var alive = state.LivingCells();
            var (y, x) = alive[random.NextInteger(0, alive.Count - 1)];
            return Damage.Circle(y, x, radius);
        });
    }

    /// <summary>Cuts halves away, on a random side of a line through the middle of the living cells.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="protocol">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterHalves(IReadOnlyList<CellState> grown, HealingProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return Draw(grown, protocol, (state, random) => Half(state, random.NextUniform(0, 360)));
    }

    /// <summary>Cuts the half on one side away, along a line through the middle of the living cells.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="degrees">The side: 0 the right one, 90 the lower, 180 the left, 270 the upper.</param>
    /// <param name="protocol">What to watch them with.</param>
    public static IReadOnlyList<HealingTrial> AfterHalves(IReadOnlyList<CellState> grown, double degrees, HealingProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return Draw(grown, protocol, (state, _) => Half(state, degrees));
    }

    /// <summary>Lets a given damage fall on each creature.</summary>
    /// <param name="grown">The creatures; they are not changed.</param>
    /// <param name="damages">As many; null for a creature that nothing falls on, which then counts as never back.</param>
    /// <param name="protocol">What to watch them with.</param>
    /// <param name="growth">
    /// Which of several samples under the same <see cref="HealingProtocol.Seed"/>, so that trials in batches do not share fire masks.
    /// </param>
    /// <exception cref="ArgumentException">There is not one damage for each creature.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is too short for a single look.</exception>
    public static IReadOnlyList<HealingTrial> After(
        IReadOnlyList<CellState> grown,
        IReadOnlyList<Damage?> damages,
        HealingProtocol protocol,
        uint growth = 1
    )
    {
        ArgumentNullException.ThrowIfNull(grown);
        ArgumentNullException.ThrowIfNull(damages);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentOutOfRangeException.ThrowIfLessThan(protocol.Steps, Every, nameof(protocol.Steps));
        if (damages.Count != grown.Count)
            throw new ArgumentException($"{damages.Count} damages do not fit {grown.Count} creatures.", nameof(damages));
        var states = grown.Select(state => state.Clone()).ToArray();
        var before = states.Select(protocol.Creature.Error).ToArray();
        var erased = states.Select((state, trial) => damages[trial]?.ApplyTo(state) ?? 0).ToArray();
        var errors = states.Select(_ => new List<double>()).ToArray();
        var fire = protocol.Creature.Masks(protocol.Seed, growth);
        foreach (var _ in protocol.Creature.Visit(states, EvenSpacing.UpTo(protocol.Steps / Every * Every, Every), fire, protocol.Engine))
            for (var trial = 0; trial < states.Length; trial++)
                errors[trial].Add(protocol.Creature.Error(states[trial]));
        return
        [
            .. states.Select(
                (state, trial) =>
                    new HealingTrial(
                        damages[trial],
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
    }

    /// <summary>How many came back.</summary>
    public static Proportion Healed(IReadOnlyList<HealingTrial> trials) =>
        Proportion.Of([.. trials.Select(trial => trial.Steps is not null)]);

    // A creature that died before it was damaged has nothing to lose and nothing to heal.
    private static IReadOnlyList<HealingTrial> Draw(
        IReadOnlyList<CellState> grown,
        HealingProtocol protocol,
        Func<CellState, RandomSequence, Damage> draw
    )
    {
        ArgumentNullException.ThrowIfNull(grown);
        return After(
            grown,
            [
                .. grown.Select(
                    (state, trial) =>
                        state.AliveCells() == 0 ? null : draw(state, new RandomSequence(protocol.Seed, RandomPurpose.Damage, trial))
                ),
            ],
            protocol
        );
    }

    private static Damage Half(CellState state, double degrees)
    {
        var alive = state.LivingCells();
        return Damage.HalfPlane(alive.Average(cell => cell.Y), alive.Average(cell => cell.X), degrees);
    }

    private static int? BackAfter(List<double> errors, double before)
    {
        var index = errors.FindIndex(1, error => error <= HealingBound.After(before));
        return index < 0 ? null : index * Every;
    }
}
