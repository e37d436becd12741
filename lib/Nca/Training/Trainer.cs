using Nca.Automaton;
using Nca.Engines;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Training;

/// <summary>
/// Sample-pool training (document, section 5; Mordvintsev et al. 2020): batch from the pool → rollout → loss and gradient → Adam → pool.
/// </summary>
public sealed class Trainer
{
    private readonly IRolloutEngine _engine;
    private readonly PatternLoss _loss;
    private readonly UpdateRuleWeights _gradient;
    private readonly CellState _seed;
    private readonly CellState[] _batch;
    private readonly List<TrainingRecord> _records = [];
    private readonly List<WeightSnapshot> _snapshots = [];

    /// <summary>Prepares a training; nothing is computed yet.</summary>
    /// <param name="config">The hyperparameters.</param>
    /// <param name="target">What shall grow, in the form that the config names.</param>
    /// <param name="engine">Computes the rollouts; stays the caller's.</param>
    /// <exception cref="InvalidConfigException">A hyperparameter is out of range, or the target has another form.</exception>
    public Trainer(TrainingConfig config, Target target, IRolloutEngine engine)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(engine);
        Config = config.Validated();
        if (target.Form != config.CanvasForm)
            throw new InvalidConfigException(
                $"CanvasForm = {config.CanvasForm} does not fit a target in the form {target.Form}; load the target with form: config.CanvasForm."
            );
        Target = target;
        _engine = engine;
        _loss = new PatternLoss(target.Rgba, config.OverflowPenalty, config.OverflowLimit);
        _seed = Seed.Plant(target.Grid, target.Grid, config.Channels);
        _gradient = new UpdateRuleWeights(config.Channels, config.Hidden);
        _batch = [.. Enumerable.Range(0, config.BatchSize).Select(_ => _seed.Clone())];
        Weights = InitialWeights.Draw(config.Automaton, config.Seed);
        Optimiser = new Adam(Weights.Values.Length);
        Pool = new SamplePool(config.PoolSize, _seed);
        TakeSnapshotIfDue();
    }

    /// <summary>The hyperparameters.</summary>
    public TrainingConfig Config { get; }

    /// <summary>What shall grow.</summary>
    public Target Target { get; }

    /// <summary>The weights so far.</summary>
    public UpdateRuleWeights Weights { get; }

    /// <summary>The optimiser and its moments.</summary>
    public Adam Optimiser { get; }

    /// <summary>The sample pool.</summary>
    public SamplePool Pool { get; }

    /// <summary>Finished iterations.</summary>
    public int Iteration { get; private set; }

    /// <summary>One record per finished iteration.</summary>
    public IReadOnlyList<TrainingRecord> Records => _records;

    /// <summary>Weights at 0, 40, 70 and 100 % of the iterations, as far as training has come.</summary>
    public IReadOnlyList<WeightSnapshot> Snapshots => _snapshots;

    /// <summary>One iteration.</summary>
    /// <returns>Its record.</returns>
    /// <exception cref="InvalidOperationException">All iterations are done.</exception>
    /// <exception cref="DivergedException">The loss or a gradient is not finite; weights, optimiser and pool are as before.</exception>
    public TrainingRecord Iterate()
    {
        if (Iteration >= Config.Steps)
            throw new InvalidOperationException($"All {Config.Steps} iterations are done.");
        var entries = Pool.Draw(
            new RandomSequence(Config.Seed, RandomPurpose.Sampling, Iteration),
            Config.BatchSize,
            Config.SampleWithReplacement
        );
        TakeBatch(entries);
        var rollouts = Config.Rollout.Draw(new RandomSequence(Config.Seed, RandomPurpose.Rollout, Iteration), Iteration, Config.BatchSize);
        var fire = new CounterFireMasks(Config.Seed, (uint)Iteration, Config.FireRate);
        var losses = _engine.Differentiate(Config.Automaton, Weights, _batch, rollouts, fire, _loss, _gradient);
        RequireFinite(losses);

        var learningRate = Config.LearningRateAt(Iteration);
        var norm = GradientNorm.Apply(_gradient, Config);
        Optimiser.Step(Weights.Values, _gradient.Values, learningRate);
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
            ChannelVariance = StateSummary.ChannelVariance(summaries, _seed.Height * _seed.Width),
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

    private void TakeBatch(int[] entries)
    {
        for (var sample = 0; sample < entries.Length; sample++)
            _batch[sample].CopyFrom(Pool.States[entries[sample]]);
        var damaged = Iteration >= (int)(Config.Steps * Config.DamageFrom) ? Config.Damage : 0;
        if (Config.WorstSample != WorstSample.ReseededBefore && damaged == 0)
            return;

        // Best first, as the published recipe sorts them; the sort is stable, so equal losses keep their order.
        var errors = new double[_batch.Length];
        Parallel.For(0, _batch.Length, sample => errors[sample] = _loss.MeanSquaredError(_batch[sample]));
        var byLoss = Enumerable.Range(0, _batch.Length).OrderBy(sample => errors[sample]).ToArray();
        if (Config.WorstSample == WorstSample.ReseededBefore)
            foreach (var sample in byLoss.TakeLast(Config.Reseeded))
                _batch[sample].CopyFrom(_seed);
        var random = new RandomSequence(Config.Seed, RandomPurpose.Damage, Iteration);
        for (var rank = 0; rank < damaged; rank++)
            PoolDamage.Draw(Config, random, _seed.Height, _seed.Width).ApplyTo(_batch[byLoss[rank]]);
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

        var reseeded = Config.WorstSample switch
        {
            WorstSample.FirstReseededAfter => Enumerable.Range(0, entries.Length),
            WorstSample.ReseededAfter => Enumerable.Range(0, entries.Length).OrderByDescending(sample => losses[sample]),
            _ => [],
        };
        foreach (var sample in reseeded.Take(Config.Reseeded))
            Pool.Reseed(entries[sample]);
        return replaced;
    }

    private void TakeSnapshotIfDue()
    {
        foreach (var percent in WeightSnapshot.Moments)
            if (WeightSnapshot.DueAfter(percent, Config.Steps) == Iteration && _snapshots.All(taken => taken.Percent != percent))
                _snapshots.Add(new WeightSnapshot(percent, Weights.Clone()));
    }
}
