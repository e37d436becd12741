using System.Text.Json.Serialization;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;
using Nca.Randomness;

namespace Nca.Analysis.Attractors;

/// <summary>Where many states end: their forms, and the pictures that they end as.</summary>
/// <param name="Canvas">Rows and columns of the canvas.</param>
/// <param name="Steps">Steps that each lived.</param>
/// <param name="Samples">States of each kind.</param>
/// <param name="Threshold">Distance up to which two pictures are one, see <see cref="EndState.Distance"/>.</param>
/// <param name="Rows">What became of each kind of start.</param>
/// <param name="Groups">The pictures, the most frequent first.</param>
public sealed record Census(
    int Canvas,
    int Steps,
    int Samples,
    double Threshold,
    IReadOnlyList<CensusRow> Rows,
    IReadOnlyList<EndGroup> Groups
)
{
    /// <summary>Two states within <see cref="Persistence.Bound"/> of one picture are at most so far apart: 2 · √bound.</summary>
    public static double DefaultThreshold { get; } = 2 * Math.Sqrt(Persistence.Bound);

    /// <summary>Groups whose pictures are kept: the largest, and among equals first those of other starts.</summary>
    public const int Pictures = 10;

    /// <summary>States that were followed.</summary>
    [JsonIgnore]
    public int Total => Rows.Sum(row => row.Forms.Count);

    /// <summary>The share of all states that end in a form.</summary>
    /// <param name="form">The form.</param>
    public Proportion ProportionOf(EndForm form) => new(Rows.Sum(row => row.Forms.Count(end => end == form)), Total);

    /// <summary>The share of all states that end in a group.</summary>
    /// <param name="group">The group.</param>
    public Proportion ProportionOf(EndGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return new Proportion(group.Size, Total);
    }

    /// <summary>Takes a census, on a canvas of one and a half times the target's side, so that a second creature has room.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="samples">States of each kind, at least 1.</param>
    /// <param name="steps">Steps that each lives, at least 1.</param>
    /// <param name="starts">The kinds; <see cref="CensusStarts.All"/> by default.</param>
    /// <param name="seed">Random seed of masks and starts.</param>
    /// <param name="engine">Computes the steps.</param>
    internal static Census Of(
        TrainedAutomaton creature,
        int samples = 10,
        int steps = 1500,
        IReadOnlyList<CensusStart>? starts = null,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var (kinds, canvas) = (starts ?? CensusStarts.All, creature.Target.Grid * 3 / 2);
        using var work = LongWork.Begin(
            $"{kinds.Count} kinds of starts, {samples} each",
            SynchronousLife.DefaultGrown + (long)kinds.Count * steps
        );
        var grown = creature.Grow(SynchronousLife.DefaultGrown, samples, seed, engine);
        EndState[][] ends = [.. kinds.Select((kind, row) => EndsOf(kind, row))];
        EndState[] all = [.. ends.SelectMany(some => some)];
        var clusters = LeaderClustering.Of(all, EndState.Distance, DefaultThreshold);
        var groupOf = new int[all.Length];
        foreach (var (group, members) in clusters.Index())
            foreach (var member in members)
                groupOf[member] = group;
        string[] texts = [.. clusters.Select(members => kinds[members[0] / samples].Text)];
        var shown = Shown(clusters, texts);
        return new Census(
            canvas,
            steps,
            samples,
            DefaultThreshold,
            [
                .. kinds.Select(
                    (kind, row) =>
                        new CensusRow(
                            kind.Name,
                            kind.Text,
                            [.. ends[row].Select(end => end.Form)],
                            [.. groupOf.AsSpan(row * samples, samples)]
                        )
                ),
            ],
            [
                .. clusters.Select(
                    (members, group) =>
                        new EndGroup(
                            all[members[0]].Form,
                            members.Count,
                            texts[group],
                            shown.Contains(group) ? PictureOf(all[members[0]]) : null
                        )
                ),
            ]
        );

        EndState[] EndsOf(CensusStart kind, int row)
        {
            CellState[] states =
            [
                .. grown.Select(
                    (state, sample) =>
                        kind.Make(creature, state, canvas, new RandomSequence(seed, RandomPurpose.Starts, ((long)row << 32) | (uint)sample))
                ),
            ];
            creature.Advance(states, steps, creature.Masks(seed, growth: (uint)row + 1), engine);
            return [.. states.AsParallel().AsOrdered().Select(state => new EndState(state, creature.Target))];
        }
    }

    // The largest groups; among equals first those that began as nothing that is shown already, so that the pictures differ.
    private static HashSet<int> Shown(IReadOnlyList<IReadOnlyList<int>> clusters, string[] texts)
    {
        var (shown, seen) = (new HashSet<int>(), new HashSet<string>());
        while (shown.Count < Math.Min(Pictures, clusters.Count))
        {
            var next = Enumerable
                .Range(0, clusters.Count)
                .Where(group => !shown.Contains(group))
                .OrderByDescending(group => clusters[group].Count)
                .ThenBy(group => seen.Contains(texts[group]))
                .First();
            shown.Add(next);
            seen.Add(texts[next]);
        }

        return shown;
    }

    private static string? PictureOf(EndState end) =>
        end.Form == EndForm.NotFinite ? null : PackedPicture.Of(Rendering.OverWhite(end.State));
}
