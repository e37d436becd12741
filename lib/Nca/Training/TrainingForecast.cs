using Nca.Automaton;
using Nca.Engines;

namespace Nca.Training;

/// <summary>
/// How long a training will take on this machine, measured and not guessed: rollouts of this very configuration on states that look grown,
/// repeated until the code is warm, and weighed by the rollouts that its schedule has still to come.
/// </summary>
internal static class TrainingForecast
{
    private const float OutputWeight = 0.002f,
        HiddenValue = 0.1f;
    private const int FewestMeasurements = 3,
        MostMeasurements = 15;

    // Two rollouts in a row that differ by less than this ran the same code; by then the runtime has put the finished one in its place.
    private const double Steady = 0.1;
    private const int MostWarmUps = 1000;
    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromSeconds(0.3),
        LongestWarmUp = TimeSpan.FromSeconds(1),
        Budget = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// The time that the rest of a training takes, measured in three seconds or little more on a machine that is not busy otherwise.
    /// </summary>
    /// <param name="trainer">The training, which is left as it is.</param>
    /// <param name="engine">The engine that will compute it.</param>
    /// <param name="time">The clock that measures; the machine's by default.</param>
    public static TimeSpan Remaining(Trainer trainer, IRolloutEngine engine, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(engine);
        var config = trainer.Config;
        if (trainer.Iteration >= config.Steps)
            return TimeSpan.Zero;
        var longest = config.RolloutRange(config.Steps - 1).Longest;
        var perStep = SecondsPerStep(length => Measure(trainer, engine, length, time ?? TimeProvider.System), longest);
        return TimeSpan.FromSeconds(config.Rollout.ExpectedSteps(trainer.Iteration, config.Steps) * perStep);
    }

    // The median of the last third, when the code is at its warmest: any one measurement may be disturbed by other work on the machine.
    private static double SecondsPerStep(Func<int, double> measure, int longest)
    {
        var length = WarmUp(measure, longest);
        var (rates, spent) = (new List<double>(), 0.0);
        while (rates.Count < FewestMeasurements || (rates.Count < MostMeasurements && spent < Budget.TotalSeconds))
        {
            var seconds = measure(length);
            spent += seconds;
            rates.Add(seconds / length);
        }

        var last = rates.TakeLast(Math.Max(FewestMeasurements, rates.Count / 3)).Order().ToArray();
        return last[last.Length / 2];
    }

    // The first rollouts are slow because their code is still being compiled. They become longer as long as they are short enough.
    private static int WarmUp(Func<int, double> measure, int longest)
    {
        var (length, spent, before) = (Math.Min(longest, 4), 0.0, double.PositiveInfinity);
        for (var round = 0; round < MostWarmUps && spent < LongestWarmUp.TotalSeconds; round++)
        {
            var seconds = measure(length);
            var rate = seconds / length;
            spent += seconds;
            var grows = seconds < 0.1 && length < longest;
            if (grows)
                length = Math.Min(longest, 2 * length);
            else if (spent > ShortestWarmUp.TotalSeconds && Math.Abs(rate / before - 1) < Steady)
                break;
            before = rate;
        }

        return length;
    }

    private static double Measure(Trainer trainer, IRolloutEngine engine, int steps, TimeProvider time)
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
        var begun = time.GetTimestamp();
        engine.Differentiate(config.Automaton, weights, states, lengths, fire, loss, gradient);
        return time.GetElapsedTime(begun).TotalSeconds;
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
