using Nca.Automaton;
using Nca.Engines;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

public sealed class TrainingForecastTests
{
    private static readonly TrainingConfig Config = TrainingConfig.Distill with
    {
        Steps = 60,
        PoolSize = 16,
        BatchSize = 4,
        RolloutStart = 24,
        RolloutCap = 24,
        RolloutMinimum = 16,
    };

    [Fact]
    public void It_counts_the_steps_to_come_and_leaves_the_training_as_it_is()
    {
        using var engine = new Engine();
        var trainer = new Trainer(Config, Target.Load("1f423", 24, 16), engine);
        var before = (float[])trainer.Weights.Values.Clone();

        // 60 iterations of 20 steps on average, a millisecond each. A sleep is never shorter, but may be longer where the machine is busy.
        Assert.InRange(TrainingForecast.Remaining(trainer, engine).TotalSeconds, 1.2, 12);
        Assert.Equal(before, trainer.Weights.Values);
        Assert.Equal(0, trainer.Iteration);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.Zero, TrainingForecast.Remaining(trainer, engine));
    }

    [Fact]
    public void Ten_times_the_iterations_take_about_ten_times_as_long()
    {
        using var engine = new Engine();
        var target = Target.Load("1f423", 24, 16);
        var once = TrainingForecast.Remaining(new Trainer(Config with { Steps = 4000 }, target, engine), engine);
        var tenfold = TrainingForecast.Remaining(new Trainer(Config with { Steps = 40000 }, target, engine), engine);
        Assert.InRange(tenfold / once, 2, 50); // 10, and what a busy machine makes of it
    }

    /// <summary>An engine that takes a millisecond for each step and does nothing else.</summary>
    private sealed class Engine : IRolloutEngine
    {
        public string Name => "sleeper";

        public string Arithmetic => "none";

        public int Threads => 1;

        public long Operations => 0;

        public void Advance(
            AutomatonConfig automaton,
            UpdateRuleWeights weights,
            IReadOnlyList<CellState> states,
            int steps,
            IFireMasks fire,
            int firstStep = 0,
            CancellationToken cancellation = default
        ) => throw new NotSupportedException();

        public double[] Differentiate(
            AutomatonConfig automaton,
            UpdateRuleWeights weights,
            IReadOnlyList<CellState> states,
            IReadOnlyList<int> steps,
            IFireMasks fire,
            IStateLoss loss,
            UpdateRuleWeights gradient,
            CancellationToken cancellation = default
        )
        {
            Thread.Sleep(steps.Max());
            return [.. states.Select(_ => 1.0)];
        }

        public void Dispose() { }
    }
}
