namespace Nca.Training;

/// <summary>
/// How long the rest of a training under way will take, from what its last iterations took. The time of an iteration grows with its
/// rollouts, so it is taken per step of the automaton and weighed by the steps to come. Not for several threads at once.
/// </summary>
/// <param name="config">The hyperparameters.</param>
/// <param name="iteration">The iteration that comes first, from 0.</param>
internal sealed class TrainingPace(TrainingConfig config, int iteration = 0)
{
    private const int Window = 50;
    private readonly Queue<(TimeSpan Time, double Steps)> _recent = new();
    private double _computed;
    private int _observed;
    private double _coming = config.Rollout.ExpectedSteps(iteration, config.Steps);

    /// <summary>Iterations a second, lately; 0 before the second one.</summary>
    public double Rate { get; private set; }

    /// <summary>The time that the rest will take at this rate; zero before the second iteration.</summary>
    public TimeSpan Left { get; private set; }

    /// <summary>Takes in an iteration.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="elapsed">The training's time until now.</param>
    public void Observe(TrainingRecord record, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(record);
        var (shortest, longest) = config.RolloutRange(record.Iteration);
        _coming = Math.Max(0, _coming - (shortest + longest) / 2.0);
        var steps = record.Rollouts.Average();
        _recent.Enqueue((elapsed, steps));
        _computed += steps;

        // The first iterations run code that is still being compiled: what they took says nothing about those to come.
        _observed++;
        while (_recent.Count > Math.Clamp(_observed / 2, 2, Window))
            _computed -= _recent.Dequeue().Steps;
        var (begun, first) = _recent.Peek();
        var seconds = (elapsed - begun).TotalSeconds;
        if (_recent.Count < 2 || seconds <= 0)
            return;
        Rate = (_recent.Count - 1) / seconds;
        Left = TimeSpan.FromSeconds(_coming * seconds / (_computed - first));
    }
}
