using Nca.Engines.Fused;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>Several recipes, trained with the same seeds and compared.</summary>
/// <param name="Name">Short name, which also names its folder.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Arms">What is compared.</param>
/// <param name="Seeds">The seeds of every arm.</param>
/// <param name="IsThin">
/// Whether its runs keep only what comparisons need (<see cref="StoredRun.Thin"/>): many small runs should stay small.
/// </param>
public sealed record Experiment(
    string Name,
    string Question,
    IReadOnlyList<ExperimentArm> Arms,
    IReadOnlyList<long> Seeds,
    bool IsThin = false
)
{
    /// <summary>Every training, seed by seed, so that an interrupted experiment has each arm as often as any other.</summary>
    public IReadOnlyList<ExperimentRun> Runs { get; } =
    [
        .. Seeds.SelectMany(seed =>
            Arms.Select(arm => new ExperimentRun(arm, seed, Seeds.Count == 1 ? $"{Name}/{arm.Name}" : $"{Name}/{arm.Name}-seed-{seed}"))
        ),
    ];

    /// <summary>The trainings that a store holds already, in this experiment's order. Nothing is trained.</summary>
    /// <param name="store">Where to look.</param>
    /// <exception cref="RunException">A stored run is damaged.</exception>
    public IReadOnlyList<(ExperimentRun Run, StoredRun Result)> StoredRuns(RunStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var engine = new FusedRolloutEngine(threads: 1);
        return
        [
            .. Runs.Select(run => (run, store.Find(run.Config, run.Arm.LoadTarget(), engine.Arithmetic)!))
                .Where(known => known.Item2 is not null),
        ];
    }

    /// <summary>The arm of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ExperimentArm Arm(string name) =>
        Arms.FirstOrDefault(arm => arm.Name == name)
        ?? throw new ArgumentException($"There is no arm {name}; known: {string.Join(", ", Arms.Select(arm => arm.Name))}.", nameof(name));
}
