using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Dynamics;

/// <summary>One look at several samples; distances are those of <see cref="StateDistance"/>.</summary>
/// <param name="Step">Step.</param>
/// <param name="Errors">Mean squared error of each growth.</param>
/// <param name="ToNext">How far each is from its own next state.</param>
/// <param name="ToTwin">How far each but the last is from the next sample, which has the same rule and other fire masks.</param>
/// <param name="ToGrown">How far each is from itself when it was grown; empty up to then.</param>
public sealed record AttractorStep(
    int Step,
    IReadOnlyList<double> Errors,
    IReadOnlyList<StateDistance> ToNext,
    IReadOnlyList<StateDistance> ToTwin,
    IReadOnlyList<StateDistance> ToGrown
);

/// <summary>
/// Whether a grown creature is a fixed point of its rule: how much it still changes from step to step, how far it strays from what it was,
/// and how far twins with the same rule but other fire masks are apart.
/// </summary>
public sealed record AttractorDistances
{
    /// <summary>A change that single precision cannot tell from none, as a root mean square of numbers of the size of one.</summary>
    public const double Nothing = 1e-7;

    /// <summary>The step from which the creature counts as grown.</summary>
    public required int Grown { get; init; }

    /// <summary>The looks, in order.</summary>
    public required IReadOnlyList<AttractorStep> Looks { get; init; }

    /// <summary>What the numbers say.</summary>
    public LongRun LongRun
    {
        get
        {
            var (last, tenth) = (Looks[^1], Looks.First(look => look.Step >= Looks[^1].Step / 10));
            if (last.ToNext.All(change => change.Visible <= Nothing && change.Hidden <= Nothing))
                return LongRun.FixedPoint;
            if (!Looks.Where(look => look.Step >= Grown).All(look => look.Errors.All(error => error <= Persistence.Bound)))
                return LongRun.Leaves;
            return Halves(change => change.Visible) && Halves(change => change.Hidden) ? LongRun.Settles : LongRun.KeepsMoving;

            bool Halves(Func<StateDistance, double> part) => last.ToNext.Average(part) <= 0.5 * tenth.ToNext.Average(part);
        }
    }

    /// <summary>Lets creatures grow and live on, and looks at them.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="steps">The last step that is looked at, above <paramref name="grown"/>.</param>
    /// <param name="samples">Samples, at least 2.</param>
    /// <param name="grown">The step from which the creature counts as grown, at least 1.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <param name="engine">Computes the steps.</param>
    public static AttractorDistances Follow(
        TrainedAutomaton creature,
        int steps = 10_000,
        int samples = 8,
        int grown = 200,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(grown, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(steps, grown);
        var (states, fire) = (creature.PlantMany(samples), creature.Masks(seed));
        var (looks, kept) = (new List<AttractorStep>(), Array.Empty<CellState>());
        foreach (var step in creature.Visit(states, LogSpacing.UpTo(steps).Append(grown).Distinct().Order(), fire, engine))
        {
            var next = Copy(states);
            creature.Advance(next, 1, fire, engine, step);
            if (step == grown)
                kept = Copy(states);
            looks.Add(
                new AttractorStep(
                    step,
                    [.. states.Select(creature.Error)],
                    [.. states.Zip(next, StateDistance.Between)],
                    [.. states.Zip(states.Skip(1), StateDistance.Between)],
                    step > grown ? [.. states.Zip(kept, StateDistance.Between)] : []
                )
            );
        }

        return new AttractorDistances { Grown = grown, Looks = looks };
    }

    private static CellState[] Copy(CellState[] states) => [.. states.Select(state => state.Clone())];
}
