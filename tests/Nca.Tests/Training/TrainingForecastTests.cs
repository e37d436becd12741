using System.Diagnostics;
using Nca.Engines.Fused;
using Nca.Imaging;
using Nca.Training;

namespace Nca.Tests.Training;

public sealed class TrainingForecastTests
{
    private static readonly TrainingConfig Config = TrainingConfig.Distill with { Steps = 60, PoolSize = 16, BatchSize = 4, RolloutStart = 24, RolloutCap = 24, RolloutMinimum = 16 };

    [Fact]
    public void It_foretells_the_right_order_of_magnitude_and_leaves_the_training_as_it_is()
    {
        using var engine = new FusedRolloutEngine();
        var trainer = new Trainer(Config, Target.Load("1f423", 24, 16), engine);
        var before = (float[])trainer.Weights.Values.Clone();
        var forecast = TrainingForecast.Remaining(trainer, engine);
        Assert.Equal(before, trainer.Weights.Values);
        Assert.Equal(0, trainer.Iteration);

        var clock = Stopwatch.StartNew();
        trainer.Run(cancellation: TestContext.Current.CancellationToken);

        // A real training begins with seeds, which are faster, and shares the machine with other tests: a factor of ten is what may be asked.
        Assert.InRange(forecast / clock.Elapsed, 0.1, 10);
        Assert.Equal(TimeSpan.Zero, TrainingForecast.Remaining(trainer, engine));
    }

    [Fact]
    public void Ten_times_the_iterations_take_about_ten_times_as_long()
    {
        using var engine = new FusedRolloutEngine();
        var target = Target.Load("1f423", 24, 16);
        var once = TrainingForecast.Remaining(new Trainer(Config with { Steps = 4000 }, target, engine), engine);
        var tenfold = TrainingForecast.Remaining(new Trainer(Config with { Steps = 40000 }, target, engine), engine);
        Assert.InRange(tenfold / once, 2, 50);
    }
}
