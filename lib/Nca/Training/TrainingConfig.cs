using Nca.Automaton;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Training;

/// <summary>
/// Every hyperparameter of a training, the tutorial's (section 5) and the published recipe's (Mordvintsev et al. 2020). Immutable: alter
/// one with <c>config with { Steps = 500 }</c>. The automaton and the two schedules are records of their own; their fields can be read and
/// altered here too, under the names that the command line and <c>config.json</c> use.
/// <see cref="TrainingConfigRules.Validated"/> names what is out of range.
/// </summary>
public sealed record TrainingConfig
{
    /// <summary>The kind of automaton that is trained.</summary>
    public AutomatonConfig Automaton { get; init; } = new();

    /// <summary>How long its rollouts are.</summary>
    public RolloutSchedule Rollout { get; init; } = new();

    /// <summary>The optimiser's step size over the training.</summary>
    public LearningRateSchedule LearningRateSchedule { get; init; } = new();

    /// <inheritdoc cref="AutomatonConfig.Channels"/>
    public int Channels
    {
        get => Automaton.Channels;
        init => Automaton = Automaton with { Channels = value };
    }

    /// <inheritdoc cref="AutomatonConfig.Hidden"/>
    public int Hidden
    {
        get => Automaton.Hidden;
        init => Automaton = Automaton with { Hidden = value };
    }

    /// <inheritdoc cref="AutomatonConfig.FireRate"/>
    public double FireRate
    {
        get => Automaton.FireRate;
        init => Automaton = Automaton with { FireRate = value };
    }

    /// <summary>
    /// Lowest fire rate of a batch, in (0, 1], where <see cref="FireRateMaximum"/> is not 0: each batch then draws its own, uniformly from
    /// here to there, and <see cref="FireRate"/> is what the creature is grown with afterwards. 0 where it is.
    /// </summary>
    public double FireRateMinimum { get; init; }

    /// <summary>
    /// Highest fire rate of a batch, from <see cref="FireRateMinimum"/> to 1; 0 for <see cref="FireRate"/> in every batch, as the tutorial
    /// and published.
    /// </summary>
    public double FireRateMaximum { get; init; }

    /// <inheritdoc cref="AutomatonConfig.Perception"/>
    public PerceptionOrder Perception
    {
        get => Automaton.Perception;
        init => Automaton = Automaton with { Perception = value };
    }

    /// <inheritdoc cref="AutomatonConfig.SobelScale"/>
    public double SobelScale
    {
        get => Automaton.SobelScale;
        init => Automaton = Automaton with { SobelScale = value };
    }

    /// <inheritdoc cref="AutomatonConfig.Masking"/>
    public AliveMasking Masking
    {
        get => Automaton.Masking;
        init => Automaton = Automaton with { Masking = value };
    }

    /// <inheritdoc cref="AutomatonConfig.ClampColour"/>
    public bool ClampColour
    {
        get => Automaton.ClampColour;
        init => Automaton = Automaton with { ClampColour = value };
    }

    /// <summary>Form of the target canvas.</summary>
    public AlphaMode AlphaMode { get; init; } = AlphaMode.Premultiplied;

    /// <summary>Training iterations, 1 to 10,000,000. The tutorial: 8000.</summary>
    public int Steps { get; init; } = 8000;

    /// <summary>States in the pool, 1 to 65,536. The tutorial: 256; published: 1024.</summary>
    public int PoolSize { get; init; } = 256;

    /// <summary>Samples of a batch, 1 to <see cref="PoolSize"/>. The tutorial: 16; published: 8.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Whether a batch may hold a pool entry twice (the text's "uniform"); later samples overwrite earlier ones in the pool.
    /// </summary>
    public bool SampleWithReplacement { get; init; }

    /// <inheritdoc cref="RolloutSchedule.Start"/>
    public int RolloutStart
    {
        get => Rollout.Start;
        init => Rollout = Rollout with { Start = value };
    }

    /// <inheritdoc cref="RolloutSchedule.Growth"/>
    public int RolloutGrowth
    {
        get => Rollout.Growth;
        init => Rollout = Rollout with { Growth = value };
    }

    /// <inheritdoc cref="RolloutSchedule.GrowthFrequency"/>
    public int GrowthFrequency
    {
        get => Rollout.GrowthFrequency;
        init => Rollout = Rollout with { GrowthFrequency = value };
    }

    /// <inheritdoc cref="RolloutSchedule.Cap"/>
    public int RolloutCap
    {
        get => Rollout.Cap;
        init => Rollout = Rollout with { Cap = value };
    }

    /// <inheritdoc cref="RolloutSchedule.Minimum"/>
    public int RolloutMinimum
    {
        get => Rollout.Minimum;
        init => Rollout = Rollout with { Minimum = value };
    }

    /// <inheritdoc cref="RolloutSchedule.PerSample"/>
    public bool RolloutPerSample
    {
        get => Rollout.PerSample;
        init => Rollout = Rollout with { PerSample = value };
    }

    /// <summary>
    /// How many of a rollout's last steps have a gradient, 0 to 4096; 0 for all of them, as the tutorial and published. The steps before
    /// them cost a third.
    /// </summary>
    public int GradientSteps { get; init; }

    /// <inheritdoc cref="LearningRateSchedule.Initial"/>
    public double LearningRate
    {
        get => LearningRateSchedule.Initial;
        init => LearningRateSchedule = LearningRateSchedule with { Initial = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.Decay"/>
    public double LearningRateDecay
    {
        get => LearningRateSchedule.Decay;
        init => LearningRateSchedule = LearningRateSchedule with { Decay = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.First"/>
    public double FirstDecay
    {
        get => LearningRateSchedule.First;
        init => LearningRateSchedule = LearningRateSchedule with { First = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.Second"/>
    public double SecondDecay
    {
        get => LearningRateSchedule.Second;
        init => LearningRateSchedule = LearningRateSchedule with { Second = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.Shape"/>
    public LearningRateShape LearningRateShape
    {
        get => LearningRateSchedule.Shape;
        init => LearningRateSchedule = LearningRateSchedule with { Shape = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.WarmUp"/>
    public double WarmUp
    {
        get => LearningRateSchedule.WarmUp;
        init => LearningRateSchedule = LearningRateSchedule with { WarmUp = value };
    }

    /// <inheritdoc cref="LearningRateSchedule.Final"/>
    public double FinalLearningRate
    {
        get => LearningRateSchedule.Final;
        init => LearningRateSchedule = LearningRateSchedule with { Final = value };
    }

    /// <summary>
    /// Share of itself that the running average of the weights keeps at each iteration, in [0, 1); 0 for none. What is probed and stored
    /// is the average then (see <see cref="Training.WeightAverage"/>).
    /// </summary>
    public double WeightAverage { get; init; }

    /// <summary>How a gradient becomes a step of the weights. The tutorial and published: Adam.</summary>
    public OptimiserKind Optimiser { get; init; } = OptimiserKind.Adam;

    /// <summary>What happens to the gradient before the optimiser.</summary>
    public GradientControl GradientControl { get; init; } = GradientControl.ClipTotalNorm;

    /// <summary>Largest total norm of the gradient, above 0. The tutorial: 1.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Which sample starts again from the initial state.</summary>
    public ReseedPolicy ReseedPolicy { get; init; } = ReseedPolicy.ReseededBefore;

    /// <summary>
    /// How many of a batch start again, the worst first, 1 to <see cref="BatchSize"/> − <see cref="Damage"/>. The tutorial and
    /// published: 1.
    /// </summary>
    public int Reseeded { get; init; } = 1;

    /// <summary>
    /// Chance that they do so in an iteration from <see cref="DamageFrom"/> on, in (0, 1]; before that they always do, because what cannot
    /// grow yet fills the pool with what is of no use. Document and published: 1.
    /// </summary>
    public double ReseedChance { get; init; } = 1;

    /// <summary>Whether dead and non-finite states are kept out of the pool (a seed takes their place and they are counted).</summary>
    public bool ReplaceDeadStates { get; init; } = true;

    /// <summary>
    /// How many of the batch's best states are damaged before a rollout, 0 to <see cref="BatchSize"/> − <see cref="Reseeded"/>; up to
    /// <see cref="BatchSize"/> where <see cref="ReseedChance"/> is below 1, and then fewer in an iteration that reseeds. Published: 3 for
    /// regeneration.
    /// </summary>
    public int Damage { get; init; }

    /// <summary>Chance that each of them is really damaged, in (0, 1]. Published: 1.</summary>
    public double DamageChance { get; init; } = 1;

    /// <summary>
    /// Share of the training before which nothing is damaged and <see cref="ReseedChance"/> does not hold yet, in [0, 1]: what cannot grow
    /// yet has nothing to heal. Published: 0.
    /// </summary>
    public double DamageFrom { get; init; }

    /// <summary>Shape of that damage.</summary>
    public DamageShape DamageShape { get; init; } = DamageShape.Circle;

    /// <summary>Smallest damage radius as a share of half the grid's side, in (0, 1]. Published: 0.1.</summary>
    public double DamageRadiusMinimum { get; init; } = 0.1;

    /// <summary>Largest damage radius as a share of half the grid's side, from the smallest to 2. Published: 0.4.</summary>
    public double DamageRadiusMaximum { get; init; } = 0.4;

    /// <summary>How far the damage's centre strays from the grid's, as a share of half the side, in [0, 1]. Published: 0.5.</summary>
    public double DamageSpread { get; init; } = 0.5;

    /// <summary>
    /// Share of the damages that are large discs in the very middle of the grid, of half to the whole of the largest radius, whatever the
    /// shape of the others; in [0, 1]. A creature that was never hollowed out does not learn to fill itself.
    /// </summary>
    public double DamageCentred { get; init; }

    /// <summary>
    /// Share of the other damages that leave nothing but a disc in the very middle of the grid, of the smallest to half the largest radius;
    /// in [0, 1]. What is left has to grow the whole again, from more than a seed cell and from something else than one.
    /// </summary>
    public double DamageRemnant { get; init; }

    /// <summary>
    /// Chance, from <see cref="DamageFrom"/> on, that a state that starts again is first grown for 20 to 80 steps without a gradient and
    /// then loses a disc around one of its living cells, of at most half the largest radius; in [0, 1]. In the pool no state is that young.
    /// </summary>
    public double DamageWhileGrowing { get; init; }

    /// <summary>
    /// Weight of the overflow penalty, at least 0: mean over all cells and channels of max(0, |s| − limit) in the last state.
    /// </summary>
    public double OverflowPenalty { get; init; }

    /// <summary>Limit beyond which a state value counts as overflow, above 0.</summary>
    public double OverflowLimit { get; init; } = 2;

    /// <summary>
    /// Identity of the run whose trained weights this training begins with (64 hexadecimal digits, see <see cref="Runs.RunIdentity"/>);
    /// empty to begin with weights drawn by <see cref="Seed"/>. Channels and hidden units must be that run's; picture, canvas and all else
    /// may differ.
    /// </summary>
    public string StartFrom { get; init; } = "";

    /// <summary>The run's seed: weights, batches, rollout lengths, fire masks and damage follow from it.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>The tutorial's listing to the letter, with only its crashes fixed.</summary>
    public static TrainingConfig Listing { get; } =
        new()
        {
            Perception = PerceptionOrder.Listing,
            SobelScale = 1,
            Masking = AliveMasking.After,
            ClampColour = true,
            AlphaMode = AlphaMode.Listing,
            ReseedPolicy = ReseedPolicy.FirstReseededAfter,
            ReplaceDeadStates = false,
        };

    /// <summary>
    /// The corrected recipe: the tutorial's text and equations, with the corrections that its claims need. Rollouts reach 64 to 128 steps
    /// after 40 % of the training, gradients are normalised per variable instead of clipped, and the learning rate is 0.002 (the
    /// tutorial: 0.001). The evidence is the study <c>document-recipe</c>.
    /// </summary>
    public static TrainingConfig Document { get; } =
        new()
        {
            GrowthFrequency = 400,
            LearningRate = 2e-3,
            GradientControl = GradientControl.NormalisePerVariable,
        };

    /// <summary>The published recipe.</summary>
    public static TrainingConfig Distill { get; } =
        new()
        {
            PoolSize = 1024,
            BatchSize = 8,
            RolloutStart = 95,
            RolloutGrowth = 0,
            RolloutCap = 95,
            RolloutMinimum = 64,
            LearningRate = 2e-3,
            LearningRateDecay = 0.1,
            FirstDecay = 0.25,
            SecondDecay = 1,
            GradientControl = GradientControl.NormalisePerVariable,
        };

    /// <summary>
    /// The published recipe for creatures that heal. Once the automaton has learned to grow, three states of each batch lose a disc or
    /// everything beyond a line near the middle, and the learning rate stays high while it learns to heal. Rollouts are long enough to
    /// regrow a half, and the pool is small so that its states grow old: with the published pool of 1024 and rollouts of 64 to 95 steps
    /// a creature healed but drifted away from the picture within 2,000 steps.
    /// </summary>
    public static TrainingConfig Regenerating { get; } =
        Distill with
        {
            Steps = 8000,
            PoolSize = 256,
            RolloutStart = 128,
            RolloutCap = 128,
            RolloutMinimum = 96,
            LearningRateDecay = 0.3,
            FirstDecay = 0.6,
            SecondDecay = 0.85,
            Damage = 3,
            DamageFrom = 0.2,
            DamageShape = DamageShape.CircleOrHalfPlane,
            DamageRadiusMaximum = 0.5,
            DamageSpread = 0.3,
        };

    /// <summary>
    /// For trying an altered hyperparameter: batches of two and fewer iterations, for a smaller canvas (see <see
    /// cref="TrainingPreset"/>).
    /// </summary>
    public static TrainingConfig Quick { get; } =
        Distill with
        {
            Steps = 1400,
            PoolSize = 256,
            BatchSize = 2,
            RolloutStart = 64,
            RolloutCap = 64,
            RolloutMinimum = 48,
            LearningRate = 4e-3,
            LearningRateShape = LearningRateShape.Cosine,
            WarmUp = 0.05,
            WeightAverage = 0.98,
        };

    /// <summary>
    /// What <see cref="Document"/> claims, for less than a tenth of its operations: batches of two, twice the learning rate along a
    /// cosine, rollouts that lengthen in the first quarter, and the running average of the weights. From where it can grow the pool is
    /// left to grow old. The study <c>time-to-quality</c> shows it.
    /// </summary>
    public static TrainingConfig SmallBatches { get; } =
        Document with
        {
            Steps = 4500,
            PoolSize = 64,
            BatchSize = 2,
            ReseedChance = 0.3,
            DamageFrom = 0.45,
            RolloutStart = 32,
            RolloutGrowth = 8,
            GrowthFrequency = 100,
            LearningRate = 4e-3,
            LearningRateShape = LearningRateShape.Cosine,
            WarmUp = 0.05,
            WeightAverage = 0.99,
            Seed = 1,
        };

    /// <summary>
    /// What <see cref="Document"/> claims, for a twentieth of its operations and with a smaller error: <see cref="SmallBatches"/> with SOAP
    /// for Adam, and two thirds of the iterations. The study <c>time-to-quality</c> shows it.
    /// </summary>
    public static TrainingConfig DocumentSoap { get; } =
        SmallBatches with
        {
            Optimiser = OptimiserKind.Soap,
            Steps = 3000,
        };

    /// <summary>
    /// What <see cref="Regenerating"/> claims, for a quarter of its operations and with a third of its error: SOAP with each layer's
    /// gradient normalised as a whole, batches of four, rollouts that lengthen to 96 to 128 steps in the first third, a cosine and the
    /// running average of the weights. A tenth of its wounds are large discs in the middle. The study <c>time-to-quality</c> shows it.
    /// </summary>
    public static TrainingConfig RegeneratingSoap { get; } =
        Regenerating with
        {
            Steps = 4900,
            PoolSize = 128,
            BatchSize = 4,
            RolloutStart = 32,
            RolloutGrowth = 32,
            GrowthFrequency = 500,
            LearningRate = 3e-3,
            LearningRateShape = LearningRateShape.Cosine,
            WarmUp = 0.05,
            WeightAverage = 0.995,
            Optimiser = OptimiserKind.Soap,
            GradientControl = GradientControl.NormalisePerLayer,
            Damage = 2,
            DamageFrom = 0.15,
            DamageCentred = 0.1,
            Seed = 1,
        };

    /// <summary>Shortest and longest rollout at an iteration, both inclusive.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    public (int Shortest, int Longest) RolloutRange(int iteration) => Rollout.RangeAt(iteration);

    /// <summary>The optimiser that <see cref="Optimiser"/> names, before its first step.</summary>
    /// <param name="weights">The weights that it will change; only their shapes are used.</param>
    public Training.Optimiser OptimiserFor(UpdateRuleWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Optimiser == OptimiserKind.Soap ? new Soap(weights.Channels, weights.HiddenUnits) : new Adam(weights.Values.Length);
    }

    /// <summary>Learning rate of an iteration.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    public double LearningRateAt(int iteration) => LearningRateSchedule.At(iteration, Steps);

    /// <summary>
    /// This recipe for a creature that begins with a trained one's weights: it need not learn to grow, so three eighths of the iterations
    /// suffice, rollouts have their full length at once, and <see cref="DamageFrom"/> is 0.3 at most.
    /// </summary>
    /// <param name="identity">Identity of the run to begin with; see <see cref="StartFrom"/>.</param>
    public TrainingConfig StartingFrom(string identity) =>
        this with
        {
            StartFrom = identity,
            Steps = Math.Max(1, (int)(Steps * 3L / 8)),
            RolloutStart = RolloutCap,
            RolloutGrowth = 0,
            DamageFrom = Math.Min(DamageFrom, 0.3),
        };
}
