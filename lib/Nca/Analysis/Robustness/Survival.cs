using System.Text.Json.Serialization;
using Nca.Analysis.Growth;
using Nca.Analysis.Healing;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Robustness;

/// <summary>How long creatures to which nothing happens stay what they have become.</summary>
/// <param name="Until">The last step.</param>
/// <param name="LeftAt">
/// For each sample the step of the first look, from <see cref="GrownAt"/> on and every <see cref="Persistence.Every"/> steps, at which its
/// error was above <see cref="Persistence.Bound"/> or no number; null where there was none: it was itself as long as it was watched.
/// </param>
/// <param name="Ages">Steps at which errors are told: dense at first, rare later.</param>
/// <param name="Median">The samples' median error at each of <paramref name="Ages"/>.</param>
/// <param name="Largest">Their largest error at each; infinite where one is no number.</param>
public sealed record Survival(
    int Until,
    IReadOnlyList<int?> LeftAt,
    IReadOnlyList<int> Ages,
    IReadOnlyList<double> Median,
    IReadOnlyList<double> Largest
)
{
    /// <summary>The first step that counts: a creature is grown then.</summary>
    public const int GrownAt = 200;

    /// <summary>How many stayed themselves to the end.</summary>
    [JsonIgnore]
    public Proportion Stayed => StayedUntil(Until);

    /// <summary>How many stayed themselves up to a step.</summary>
    /// <param name="step">The step, at most <see cref="Until"/>.</param>
    public Proportion StayedUntil(int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Until);
        return Proportion.Of([.. LeftAt.Select(left => left is null || left > step)]);
    }

    /// <summary>Lets creatures live.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">Samples, at least 1, each with fire masks of its own.</param>
    /// <param name="until">Steps from the seed cell, a multiple of <see cref="Persistence.Every"/>, at least <see cref="GrownAt"/>.</param>
    /// <param name="seed">Random seed of the fire masks.</param>
    /// <param name="engine">Computes the steps.</param>
    public static Survival Of(
        TrainedAutomaton creature,
        int samples,
        int until,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(until, GrownAt);
        ArgumentOutOfRangeException.ThrowIfNotEqual(until % Persistence.Every, 0, nameof(until));
        var errors = Persistence.Errors(creature, samples, until, seed, engine);
        int[] ages = [.. LogSpacing.UpTo(until / Persistence.Every, perDecade: 20).Select(look => look * Persistence.Every)];
        double[][] told = [.. ages.Select(age => errors.Select(curve => curve[age / Persistence.Every - 1]).ToArray())];
        return new Survival(
            until,
            [.. errors.Select(LeftBy)],
            ages,
            [.. told.Select(some => RecoveryCurve.Quantile(some, 0.5))],
            [.. told.Select(some => RecoveryCurve.Quantile(some, 1))]
        );
    }

    private static int? LeftBy(double[] curve)
    {
        var first = GrownAt / Persistence.Every - 1;
        var lost = Array.FindIndex(curve, first, error => !(error <= Persistence.Bound));
        return lost < 0 ? null : (lost + 1) * Persistence.Every;
    }
}
