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
        var (offset, slope) = Cost(trainer, engine);
        var seconds = 0.0;
        for (var iteration = trainer.Iteration; iteration < config.Steps; iteration++)
        {
            var (shortest, longest) = config.RolloutRange(iteration);
            seconds += offset + slope * (shortest + longest) / 2;
        }

        return TimeSpan.FromSeconds(seconds);
    }

    // An iteration costs something once and something per step of its rollout: two lengths tell both.
    private static (double Offset, double Slope) Cost(Trainer trainer, IRolloutEngine engine)
    {
        var longest = trainer.Config.RolloutRange(trainer.Config.Steps - 1).Longest;
        var clock = Stopwatch.StartNew();
        Time(trainer, engine, 1);
        var (length, shortTime) = (2, Time(trainer, engine, 1));
        var longTime = Time(trainer, engine, length);
        while (length < longest && clock.Elapsed + TimeSpan.FromSeconds(2 * longTime) < Budget)
        {
            length *= 2;
            longTime = Time(trainer, engine, length);
        }

        var slope = Math.Max(0, (longTime - shortTime) / (length - 1));
        return (Math.Max(0, shortTime - slope), slope);
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
        var grid = trainer.Target.Grid;
        var state = new CellState(grid, grid, trainer.Config.Channels);
        for (var cell = 0; cell < grid * grid; cell++)
        {
            var rgba = trainer.Target.Rgba.AsSpan(cell * CellState.VisibleChannels, CellState.VisibleChannels);
            var values = state.Values.AsSpan(cell * state.Channels, state.Channels);
            rgba.CopyTo(values);
            if (rgba[CellState.Alpha] > 0) values[CellState.VisibleChannels..].Fill(HiddenValue);
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
