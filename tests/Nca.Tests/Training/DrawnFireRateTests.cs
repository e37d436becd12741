using Nca.Automaton;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>A fire rate that each batch draws.</summary>
public sealed class DrawnFireRateTests
{
    private static readonly TrainingConfig _config = TrainingConfig.Document with
    {
        Steps = 300,
        PoolSize = 2,
        BatchSize = 1,
        Hidden = 4,
        FireRateMinimum = 0.25,
        FireRateMaximum = 1,
    };

    [Fact]
    public void Every_batch_has_its_own_and_its_masks_fire_at_it()
    {
        var engine = new Engine();
        var trainer = new Trainer(_config, Target.Load("1f423", 12, 8), engine);
        var (rates, fires) = (new List<double>(), new byte[10_000]);
        for (var iteration = 0; iteration < _config.Steps; iteration++)
        {
            trainer.Iterate(TestContext.Current.CancellationToken);
            rates.Add(engine.Automaton!.FireRate);
            engine.Fire!.Fill(0, 0, fires);
            // Six standard deviations of a share of 10,000 cells, at most 0.005 each.
            Assert.Equal(rates[^1], fires.Count(fire => fire != 0) / 10_000.0, 0.03);
        }

        Assert.All(rates, rate => Assert.InRange(rate, 0.25, 1));
        Assert.Equal(_config.Steps, rates.Distinct().Count());
        Assert.Equal(0.625, rates.Average(), 0.065); // five standard deviations: 0.2165 / √300 each
    }

    [Fact]
    public void Without_a_highest_rate_every_batch_has_the_automatons()
    {
        var engine = new Engine();
        var config = _config with { FireRateMinimum = 0, FireRateMaximum = 0, FireRate = 0.7 };
        new Trainer(config, Target.Load("1f423", 12, 8), engine).Iterate(TestContext.Current.CancellationToken);
        Assert.Equal(0.7, engine.Automaton!.FireRate);
    }

    [Theory]
    [InlineData(0, 1, "FireRateMinimum = 0 is not possible; allowed: above 0 up to 1 (FireRateMaximum).")]
    [InlineData(0.8, 0.5, "FireRateMinimum = 0.8 is not possible; allowed: above 0 up to 0.5 (FireRateMaximum).")]
    [InlineData(0.3, 0, "FireRateMinimum = 0.3 is not possible; allowed: 0 to 0 where FireRateMaximum is 0.")]
    [InlineData(0.3, 1.5, "FireRateMaximum = 1.5 is not possible; allowed: 0 to 1.")]
    public void Ranges_that_are_none_are_refused(double low, double high, string message) =>
        Assert.Equal(
            message,
            Assert
                .Throws<InvalidConfigException>(() => (_config with { FireRateMinimum = low, FireRateMaximum = high }).Validated())
                .Message
        );

    private sealed class Engine : StandInEngine
    {
        protected override double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient) =>
            [.. states.Select(_ => 1.0)];
    }
}
