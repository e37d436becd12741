using System.Diagnostics;
using Nca.Automaton;
using Nca.Engines;

namespace Nca.Training;

/// <summary>
/// How long a training will take on this machine, measured and not guessed: a few rollouts of this very configuration on states that look
/// grown,
/// weighed by the rollouts that its schedule has still to come.
/// </summary>
public static class TrainingForecast
{
    private const float OutputWeight = 0.002f,
        HiddenValue = 0.1f;
    private const int FewestMeasurements = 3,
        MostMeasurements = 15;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The time that the rest of a training takes, measured in two seconds or little more on a machine that is not busy otherwise.
    /// </summary>
    /// <param name="trainer">The training, which is left as it is.</param>
    /// <param name="engine">The engine that will compute it.</param>
    public static TimeSpan Remaining(Trainer trainer, IRolloutEngine engine)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(engine);
        var config = trainer.Config;
        if (trainer.Iteration >= config.Steps)
            return TimeSpan.Zero;
        var perStep = SecondsPerStep(trainer, engine, config.RolloutRange(config.Steps - 1).Longest);
        return TimeSpan.FromSeconds(config.Rollout.ExpectedSteps(trainer.Iteration, config.Steps) * perStep);
    }

    // The median of a few measurements: the first ones are slow because the code is new, and any may be disturbed by other work on the
    // machine.
    private static double SecondsPerStep(Trainer trainer, IRolloutEngine engine, int longest)
    {
        var (length, rates, clock) = (Math.Min(longest, 4), new List<double>(), Stopwatch.StartNew());
        Time(trainer, engine, length);
        while (rates.Count < FewestMeasurements || (rates.Count < MostMeasurements && clock.Elapsed < Budget))
        {
            var seconds = Time(trainer, engine, length);
            rates.Add(seconds / length);
            if (seconds < 0.1 && length < longest)
                length = Math.Min(longest, 2 * length);
        }

        rates.Sort();
        return rates[rates.Count / 2];
    }

    private static double Time(Trainer trainer, IRolloutEngine engine, int steps)
    {
        var config = trainer.Config;
        var states = Enumerable
            .Range(0, config.BatchSize)
            .Select(sample => trainer.Iteration > 0 ? trainer.Pool.Take(sample % trainer.Pool.Size) : Grown(trainer))
            .ToArray();
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
            if (values[CellState.Alpha] > 0)
                values[CellState.VisibleChannels..].Fill(HiddenValue);
        }

        return state;
    }

    // An untrained rule changes nothing at all; a gentle one keeps the creature's size and gives the gradient its way through both layers.
    private static UpdateRuleWeights Gentle(Trainer trainer)
    {
        var weights = trainer.Weights.Clone();
        for (var index = 0; index < weights.OutputWeights.Length; index++)
            weights.OutputWeights[index] = index % 2 == 0 ? OutputWeight : -OutputWeight;
        return weights;
    }
}
