using Nca.Automaton;
using Nca.Targets;
using Nca.Training;

namespace Nca.Studies;

/// <summary>
/// The experiments whose runs are shipped. What a notebook shows of the hatching chick itself is trained at full size; ablations, which
/// need many seeds, on a reduced scale: half the canvas (32×32 cells with a picture of 20), batches of 8, fewer iterations with schedules
/// shortened alike, and rollouts of half the length, because a creature of half the size has half the way to grow.
/// </summary>
public static class ExperimentCatalog
{
    /// <summary>Rows and columns of the reduced canvas.</summary>
    public const int ReducedGrid = 32;

    /// <summary>Side of the picture on the reduced canvas.</summary>
    public const int ReducedSize = 20;

    /// <summary>Iterations of an ablation on the reduced scale.</summary>
    public const int ReducedSteps = 2000;

    private const string Chick = "1f423";
    private static readonly long[] OwnSeed = [TrainingConfig.Document.Seed],
        ThreeSeeds = [1, 2, 3];

    /// <summary>The presets with the common seed on the hatching chick, each on its own canvas.</summary>
    public static Experiment Presets { get; } =
        new(
            "presets",
            "What do the recipes grow?",
            [
                .. TrainingPreset
                    .All.Where(preset => OwnSeed.Contains(preset.Config.Seed))
                    .Select(preset => new ExperimentArm(
                        preset.Name.ToLowerInvariant(),
                        preset.Name,
                        preset.Config,
                        Chick,
                        preset.Grid,
                        preset.Size
                    )),
            ],
            OwnSeed
        );

    /// <summary>The regenerating recipe on other pictures, on the reduced scale.</summary>
    public static Experiment Targets { get; } =
        new(
            "targets",
            "Does the healing recipe work for other pictures?",
            [
                Reduced("lizard", "lizard", TrainingConfig.Regenerating, 3000, "1f98e"),
                Reduced("butterfly", "butterfly", TrainingConfig.Regenerating, 3000, "1f98b"),
                Reduced("tropical-fish", "tropical fish", TrainingConfig.Regenerating, 3000, "1f420"),
            ],
            OwnSeed,
            IsThin: true
        );

    /// <summary>The tutorial's section 9: baseline, high dropout, large model.</summary>
    public static Experiment Comparison { get; } = ComparisonOf(dropout: 0.8, channels: 32, hidden: 256, steps: ReducedSteps, seeds: 3);

    /// <summary>Fire rate, from almost none to all cells at once.</summary>
    public static Experiment Dropout { get; } =
        new(
            "dropout",
            "How much asynchrony makes a creature robust?",
            [
                .. new[] { 0.1, 0.25, 0.5, 0.75, 1 }.Select(rate =>
                    Reduced(
                        FormattableString.Invariant($"fire-rate-{rate}"),
                        FormattableString.Invariant($"dropout {1 - rate:0.##}"),
                        TrainingConfig.Document with
                        {
                            FireRate = rate,
                        }
                    )
                ),
            ],
            ThreeSeeds,
            IsThin: true
        );

    /// <summary>Number of channels.</summary>
    public static Experiment Channels { get; } =
        new(
            "channels",
            "How many channels does a picture need?",
            [
                .. new[] { 4, 8, 12, 16, 24 }.Select(count =>
                    Reduced($"channels-{count:00}", $"{count} channels", TrainingConfig.Document with { Channels = count })
                ),
            ],
            ThreeSeeds,
            IsThin: true
        );

    /// <summary>The tutorial's text with one correction at a time switched off, and with other choices.</summary>
    public static Experiment Recipe { get; } =
        new(
            "document-recipe",
            "Which corrections does the tutorial's text need?",
            [
                Reduced("document", "as the preset", TrainingConfig.Document),
                Reduced(
                    "gradient-clipped",
                    "total gradient norm clipped to 1",
                    TrainingConfig.Document with
                    {
                        GradientControl = GradientControl.ClipTotalNorm,
                    }
                ),
                Reduced(
                    "gradient-clipped-slow",
                    "clipped to 1, learning rate 0.001",
                    TrainingConfig.Document with
                    {
                        GradientControl = GradientControl.ClipTotalNorm,
                        LearningRate = 1e-3,
                    }
                ),
                Reduced("learning-rate-slow", "learning rate 0.001", TrainingConfig.Document with { LearningRate = 1e-3 }),
                Reduced(
                    "perception-listing",
                    "∂x for half of the channels, ∂y for the others",
                    TrainingConfig.Document with
                    {
                        Perception = PerceptionOrder.Listing,
                    }
                ),
                Reduced("sobel-raw", "Sobel not normalised", TrainingConfig.Document with { SobelScale = 1 }),
                Reduced("masking-after", "alive mask only after the update", TrainingConfig.Document with { Masking = AliveMasking.After }),
                Reduced("colour-clamped", "colour clamped at every step", TrainingConfig.Document with { ClampColour = true }),
                Reduced("canvas-listing", "alpha squared on the canvas", TrainingConfig.Document with { AlphaMode = AlphaMode.Listing }),
                Reduced(
                    "first-reseeded",
                    "first of the batch reseeded, afterwards",
                    TrainingConfig.Document with
                    {
                        ReseedPolicy = ReseedPolicy.FirstReseededAfter,
                    }
                ),
                Reduced(
                    "worst-reseeded-after",
                    "worst of the batch reseeded, afterwards",
                    TrainingConfig.Document with
                    {
                        ReseedPolicy = ReseedPolicy.ReseededAfter,
                    }
                ),
                Reduced(
                    "rollouts-listing",
                    "rollouts as the listing grows them",
                    TrainingConfig.Document with
                    {
                        GrowthFrequency = TrainingConfig.Listing.GrowthFrequency,
                    }
                ),
                Reduced(
                    "rollouts-long",
                    "full rollouts from the beginning",
                    TrainingConfig.Document with
                    {
                        RolloutStart = TrainingConfig.Document.RolloutCap,
                    }
                ),
                Reduced("overflow-penalised", "penalty on values beyond ±2", TrainingConfig.Document with { OverflowPenalty = 0.1 }),
                Reduced("all-listing", "all corrections off at once: the listing", TrainingConfig.Listing),
            ],
            ThreeSeeds,
            IsThin: true
        );

    /// <summary>A training of seconds, shipped so that anyone can check that the recorded settings give the recorded bits.</summary>
    public static Experiment Sprout { get; } =
        new(
            "sprout",
            "Do the recorded settings give the recorded bits?",
            [
                new ExperimentArm(
                    "sprout",
                    "sprout",
                    TrainingConfig.Distill with
                    {
                        Steps = 150,
                        PoolSize = 32,
                        BatchSize = 4,
                        RolloutStart = 24,
                        RolloutCap = 24,
                        RolloutMinimum = 16,
                    },
                    Chick,
                    16,
                    10
                ),
            ],
            OwnSeed,
            IsThin: true
        );

    /// <summary>Every experiment, the most needed first.</summary>
    public static IReadOnlyList<Experiment> All { get; } = [Presets, Sprout, Recipe, Comparison, Dropout, Channels, Targets];

    /// <summary>The tutorial's section 9 with chosen numbers, on the reduced scale.</summary>
    /// <param name="dropout">Dropout of the second arm, in [0, 1): one minus its fire rate.</param>
    /// <param name="channels">Channels of the third arm.</param>
    /// <param name="hidden">Hidden units of the third arm.</param>
    /// <param name="steps">Iterations of every training.</param>
    /// <param name="seeds">Trainings of every arm, at least 1, with the seeds 1, 2, …</param>
    public static Experiment ComparisonOf(double dropout, int channels, int hidden, int steps, int seeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var fireRate = Math.Round(1 - dropout, 12);
        return new Experiment(
            "comparison",
            "What do dropout and size change? (tutorial, section 9)",
            [
                Reduced("baseline", "baseline", TrainingConfig.Document, steps),
                Reduced(
                    "high-dropout",
                    FormattableString.Invariant($"dropout {dropout:0.##}"),
                    TrainingConfig.Document with
                    {
                        FireRate = fireRate,
                    },
                    steps
                ),
                Reduced(
                    "large-model",
                    $"{channels} channels, {hidden} hidden",
                    TrainingConfig.Document with
                    {
                        Channels = channels,
                        Hidden = hidden,
                    },
                    steps
                ),
            ],
            [.. Enumerable.Range(1, seeds).Select(seed => (long)seed)],
            IsThin: true
        );
    }

    /// <summary>The experiment of a name.</summary>
    /// <param name="name">Its name; upper or lower case.</param>
    /// <exception cref="InvalidConfigException">There is none; the message names those that are known.</exception>
    public static Experiment Named(string name) =>
        All.FirstOrDefault(experiment => experiment.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidConfigException(
            $"There is no experiment {name}; known: {string.Join(", ", All.Select(experiment => experiment.Name))}."
        );

    private static ExperimentArm Reduced(
        string name,
        string label,
        TrainingConfig config,
        int steps = ReducedSteps,
        string picture = Chick
    ) =>
        new(
            name,
            label,
            config with
            {
                Steps = steps,
                BatchSize = Math.Min(8, config.BatchSize),
                GrowthFrequency = Math.Max(1, (int)((long)config.GrowthFrequency * steps / config.Steps)),
                RolloutStart = Math.Min(config.RolloutStart, config.RolloutCap / 2),
                RolloutGrowth = config.RolloutGrowth / 2,
                RolloutCap = config.RolloutCap / 2,
                RolloutMinimum = config.RolloutMinimum / 2,
            },
            picture,
            ReducedGrid,
            ReducedSize
        );
}
