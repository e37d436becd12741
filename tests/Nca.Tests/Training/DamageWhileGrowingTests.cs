using Nca.Automaton;
using Nca.Engines;
using Nca.Randomness;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>States that lose a disc while they grow.</summary>
public sealed class DamageWhileGrowingTests
{
    private static readonly TrainingConfig _config = TrainingConfig.Document with
    {
        Steps = 400,
        PoolSize = 4,
        BatchSize = 2,
        Hidden = 4,
        DamageRadiusMaximum = 0.5,
        DamageWhileGrowing = 0.5,
    };

    [Fact]
    public void A_state_that_starts_again_grows_some_steps_and_loses_a_disc()
    {
        var engine = Train(_config);
        // 200 ± 5 standard deviations of 10.
        Assert.InRange(engine.Ages.Count, 150, 250);
        Assert.All(engine.Ages, age => Assert.InRange(age, 20, 80));
        Assert.True(engine.Ages.Min() < 25 && engine.Ages.Max() > 75);
        Assert.All(engine.FirstSteps, step => Assert.Equal(4096, step));
        // The stand-in turns what it advances into ones all over: what is no one was cut out, and only there.
        var damaged = engine.Begun.Where(state => state.Values.Count(value => value == 1) > 16 * 144 / 2).ToArray();
        Assert.Equal(engine.Ages.Count, damaged.Length);
        foreach (var state in damaged)
        {
            // Discs of radius 0.6 to 1.5 about a cell: one to nine cells, fewer at the edge.
            Assert.InRange(Enumerable.Range(0, 144).Count(cell => state[cell / 12, cell % 12, 0] == 0), 1, 9);
            Assert.All(state.Values, value => Assert.True(value is 0 or 1));
        }
    }

    [Fact]
    public void Not_before_damage_begins()
    {
        Assert.Empty(Train(_config with { DamageFrom = 1 }).Ages);
        Assert.Empty(Train(_config with { DamageWhileGrowing = 0 }).Ages);
    }

    [Fact]
    public void Where_nothing_lives_nothing_falls() =>
        Assert.Null(
            PoolDamage.DrawWhileGrowing(_config, new RandomSequence(1, RandomPurpose.DamageWhileGrowing), new CellState(12, 12, 16))
        );

    [Fact]
    public void It_needs_states_that_start_again_before_the_rollout() =>
        Assert.Equal(
            "DamageWhileGrowing = 0.5 is not possible; allowed: 0 to 0 unless ReseedPolicy = ReseededBefore.",
            Assert.Throws<InvalidConfigException>(() => (_config with { ReseedPolicy = ReseedPolicy.Kept }).Validated()).Message
        );

    private static Engine Train(TrainingConfig config)
    {
        var engine = new Engine();
        var trainer = new Trainer(config, Target.Load("1f423", 12, 8), engine);
        for (var iteration = 0; iteration < config.Steps; iteration++)
            trainer.Iterate(TestContext.Current.CancellationToken);
        return engine;
    }

    private sealed class Engine : StandInEngine
    {
        public List<int> Ages { get; } = [];

        public List<int> FirstSteps { get; } = [];

        public List<CellState> Begun { get; } = [];

        public override void Advance(
            AutomatonConfig automaton,
            UpdateRuleWeights weights,
            IReadOnlyList<CellState> states,
            int steps,
            IFireMasks fire,
            int firstStep = 0,
            CancellationToken cancellation = default
        )
        {
            Ages.Add(steps);
            FirstSteps.Add(firstStep);
            Array.Fill(Assert.Single(states).Values, 1);
        }

        protected override double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient)
        {
            Begun.AddRange(states.Select(state => state.Clone()));
            foreach (var state in states)
                state.CopyFrom(InitialState.Plant(12, 12, 16));
            return [.. states.Select(_ => 1.0)];
        }
    }
}
