using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Training;

/// <summary>
/// Sample-pool training (tutorial, section 5; Mordvintsev et al. 2020): batch from the pool → rollout → loss and gradient → step →
/// pool.
/// </summary>
public sealed class Trainer
{
    private readonly IRolloutEngine _engine;
    private readonly PatternLoss _loss;
    private readonly UpdateRuleWeights _gradient;
    private readonly CellState _initial;
    private readonly CellState[] _batch;
    private readonly List<TrainingRecord> _records = [];
    private readonly List<WeightSnapshot> _snapshots = [];

    /// <summary>Prepares a training; nothing is computed yet.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">The picture to grow, in the alpha mode that the config names.</param>
    /// <param name="engine">Computes the rollouts; stays the caller's.</param>
    /// <param name="start">
    /// Weights of the run that <see cref="TrainingConfig.StartFrom"/> names, which are copied; null where it names none.
    /// </param>
    /// <exception cref="InvalidConfigException">
    /// A hyperparameter is out of range, the target has another alpha mode, or the first weights are missing or do not fit.
    /// </exception>
    public Trainer(TrainingConfig config, Target target, IRolloutEngine engine, UpdateRuleWeights? start = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(engine);
        Config = config.Validated();
        if (target.AlphaMode != config.AlphaMode)
            throw new InvalidConfigException(
                $"AlphaMode = {config.AlphaMode} does not fit a target with the mode {target.AlphaMode}; "
                    + "load the target with alphaMode: config.AlphaMode."
            );
        Target = target;
        _engine = engine;
        _loss = new PatternLoss(target.Rgba, config.OverflowPenalty, config.OverflowLimit);
        _initial = InitialState.Plant(target.Grid, target.Grid, config.Channels);
        _gradient = new UpdateRuleWeights(config.Channels, config.Hidden);
        _batch = [.. Enumerable.Range(0, config.BatchSize).Select(_ => _initial.Clone())];
        Weights = FirstWeights(config, start);
        Average = config.WeightAverage > 0 ? new WeightAverage(Weights, config.WeightAverage) : null;
        Optimiser = config.OptimiserFor(Weights);
        Pool = new SamplePool(config.PoolSize, _initial);
        TakeSnapshotIfDue();
    }

    /// <summary>The hyperparameters.</summary>
    public TrainingConfig Config { get; }

    /// <summary>The picture to grow.</summary>
    public Target Target { get; }

    /// <summary>The weights so far, as the gradient moves them.</summary>
    public UpdateRuleWeights Weights { get; }

    /// <summary>Their running average; null where the config asks for none.</summary>
    public WeightAverage? Average { get; }

    /// <summary>What the training has to show for itself, to probe and to store: the average, or else the weights themselves.</summary>
    public UpdateRuleWeights Result => Average?.Weights ?? Weights;

    /// <summary>What moves the weights along the gradient.</summary>
    public Optimiser Optimiser { get; }

    /// <summary>The sample pool.</summary>
    public SamplePool Pool { get; }

    /// <summary>Finished iterations.</summary>
    public int Iteration { get; private set; }

    /// <summary>One record per finished iteration.</summary>
    public IReadOnlyList<TrainingRecord> Records => _records;

    /// <summary>Weights at 0, 40, 70 and 100 % of the iterations, as far as training has come.</summary>
    public IReadOnlyList<WeightSnapshot> Snapshots => _snapshots;

    /// <summary>One iteration.</summary>
    /// <param name="cancellation">Stops it; weights, optimiser and pool are then as before.</param>
    /// <returns>Its record.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">All iterations are done.</exception>
    /// <exception cref="DivergedException">The loss or a gradient is not finite; weights, optimiser and pool are as before.</exception>
    public TrainingRecord Iterate(CancellationToken cancellation = default)
    {
        if (Iteration >= Config.Steps)
            throw new InvalidOperationException($"All {Config.Steps} iterations are done.");
        var entries = Pool.Draw(
            new RandomSequence(Config.Seed, RandomPurpose.Sampling, Iteration),
            Config.BatchSize,
            Config.SampleWithReplacement
        );
        var automaton = Config.Automaton with { FireRate = FireRateNow() };
        var fire = new CounterFireMasks(Config.Seed, (uint)Iteration, automaton.FireRate);
        TakeBatch(entries, automaton, fire, cancellation);
        var rollouts = Config.Rollout.Draw(new RandomSequence(Config.Seed, RandomPurpose.Rollout, Iteration), Iteration, Config.BatchSize);
        var rollout = new TruncatedRollout(_engine, automaton, Weights, fire, Config.GradientSteps);
        var losses = rollout.Differentiate(_batch, rollouts, _loss, _gradient, cancellation);
        RequireFinite(losses);

        var learningRate = Config.LearningRateAt(Iteration);
        var norm = GradientNorm.Apply(_gradient, Config);
        Optimiser.Step(Weights.Values, _gradient.Values, learningRate);
        Average?.Add(Weights, Iteration + 1);
        var summaries = new StateSummary[_batch.Length];
        Parallel.For(0, _batch.Length, sample => summaries[sample] = StateSummary.Of(_batch[sample]));
        var replaced = ReturnBatch(entries, summaries, losses);
        var record = new TrainingRecord
        {
            Iteration = Iteration,
            Loss = losses.Average(),
            SampleLosses = losses,
            GradientNorm = norm,
            AliveCells = [.. summaries.Select(summary => summary.AliveCells)],
            Rollouts = rollouts,
            LearningRate = learningRate,
            ChannelVariance = StateSummary.ChannelVariance(summaries, _initial.Height * _initial.Width),
            LargestHidden = summaries.Max(summary => summary.LargestHidden),
            DeadSamples = summaries.Count(summary => summary.IsDead),
            ReplacedStates = replaced,
        };
        _records.Add(record);
        Iteration++;
        TakeSnapshotIfDue();
        return record;
    }

    /// <summary>Goes on from a checkpoint, whose weights, moments and pool are in their places already.</summary>
    internal void GoOnFrom(int iteration, IEnumerable<TrainingRecord> records, IEnumerable<WeightSnapshot> snapshots)
    {
        Iteration = iteration;
        _records.Clear();
        _records.AddRange(records);
        _snapshots.Clear();
        _snapshots.AddRange(snapshots);
    }

    private static UpdateRuleWeights FirstWeights(TrainingConfig config, UpdateRuleWeights? start)
    {
        if (config.StartFrom.Length == 0)
            return start is null
                ? InitialWeights.Draw(config.Automaton, config.Seed)
                : throw new InvalidConfigException("Weights to begin with need StartFrom, the identity of the run that they come from.");
        if (start is null)
            throw new InvalidConfigException($"StartFrom = {config.StartFrom} needs that run's weights; give them, or train by RunStore.");
        if ((start.Channels, start.HiddenUnits) != (config.Channels, config.Hidden))
            throw new InvalidConfigException(
                $"The run to begin with has {start.Channels} channels and {start.HiddenUnits} hidden units, this training "
                    + $"{config.Channels} and {config.Hidden}: set Channels={start.Channels} and Hidden={start.HiddenUnits}."
            );
        return start.Clone();
    }

    private double FireRateNow() =>
        Config.FireRateMaximum > 0
            ? new RandomSequence(Config.Seed, RandomPurpose.FireRate, Iteration).NextUniform(Config.FireRateMinimum, Config.FireRateMaximum)
            : Config.FireRate;

    private void TakeBatch(int[] entries, AutomatonConfig automaton, IFireMasks fire, CancellationToken cancellation)
    {
        for (var sample = 0; sample < entries.Length; sample++)
            _batch[sample].CopyFrom(Pool.States[entries[sample]]);
        var damaged = IsAble ? Config.Damage : 0;
        if (Config.ReseedPolicy != ReseedPolicy.ReseededBefore && damaged == 0)
            return;

        // Best first, as the published recipe sorts them; the sort is stable, so equal losses keep their order.
        var errors = new double[_batch.Length];
        Parallel.For(0, _batch.Length, sample => errors[sample] = _loss.MeanSquaredError(_batch[sample]));
        var byLoss = Enumerable.Range(0, _batch.Length).OrderBy(sample => errors[sample]).ToArray();
        var reseeded = Config.ReseedPolicy == ReseedPolicy.ReseededBefore ? ReseededNow() : 0;
        foreach (var sample in byLoss.TakeLast(reseeded))
            _batch[sample].CopyFrom(_initial);
        if (IsAble && Config.DamageWhileGrowing > 0)
            DamageWhileGrowing(byLoss.TakeLast(reseeded), automaton, fire, cancellation);
        var random = new RandomSequence(Config.Seed, RandomPurpose.Damage, Iteration);
        foreach (var sample in byLoss.SkipLast(reseeded).Take(damaged))
        {
            var damage = PoolDamage.Draw(Config, random, _initial.Height, _initial.Width);
            if (Config.DamageChance >= 1 || random.NextDouble() < Config.DamageChance)
                damage.ApplyTo(_batch[sample]);
        }
    }

    private void DamageWhileGrowing(IEnumerable<int> seeds, AutomatonConfig automaton, IFireMasks fire, CancellationToken cancellation)
    {
        var random = new RandomSequence(Config.Seed, RandomPurpose.DamageWhileGrowing, Iteration);
        foreach (var sample in seeds)
        {
            if (random.NextDouble() >= Config.DamageWhileGrowing)
                continue;
            var age = random.NextInteger(PoolDamage.YoungestAge, PoolDamage.OldestGrowingAge);
            // Steps of their own numbers, beyond the longest rollout: the rollout's own masks are not used twice.
            _engine.Advance(automaton, Weights, [_batch[sample]], age, fire, RolloutSchedule.LongestEver, cancellation);
            PoolDamage.DrawWhileGrowing(Config, random, _batch[sample])?.ApplyTo(_batch[sample]);
        }
    }

    private void RequireFinite(double[] losses)
    {
        if (!losses.All(double.IsFinite))
            throw new DivergedException(Iteration, "the loss");
        foreach (var (name, start, length, _) in _gradient.Variables)
            if (_gradient.Values.AsSpan(start, length).ContainsAnyNonFinite())
                throw new DivergedException(Iteration, $"the gradient of {name}");
    }

    private int ReturnBatch(int[] entries, StateSummary[] summaries, double[] losses)
    {
        var replaced = 0;
        for (var sample = 0; sample < entries.Length; sample++)
        {
            if (Config.ReplaceDeadStates && (summaries[sample].IsDead || !summaries[sample].IsFinite))
            {
                Pool.Reseed(entries[sample]);
                replaced++;
            }
            else
            {
                Pool.Put(entries[sample], _batch[sample]);
            }
        }

        var reseeded = Config.ReseedPolicy switch
        {
            ReseedPolicy.FirstReseededAfter => Enumerable.Range(0, entries.Length),
            ReseedPolicy.ReseededAfter => Enumerable.Range(0, entries.Length).OrderByDescending(sample => losses[sample]),
            _ => [],
        };
        foreach (var sample in reseeded.Take(Config.ReseedPolicy == ReseedPolicy.ReseededBefore ? 0 : ReseededNow()))
            Pool.Reseed(entries[sample]);
        return replaced;
    }

    // Whether the share of the training is over in which growing comes first.
    private bool IsAble => Iteration >= (int)(Config.Steps * Config.DamageFrom);

    // How many start again from the initial state in this iteration.
    private int ReseededNow()
    {
        if (!IsAble || Config.ReseedChance >= 1)
            return Config.Reseeded;
        var random = new RandomSequence(Config.Seed, RandomPurpose.Reseeding, Iteration);
        return random.NextDouble() < Config.ReseedChance ? Config.Reseeded : 0;
    }

    private void TakeSnapshotIfDue()
    {
        foreach (var percent in WeightSnapshot.Moments)
            if (WeightSnapshot.DueAfter(percent, Config.Steps) == Iteration && _snapshots.All(taken => taken.Percent != percent))
                _snapshots.Add(new WeightSnapshot(percent, Result.Clone()));
    }
}
