using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines;

namespace Nca.Training;

/// <summary>
/// How long a training will take on this machine, measured and not guessed: a few rollouts of this very configuration on states that look grown,
/// weighed by the rollouts that its schedule has still to come.
/// </summary>
public static class TrainingForecast
{
    private const float OutputWeight = 0.002f, HiddenValue = 0.1f;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    /// <summary>The time that the rest of a training takes, measured in two seconds or little more.</summary>
    /// <param name="trainer">The training, which is left as it is.</param>
    /// <param name="engine">The engine that will compute it.</param>
    public static TimeSpan Remaining(Trainer trainer, IRolloutEngine engine)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(engine);
        var config = trainer.Config;
        if (trainer.Iteration >= config.Steps) return TimeSpan.Zero;
        var longest = config.RolloutRange(config.Steps - 1).Longest;
        var clock = Stopwatch.StartNew();
        Time(trainer, engine, 1);
        var (shortTime, length, longTime) = (Time(trainer, engine, 1), 2, Time(trainer, engine, 2));

        // Longer rollouts tell more, as long as the measuring stays short beside the training.
        while (length < longest && clock.Elapsed + TimeSpan.FromSeconds(2 * longTime) < Budget && Total(config, trainer.Iteration, shortTime, length, longTime) > Budget)
        {
            length *= 2;
            longTime = Time(trainer, engine, length);
        }

        return Total(config, trainer.Iteration, shortTime, length, longTime);
    }

    // An iteration costs something once and something per step of its rollout: two lengths tell both.
    private static TimeSpan Total(TrainingConfig config, int from, double shortTime, int length, double longTime)
    {
        var slope = Math.Max(0, (longTime - shortTime) / (length - 1));
        var offset = Math.Max(0, shortTime - slope);
        var seconds = 0.0;
        for (var iteration = from; iteration < config.Steps; iteration++)
        {
            var (shortest, longest) = config.RolloutRange(iteration);
            seconds += offset + slope * (shortest + longest) / 2;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    private static double Time(Trainer trainer, IRolloutEngine engine, int steps)
    {
        var config = trainer.Config;
        var states = Enumerable.Range(0, config.BatchSize).Select(sample => trainer.Iteration > 0 ? trainer.Pool.Take(sample % trainer.Pool.Size) : Grown(trainer)).ToArray();
        var weights = trainer.Iteration > 0 ? trainer.Weights.Clone() : Gentle(trainer);
        var fire = new CounterFireMasks(config.Seed, 0, config.FireRate);
        var loss = new PatternLoss(trainer.Target.Rgba, config.OverflowPenalty, config.OverflowLimit);
        var gradient = new UpdateRuleWeights(config.Channels, config.Hidden);
        var lengths = Enumerable.Repeat(steps, config.BatchSize).ToArray();
        var clock = Stopwatch.StartNew();
        engine.Differentiate(config.Automaton, weights, states, lengths, fire, loss, gradient);
        return clock.Elapsed.TotalSeconds;
    }

    // What costs time is the number of living cells; a grown creature has about as many as its target.
    private static CellState Grown(Trainer trainer)
    {
        var state = trainer.Target.ToState(trainer.Config.Channels);
        for (var cell = 0; cell < state.Height * state.Width; cell++)
        {
            var values = state.Values.AsSpan(cell * state.Channels, state.Channels);
            if (values[CellState.Alpha] > 0) values[CellState.VisibleChannels..].Fill(HiddenValue);
        }

        return state;
    }

    // An untrained rule changes nothing at all; a gentle one keeps the creature's size and gives the gradient its way through both layers.
    private static UpdateRuleWeights Gentle(Trainer trainer)
    {
        var weights = trainer.Weights.Clone();
        for (var index = 0; index < weights.OutputWeights.Length; index++) weights.OutputWeights[index] = index % 2 == 0 ? OutputWeight : -OutputWeight;
        return weights;
    }
}
