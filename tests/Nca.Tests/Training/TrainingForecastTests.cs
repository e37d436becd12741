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
    public void It_leaves_the_training_as_it_is()
    {
        using var engine = new Engine();
        var trainer = new Trainer(Config, Target.Load("1f423", 24, 16), engine);
        var before = (float[])trainer.Weights.Values.Clone();
        TrainingForecast.Remaining(trainer, engine, engine.Clock);
        Assert.Equal(before, trainer.Weights.Values);
        Assert.Equal(0, trainer.Iteration);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.Zero, TrainingForecast.Remaining(trainer, engine, engine.Clock));
    }

    // 60 iterations of 16 to 24 steps: what is drawn differs from its mean by less than a twentieth. The rest is for the foretelling.
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public void It_is_within_a_tenth_of_what_the_training_takes_however_slow_the_first_rollouts_are(int cold)
    {
        using var engine = new Engine { Cold = cold };
        var trainer = new Trainer(Config, Target.Load("1f423", 24, 16), engine);
        var foretold = TrainingForecast.Remaining(trainer, engine, engine.Clock);
        var begun = engine.Clock.GetTimestamp();
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(foretold / engine.Clock.GetElapsedTime(begun), 0.9, 1.1);
    }

    [Fact]
    public void One_disturbed_measurement_does_not_matter()
    {
        using var engine = new Engine { Disturbed = 40 };
        var foretold = TrainingForecast.Remaining(new Trainer(Config, Target.Load("1f423", 24, 16), engine), engine, engine.Clock);
        Assert.InRange(foretold.TotalSeconds, 1.1, 1.3);
    }

    [Fact]
    public void Ten_times_the_iterations_take_ten_times_as_long()
    {
        using var engine = new Engine();
        var target = Target.Load("1f423", 24, 16);
        var once = TrainingForecast.Remaining(new Trainer(Config with { Steps = 4000 }, target, engine), engine, engine.Clock);
        var tenfold = TrainingForecast.Remaining(new Trainer(Config with { Steps = 40000 }, target, engine), engine, engine.Clock);
        Assert.Equal(10, tenfold / once, tolerance: 1e-6);
    }

    [Fact]
    public void While_it_trains_what_is_left_is_told_from_the_last_iterations()
    {
        using var engine = new Engine { Cold = 10 };
        var trainer = new Trainer(Config with { Steps = 200 }, Target.Load("1f423", 24, 16), engine);
        var (pace, told) = (new TrainingPace(trainer.Config), new List<(TimeSpan Left, TimeSpan At)>());
        var begun = engine.Clock.GetTimestamp();
        TimeSpan Now() => engine.Clock.GetElapsedTime(begun);
        trainer.Run(
            [
                new RecordListener(record =>
                {
                    pace.Observe(record, Now());
                    told.Add((pace.Left, Now()));
                }),
            ],
            TestContext.Current.CancellationToken
        );

        // After twice the slow iterations none of them counts; a dozen iterations draw rollouts within a fifth of their mean.
        var taken = Now();
        Assert.Equal(TimeSpan.Zero, told[0].Left);
        Assert.All(told[20..^10], moment => Assert.InRange(moment.Left / (taken - moment.At), 0.75, 1.3));
        Assert.Equal(TimeSpan.Zero, told[^1].Left);
        Assert.InRange(pace.Rate, 45, 55); // 20 steps of a millisecond
    }

    /// <summary>
    /// An engine that takes a millisecond of its own clock for each step of a sample and does nothing else: what it takes does not depend
    /// on the machine.
    /// </summary>
    private sealed class Engine : StandInEngine
    {
        private readonly EngineClock _clock = new();
        private int _calls;

        /// <summary>Rollouts at the beginning that take ten times as long.</summary>
        public int Cold { get; init; }

        /// <summary>The rollout, from 1, that takes a hundred times as long; 0 for none.</summary>
        public int Disturbed { get; init; }

        public TimeProvider Clock => _clock;

        protected override double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient)
        {
            _calls++;
            var slow =
                _calls <= Cold ? 10
                : _calls == Disturbed ? 100
                : 1;
            _clock.Pass(TimeSpan.FromMilliseconds(slow * steps.Average()));
            return [.. states.Select(_ => 1.0)];
        }
    }

    private sealed class EngineClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
