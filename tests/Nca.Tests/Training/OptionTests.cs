using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Randomness;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>Every option of a training, with cases that one can follow by hand.</summary>
public sealed class OptionTests
{
    private static readonly TrainingConfig _plain = TrainingConfig.Document with
    {
        Steps = 100,
        PoolSize = 6,
        BatchSize = 3,
        Hidden = 4,
        Seed = 11,
    };

    [Theory]
    [InlineData(0, 4, 8)]
    [InlineData(9, 4, 8)]
    [InlineData(10, 12, 24)]
    [InlineData(20, 20, 40)]
    [InlineData(29, 20, 40)]
    [InlineData(30, 24, 48)] // 56 without the cap
    [InlineData(99, 24, 48)]
    public void Rollouts_grow_by_steps_up_to_the_cap(int iteration, int shortest, int longest) =>
        Assert.Equal(
            (shortest, longest),
            (_plain with { RolloutStart = 8, RolloutGrowth = 16, GrowthFrequency = 10, RolloutCap = 48, RolloutMinimum = 0 }).RolloutRange(
                iteration
            )
        );

    [Theory]
    [InlineData(0, 8, 8)] // the minimum cannot exceed what there is
    [InlineData(10, 20, 24)]
    [InlineData(90, 20, 48)]
    public void A_minimum_holds_as_soon_as_rollouts_are_long_enough(int iteration, int shortest, int longest) =>
        Assert.Equal(
            (shortest, longest),
            (_plain with { RolloutStart = 8, RolloutGrowth = 16, GrowthFrequency = 10, RolloutCap = 48, RolloutMinimum = 20 }).RolloutRange(
                iteration
            )
        );

    [Theory]
    [InlineData(0, 1e-2)]
    [InlineData(49, 1e-2)]
    [InlineData(50, 5e-3)]
    [InlineData(89, 5e-3)]
    [InlineData(90, 2.5e-3)]
    public void The_learning_rate_falls_at_its_milestones(int iteration, double rate) =>
        Assert.Equal(
            rate,
            (_plain with { LearningRate = 1e-2, LearningRateDecay = 0.5, FirstDecay = 0.5, SecondDecay = 0.9 }).LearningRateAt(iteration),
            1e-15
        );

    [Fact]
    public void One_length_for_the_batch_or_one_for_each_sample()
    {
        var config = _plain with { RolloutStart = 64, RolloutCap = 64, RolloutMinimum = 1, BatchSize = 6 };
        var (shared, own) = (new Engine(), new Engine());
        new Trainer(config, Canvas(), shared).Iterate();
        new Trainer(config with { RolloutPerSample = true }, Canvas(), own).Iterate();
        Assert.Single(shared.Steps.Distinct());
        Assert.True(own.Steps.Distinct().Count() > 1);
        Assert.All(own.Steps, steps => Assert.InRange(steps, 1, 64));
    }

    [Fact]
    public void With_replacement_an_entry_may_come_twice()
    {
        var pool = new SamplePool(3, InitialState.Plant(3, 3, 4));
        var drawn = pool.Draw(new RandomSequence(1, RandomPurpose.Sampling), 300, withReplacement: true);
        // 100 ± 5 standard deviations of 8.2.
        Assert.All(Enumerable.Range(0, 3), entry => Assert.InRange(drawn.Count(one => one == entry), 60, 140));
    }

    [Theory]
    [InlineData(ReseedPolicy.Kept, -1)]
    [InlineData(ReseedPolicy.FirstReseededAfter, 0)]
    [InlineData(ReseedPolicy.ReseededAfter, 2)] // the engine calls the last one the worst
    public void Who_gives_way_to_a_seed_after_the_rollout(ReseedPolicy choice, int reseeded)
    {
        var engine = new Engine { Losses = [1, 2, 9] };
        var trainer = new Trainer(_plain with { ReseedPolicy = choice }, Canvas(), engine);
        var entries = trainer.Pool.Draw(new RandomSequence(11, RandomPurpose.Sampling, 0), 3, withReplacement: false);
        trainer.Iterate();
        for (var sample = 0; sample < 3; sample++)
            Assert.Equal(sample == reseeded, IsSeed(trainer.Pool.States[entries[sample]]));
    }

    [Theory]
    [InlineData(ReseedPolicy.ReseededBefore, 3)]
    [InlineData(ReseedPolicy.ReseededAfter, 0)]
    public void Several_of_the_worst_can_give_way(ReseedPolicy choice, int seedsBefore)
    {
        var engine = new Engine { Losses = [5, 1, 9, 7] };
        var trainer = new Trainer(_plain with { BatchSize = 4, PoolSize = 4, Reseeded = 3, ReseedPolicy = choice }, Canvas(), engine);
        for (var entry = 0; entry < 4; entry++)
            trainer.Pool.Put(entry, Portrait(trainer.Target, entry + 1));
        var entries = trainer.Pool.Draw(new RandomSequence(11, RandomPurpose.Sampling, 0), 4, withReplacement: false);
        trainer.Iterate();

        // Before: all but the entry nearest to the target. After: all but the sample with the loss of 1.
        Assert.Equal(seedsBefore, engine.First.Count(IsSeed));
        if (seedsBefore > 0)
            Assert.False(IsSeed(engine.First[Array.IndexOf(entries, 0)]));
        if (seedsBefore == 0)
            Assert.Equal([entries[1]], Enumerable.Range(0, 4).Where(entry => !IsSeed(trainer.Pool.States[entry])));
    }

    [Fact]
    public void More_cannot_be_reseeded_and_damaged_than_there_are() =>
        Assert.Contains(
            "Damage = 2 is not possible; allowed: 0 to 1 (BatchSize − Reseeded)",
            Assert.Throws<InvalidConfigException>(() => (_plain with { Reseeded = 2, Damage = 2 }).Validated()).Message
        );

    [Fact]
    public void The_worst_give_way_every_time_until_damage_begins()
    {
        var engine = new Engine();
        var config = _plain with { Steps = 40, ReseedChance = 0.001, DamageFrom = 0.5 };
        var trainer = new Trainer(config, Canvas(), engine);
        var seeds = new List<int>();
        for (var iteration = 0; iteration < config.Steps; iteration++)
        {
            for (var entry = 0; entry < config.PoolSize; entry++)
                trainer.Pool.Put(entry, Portrait(trainer.Target, 1));
            trainer.Iterate();
            seeds.Add(engine.First.Count(IsSeed));
        }

        Assert.Equal([.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 20)], seeds);
    }

    // A batch of one that is reseeded in three of ten iterations, and else wounded in half of them: 60 and 70 of 200 are expected.
    [Fact]
    public void With_chances_even_a_batch_of_one_sees_seeds_wounded_and_whole_states()
    {
        var engine = new Engine();
        var config = _plain with
        {
            Steps = 200,
            BatchSize = 1,
            ReseedChance = 0.3,
            Damage = 1,
            DamageChance = 0.5,
            DamageRadiusMinimum = 1,
            DamageRadiusMaximum = 2,
            DamageSpread = 0,
        };
        var trainer = new Trainer(config, Canvas(), engine);
        var (seeds, whole) = (0, 0);
        for (var iteration = 0; iteration < config.Steps; iteration++)
        {
            for (var entry = 0; entry < config.PoolSize; entry++)
                trainer.Pool.Put(entry, Portrait(trainer.Target, 1));
            trainer.Iterate();
            seeds += IsSeed(engine.First[0]) ? 1 : 0;
            whole += engine.First[0].Values.SequenceEqual(Portrait(trainer.Target, 1).Values) ? 1 : 0;
        }

        Assert.InRange(seeds, 28, 92); // 60 ± 5 standard deviations of 6.5
        Assert.InRange(whole, 37, 103); // 70 ± 5 of 6.7
        Assert.Equal(
            "Damage = 2 is not possible; allowed: 0 to 1 (BatchSize).",
            Assert.Throws<InvalidConfigException>(() => (config with { Damage = 2 }).Validated()).Message
        );
    }

    [Fact]
    public void Damage_waits_for_its_share_of_the_training()
    {
        // Two iterations of four are spared; then a disc falls on one state of three.
        var engine = new Engine();
        var config = _plain with
        {
            Steps = 4,
            ReseedPolicy = ReseedPolicy.Kept,
            Damage = 1,
            DamageFrom = 0.5,
            DamageRadiusMinimum = 1,
            DamageRadiusMaximum = 2,
            DamageSpread = 0,
        };
        var trainer = new Trainer(config, Canvas(), engine);
        var hit = new List<int>();
        for (var iteration = 0; iteration < 4; iteration++)
        {
            for (var entry = 0; entry < config.PoolSize; entry++)
                trainer.Pool.Put(entry, Portrait(trainer.Target, 1));
            trainer.Iterate();
            hit.Add(engine.First.Count(state => !state.Values.SequenceEqual(Portrait(trainer.Target, 1).Values)));
        }

        Assert.Equal([0, 0, 1, 1], hit);
    }

    [Fact]
    public void A_disc_has_its_share_of_half_the_side_and_strays_no_farther_than_its_spread()
    {
        var fixedDisc = _plain with { Damage = 1, DamageRadiusMinimum = 0.5, DamageRadiusMaximum = 0.5, DamageSpread = 0 };
        var damage = PoolDamage.Draw(fixedDisc, new RandomSequence(1, RandomPurpose.Damage, 0), 12, 12);

        // Radius 3 about (6, 6): the 25 cells with dy² + dx² < 9.
        Assert.Equal(25, Hit(damage).Count);
        Assert.True(damage.Hits(6, 6) && damage.Hits(4, 4) && !damage.Hits(3, 6));
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var drawn = Hit(
                PoolDamage.Draw(fixedDisc with { DamageSpread = 0.5 }, new RandomSequence(1, RandomPurpose.Damage, iteration), 12, 12)
            );
            Assert.InRange(drawn.Average(cell => cell.Y), 2.5, 9.5); // 6 ± 3, and half a cell for the raster
            Assert.InRange(drawn.Average(cell => cell.X), 2.5, 9.5);
        }
    }

    [Fact]
    public void Centred_discs_are_large_and_lie_in_the_middle()
    {
        var config = _plain with { Damage = 1, DamageShape = DamageShape.HalfPlane, DamageRadiusMaximum = 1, DamageCentred = 1 };
        for (var iteration = 0; iteration < 50; iteration++)
        {
            // Of radius 3.25 to 6.5 about (6.5, 6.5).
            var damage = PoolDamage.Draw(config, new RandomSequence(3, RandomPurpose.Damage, iteration), 13, 13);
            Assert.True(damage.Hits(6, 6) && damage.Hits(7, 7) && damage.Hits(9, 7));
            Assert.True(!damage.Hits(0, 6) && !damage.Hits(12, 11));
        }
    }

    [Fact]
    public void Remnants_are_small_discs_in_the_middle_with_nothing_around_them()
    {
        var config = _plain with { Damage = 1, DamageRadiusMinimum = 0.3, DamageRadiusMaximum = 1, DamageRemnant = 1 };
        for (var iteration = 0; iteration < 50; iteration++)
        {
            // What is left has a radius of 1.95 to 3.25 about (6.5, 6.5).
            var damage = PoolDamage.Draw(config, new RandomSequence(3, RandomPurpose.Damage, iteration), 13, 13);
            Assert.True(!damage.Hits(6, 6) && !damage.Hits(7, 7) && !damage.Hits(7, 5));
            Assert.True(damage.Hits(6, 10) && damage.Hits(3, 6) && damage.Hits(0, 0) && damage.Hits(12, 12));
        }
    }

    [Fact]
    public void Half_planes_take_all_of_one_side_and_take_turns_with_discs()
    {
        var halves = _plain with { Damage = 1, DamageShape = DamageShape.HalfPlane, DamageSpread = 0 };
        // Half of 169, and what the line cuts.
        for (var iteration = 0; iteration < 50; iteration++)
            Assert.InRange(Hit(PoolDamage.Draw(halves, new RandomSequence(2, RandomPurpose.Damage, iteration), 13, 13)).Count, 65, 95);
        var both = Enumerable
            .Range(0, 200)
            .Select(iteration =>
                PoolDamage
                    .Draw(
                        halves with
                        {
                            DamageShape = DamageShape.CircleOrHalfPlane,
                        },
                        new RandomSequence(2, RandomPurpose.Damage, iteration),
                        13,
                        13
                    )
                    .Description
            )
            .ToArray();
        Assert.InRange(both.Count(text => text.StartsWith("half", StringComparison.Ordinal)), 65, 135); // 100 ± 5 standard deviations of 7
        Assert.Equal(
            200,
            both.Count(text => text.StartsWith("half", StringComparison.Ordinal) || text.StartsWith("disc", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_short_training_converges_with_every_seed(long seed)
    {
        var config = TrainingConfig.Distill with
        {
            Steps = 300,
            PoolSize = 32,
            BatchSize = 4,
            Hidden = 64,
            RolloutStart = 32,
            RolloutCap = 32,
            RolloutMinimum = 24,
            LearningRate = 4e-3,
            FirstDecay = 0.7,
            Seed = seed,
        };
        using var engine = new FusedRolloutEngine();
        var trainer = new Trainer(config, Target.Load("1f423", 16, 10), engine);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);

        // An empty canvas scores 0.13; a tenth of it is a creature that one recognises.
        Assert.InRange(trainer.Records.TakeLast(20).Average(record => record.Loss), 0, 0.013);
    }

    private static bool IsSeed(CellState state) => state.Values.SequenceEqual(InitialState.Plant(12, 12, 16).Values);

    private static CellState Portrait(Target target, float error)
    {
        var state = new CellState(12, 12, 16);
        for (var cell = 0; cell < 144; cell++)
            for (var channel = 0; channel < 4; channel++)
                state.Values[cell * 16 + channel] = target.Rgba[cell * 4 + channel] + error;
        return state;
    }

    private static Target Canvas() => Target.Load("1f423", 12, 8);

    private static List<(int Y, int X)> Hit(Damage damage) =>
        [.. Enumerable.Range(0, 169).Select(cell => (cell / 13, cell % 13)).Where(cell => damage.Hits(cell.Item1, cell.Item2))];

    /// <summary>An engine that writes down what it is asked for, and turns every state into ones.</summary>
    private sealed class Engine : StandInEngine
    {
        public IReadOnlyList<int> Steps { get; private set; } = [];

        public CellState[] First { get; private set; } = [];

        public double[]? Losses { get; init; }

        protected override double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient)
        {
            Steps = [.. steps];
            First = [.. states.Select(state => state.Clone())];
            foreach (var state in states)
                Array.Fill(state.Values, 1);
            return Losses ?? [.. states.Select(_ => 1.0)];
        }
    }
}
