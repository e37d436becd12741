namespace Nca.Experiments;

/// <summary>Several recipes, trained with the same seeds and compared.</summary>
/// <param name="Name">Short name, which also names its folder.</param>
/// <param name="Question">What it asks.</param>
/// <param name="Arms">What is compared.</param>
/// <param name="Seeds">The seeds of every arm.</param>
public sealed record Experiment(string Name, string Question, IReadOnlyList<ExperimentArm> Arms, IReadOnlyList<long> Seeds)
{
    /// <summary>Every training, seed by seed, so that an interrupted experiment has each arm as often as any other.</summary>
    public IReadOnlyList<ExperimentRun> Runs { get; } =
        [.. Seeds.SelectMany(seed => Arms.Select(arm => new ExperimentRun(arm, seed, Seeds.Count == 1 ? $"{Name}/{arm.Name}" : $"{Name}/{arm.Name}-seed-{seed}")))];

    /// <summary>The arm of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ExperimentArm Arm(string name) =>
        Arms.FirstOrDefault(arm => arm.Name == name) ?? throw new ArgumentException($"There is no arm {name}; known: {string.Join(", ", Arms.Select(arm => arm.Name))}.", nameof(name));
}
